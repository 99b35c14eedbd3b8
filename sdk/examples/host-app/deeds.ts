import type { CallOptions, Parley, Room } from '@parley/sdk';
import { type Answer, bad, good, type KnownVisit, page, redirect } from './answer.ts';
import { requestIdFor } from './news.ts';
import { readTimeForm, renderTimeForm, type TimeForm } from './pages/time-form.ts';
import { asAttendee, type Person } from './people.ts';
import { isAboutTime, tellProblem } from './problems.ts';
import { type Deed, mayDo, otherName, referenceOf } from './sessions.ts';

type DeedAct = (visit: KnownVisit) => Promise<Answer>;

/** What people do with sessions: each checks who may, asks Parley, and says how it went. */
export interface Deeds {
  readonly create: DeedAct;
  readonly book: DeedAct;
  readonly move: DeedAct;
  /** A host cancels for good; a guest gives their place up. */
  readonly cancel: DeedAct;
  readonly decide: DeedAct;
}

export function createDeeds(parley: Parley): Deeds {
  return {
    create: (visit) => create(parley, visit),
    book: (visit) => book(parley, visit),
    move: (visit) => move(parley, visit),
    cancel: (visit) => cancel(parley, visit),
    decide: (visit) => decide(parley, visit),
  };
}

/**
 * What makes a form safe to send twice and safe to send late. `once` was put into the form when it
 * was shown, so a double click or a reload is the same call; `version` is the session as its reader
 * saw it, so Parley refuses when it has changed since.
 */
function optionsOf({ form, person }: KnownVisit, deed: string): CallOptions {
  const version = Number(form.get('version') || Number.NaN);
  return {
    idempotencyKey: `${deed}:${person.id}:${form.get('once')}`,
    requestId: requestIdFor(person),
    ...(Number.isInteger(version) && { ifVersion: version }),
  };
}

async function create(parley: Parley, visit: KnownVisit): Promise<Answer> {
  const { person, form } = visit;
  if (person.role !== 'host') return redirect('/sessions', bad('Only hosts offer sessions.'));
  return await withTime(visit, readTimeForm(person, form, null), async (time, wish) => {
    const room = await parley.rooms.create(
      {
        ...time,
        host: asAttendee(person),
        ...(wish.name && { sessionName: wish.name }),
        ...(wish.note && { description: wish.note }),
        reference: referenceOf(person),
        metadata: { hostId: person.id },
      },
      optionsOf(visit, 'create'),
    );
    return redirect(`/sessions/${room.id}`, good('Your session is open for guests.'));
  });
}

async function book(parley: Parley, visit: KnownVisit): Promise<Answer> {
  const { person, params, form } = visit;
  const { id = '' } = params;
  if (person.role !== 'guest') return redirect('/sessions', bad('Only guests book sessions.'));
  const { requestId = '' } = optionsOf(visit, 'book');
  // Whether the seat is free is Parley's to say: only it can decide between two who book at once.
  const key = `book:${id}:${person.id}:${form.get('version')}`;
  const room = await parley.rooms.book(
    id,
    { guest: asAttendee(person) },
    { idempotencyKey: key, requestId },
  );
  const metadata = { ...room.metadata, guestId: person.id };
  await parley.rooms.change(id, { metadata }, { idempotencyKey: `${key}:who`, requestId });
  return redirect(
    `/sessions/${id}`,
    good(`Booked. ${otherName(person, room)} and you get an invitation by mail.`),
  );
}

async function move(parley: Parley, visit: KnownVisit): Promise<Answer> {
  const { id = '' } = visit.params;
  const room = await permitted(parley, visit, 'move');
  if (room === null) return notYours;
  const wish = readTimeForm(visit.person, visit.form, room);
  return await withTime(visit, wish, async (time) => {
    const moved = await parley.rooms.reschedule(id, time, optionsOf(visit, 'move'));
    const told = moved.status === 'booked' ? ' Both calendars get the new time.' : '';
    return redirect(`/sessions/${id}`, good(`The session has moved.${told}`));
  });
}

async function cancel(parley: Parley, visit: KnownVisit): Promise<Answer> {
  const { id = '' } = visit.params;
  const isHost = visit.person.role === 'host';
  const room = await permitted(parley, visit, isHost ? 'cancel' : 'leave');
  if (room === null) return notYours;
  const typed = visit.form.get('reason')?.trim();
  const reason = typed ? { reason: typed } : {};
  if (isHost) {
    await parley.rooms.cancel(id, reason, optionsOf(visit, 'cancel'));
    return redirect(`/sessions/${id}`, good('The session is cancelled.'));
  }
  await parley.rooms.unbook(id, reason, optionsOf(visit, 'leave'));
  return redirect('/sessions', good('You gave your place up. Your calendar will be told.'));
}

async function decide(parley: Parley, visit: KnownVisit): Promise<Answer> {
  const { id = '', proposalId = '' } = visit.params;
  const room = await permitted(parley, visit, 'decide');
  const proposal = room && (await parley.proposals.get(proposalId));
  // Who asked does not decide.
  const isAsked = proposal?.roomId === id && proposal.proposedBy !== visit.person.role;
  if (!isAsked) return notYours;
  const options = { idempotencyKey: `decide:${proposalId}`, requestId: requestIdFor(visit.person) };
  if (visit.form.get('choice') === 'approve') {
    await parley.proposals.approve(proposalId, { ...options, idempotencyKey: `yes:${proposalId}` });
    return redirect(`/sessions/${id}`, good('Agreed. Both calendars get the new time.'));
  }
  await parley.proposals.decline(proposalId, options);
  return redirect(`/sessions/${id}`, good('The session stays as it is.'));
}

/** The session, if this person may do that with it. */
async function permitted(
  parley: Parley,
  { person, params }: { person: Person; params: KnownVisit['params'] },
  deed: Deed,
): Promise<Room | null> {
  const room = await parley.rooms.get(params.id ?? '');
  return mayDo(person, room).has(deed) ? room : null;
}

const notYours = redirect('/sessions', bad('That is not possible with this session.'));

/** A wish whose time cannot be used is shown again with what was typed, and why. */
async function withTime(
  { person }: KnownVisit,
  wish: TimeForm,
  work: (time: NonNullable<TimeForm['time']>, wish: TimeForm) => Promise<Answer>,
): Promise<Answer> {
  const again = (mistake: string) =>
    page(wish.title, renderTimeForm({ ...wish, person, mistake }), {
      status: 422,
      toast: bad(mistake),
    });
  if (wish.time === null) return again('Choose a date and a time that your clocks will show.');
  try {
    return await work(wish.time, wish);
  } catch (error) {
    if (isAboutTime(error)) return again(tellProblem(error));
    throw error;
  }
}
