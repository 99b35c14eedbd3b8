import type { Room } from '@parley/sdk';
import { type Html, html } from '../html.ts';
import type { Person } from '../people.ts';
import { clockIn, tellZone, toUtc } from '../times.ts';

type DurationMinutes = Room['durationMinutes'];

/** The form of a new session, and of a new time for one. */
export interface TimeForm {
  readonly person: Person;
  /** Null: a new session. */
  readonly room: Pick<Room, 'id' | 'version' | 'sessionName' | 'status'> | null;
  readonly title: string;
  readonly date: string;
  readonly clock: string;
  readonly durationMinutes: DurationMinutes;
  readonly name: string;
  readonly note: string;
  readonly mistake: string | null;
  /** As Parley is asked for it; null when date and clock name no moment. */
  readonly time: {
    readonly startUtc: string;
    readonly durationMinutes: DurationMinutes;
  } | null;
}

const durations: readonly DurationMinutes[] = [30, 60, 90];
const dayMs = 86_400_000;
const blank = { name: '', note: '', mistake: null, time: null };

/** Next week at ten, an hour. */
export function emptyForm(person: Person): TimeForm {
  const { date } = clockIn(new Date(Date.now() + 7 * dayMs), person.timeZone);
  const title = 'New session';
  return { ...blank, person, room: null, title, date, clock: '10:00', durationMinutes: 60 };
}

/** The time a session has now. */
export function timeFormOf(person: Person, room: Room): TimeForm {
  const { date, time: clock } = clockIn(new Date(room.startUtc), person.timeZone);
  const { durationMinutes } = room;
  return { ...blank, person, room, title: 'Move the session', date, clock, durationMinutes };
}

/** What somebody typed, read on their own clock. */
export function readTimeForm(person: Person, form: URLSearchParams, room: Room | null): TimeForm {
  const typed = (name: string) => form.get(name)?.trim() ?? '';
  const [date, clock] = [typed('date'), typed('clock')];
  const startsAt = toUtc(date, clock, person.timeZone);
  const durationMinutes =
    durations.find((one) => String(one) === typed('duration')) ?? room?.durationMinutes ?? 60;
  return {
    person,
    room,
    title: room === null ? 'New session' : 'Move the session',
    date,
    clock,
    durationMinutes,
    name: typed('name'),
    note: typed('note'),
    mistake: null,
    time: startsAt && { startUtc: startsAt.toISOString(), durationMinutes },
  };
}

export function renderTimeForm(form: TimeForm): Html {
  const { room, person, mistake } = form;
  const action = room === null ? '/sessions' : `/sessions/${room.id}/move`;
  const back = room === null ? '/sessions' : `/sessions/${room.id}`;
  const at = form.time?.startUtc ?? new Date().toISOString();
  const today = clockIn(new Date(), person.timeZone).date;
  const described = mistake !== null && html` aria-describedby="mistake" aria-invalid="true"`;
  return html`<section class="panel" id="panel">
<h1 id="panel-title">${form.title}</h1>
<p class="lead">${tellWhat(form)}</p>
<form method="post" action="${action}">
<input type="hidden" name="once" value="${crypto.randomUUID()}">
${room && html`<input type="hidden" name="version" value="${room.version}">`}
${mistake !== null && html`<p class="mistake" id="mistake">${mistake}</p>`}
${room === null && nameField(form)}
<div class="row">
<div class="field"><label for="date">Date</label>
<input id="date" name="date" type="date" required min="${today}" value="${form.date}"${described}>
</div>
<div class="field"><label for="clock">Start</label>
<input id="clock" name="clock" type="time" required value="${form.clock}"${described}></div>
</div>
<p class="hint">On your own clock: ${tellZone(at, person)}.</p>
<fieldset class="field"><legend>Length</legend><div class="lengths">
${durations.map((one) => lengthChoice(one, form.durationMinutes))}</div></fieldset>
${room === null && noteField(form)}
<div class="buttons"><button class="primary">${room === null ? 'Offer the session' : 'Move it'}
</button><a class="button" href="${back}" data-close>Back</a></div>
</form>
</section>`;
}

function tellWhat({ room }: TimeForm): string {
  if (room === null) return 'Guests see it as soon as you offer it. The first one to book has it.';
  const who = room.status === 'booked' ? ' You both get an update for your calendars.' : '';
  return `Choose a new time for “${room.sessionName}”.${who}`;
}

const nameField = ({ name }: TimeForm): Html => html`<div class="field">
<label for="name">Name</label>
<input id="name" name="name" required maxlength="128" value="${name}" autocomplete="off"></div>`;

const noteField = ({ note }: TimeForm): Html => html`<div class="field">
<label for="note">Note <span class="hint">(optional; both of you see it)</span></label>
<textarea id="note" name="note" rows="3" maxlength="4000">${note}</textarea></div>`;

const lengthChoice = (minutes: DurationMinutes, chosen: DurationMinutes): Html =>
  html`<label class="length"><input type="radio" name="duration" value="${minutes}"${
    minutes === chosen && html` checked`
  }> ${minutes} minutes</label>`;
