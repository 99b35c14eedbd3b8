import { describeStartParts, describeTime } from '../mail/describe-time.ts';
import { isKnownZone } from '../mail/reader.ts';
import type { LinkView } from '../rooms/link-views.ts';
import { admit, admitForm } from './admit.ts';
import { type NoChoice, titleOf } from './choice.ts';
import type { PageAnswer } from './layout.ts';
import { retryAfterSeconds } from './link-problem.ts';
import { answerNotice, newTime, presentTime, renderTimes } from './notice.ts';
import { type KnownVisit, lookAgain } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { toLocalFields } from './page-times.ts';
import { type FormValues, type Mistake, readForm, takeValues } from './proposal-form.ts';
import { renderProposalForm } from './proposal-form-template.ts';
import { type Proposed, propose } from './propose.ts';
import { tellRoomTruth } from './room-truth.ts';
import { speakTo } from './speech.ts';
import { suggestValues } from './suggested-start.ts';
import { suggestTimes } from './suggested-times.ts';
import type { Visitor } from './visitor.ts';

/** Path of the form and of its JSON twin. */
export const proposePath = '/api/reschedule/propose';

/** What the form shows besides the room: what was filled in, and what is wrong with it. */
interface Filled {
  readonly values: FormValues;
  readonly mistakes?: readonly Mistake[];
  /** It came back in a way no person sends it. */
  readonly trouble?: NoChoice | null;
  /** Filled with a time that the person's own mail asks for. */
  readonly isSuggested?: boolean;
}

/** Shows the form, filled with the present time, or with the one their mail suggests. */
export async function showProposalForm(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admit(deps, 'propose', visitor);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  deps.metrics.link('propose', 'shown');
  const present = presentValues(visit.view);
  const suggested = suggestValues(visitor.suggestedStart, present, visit);
  const isSuggested = suggested !== null;
  return answerForm(deps, visit, { values: suggested ?? present, isSuggested });
}

/** Takes the form: a proposal, or the same form again with every mistake named. */
export async function takeProposalForm(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admitForm(deps, 'propose', visitor);
  if ('answer' in admission) return admission.answer;
  const { visit, mistake: trouble } = admission;
  const { view } = visit;
  const values = takeValues(visitor.fields);
  const read = readForm(values, speakTo(view).words.propose);
  if ('mistakes' in read || trouble !== null) {
    const truth = tellRoomTruth(view, deps.clock.now());
    if (truth !== null) return answerNotice(200, truth, view);
    const mistakes = 'mistakes' in read ? read.mistakes : [];
    return answerForm(deps, visit, { values, mistakes, trouble });
  }
  const proposed = await propose(deps, visit, read.wish, visitor.requestId);
  if ('reason' in proposed) return answerRefused(deps, visit, values, proposed.reason);
  const { view: after } = await lookAgain(deps, visit);
  return answerProposed(after, proposed);
}

function presentValues(view: LinkView): FormValues {
  const zone = speakTo(view).reader.zone.name;
  const { startUtc, durationMinutes } = view.room;
  const duration = String(durationMinutes);
  return { pick: 'own', ...toLocalFields(startUtc, zone), zone, duration, note: '' };
}

function answerForm(deps: PageDeps, visit: KnownVisit, filled: Filled): PageAnswer {
  const { view, token, nonce } = visit;
  const { values, mistakes = [], trouble = null } = filled;
  const { words, other, reader } = speakTo(view);
  const main = renderProposalForm({
    words: words.propose,
    check: words.form.pleaseCheck,
    lead: words.propose.lead(other),
    times: renderTimes({ times: [presentTime(view, words.label.presentTime)] }),
    remarks: remarksOn(view, filled.isSuggested ?? false),
    trouble: trouble && words.form[trouble],
    suggestions: suggestionsFor(visit),
    values,
    mistakes,
    ownZone: reader.zone.name,
    action: `${basePathOf(deps.publicUrl)}${proposePath}`,
    token,
    nonce,
    noteLabel: words.propose.note(other),
    after: words.propose.after(other),
  });
  const isWrong = mistakes.length > 0 || trouble !== null;
  const title = titleOf(words.propose.title, isWrong, view);
  return { status: isWrong ? 422 : 200, page: { title, for: view, main } };
}

function remarksOn(view: LinkView, isSuggested: boolean): string[] {
  const { words, mail, reader } = speakTo(view);
  const { pendingOwnProposal: own, minimumNoticeMinutes: notice } = view;
  const asked = own && describeTime(own.startUtc, own.durationMinutes, reader, mail.time).local;
  return [
    ...(asked === null ? [] : [words.propose.pending(asked)]),
    ...(isSuggested ? [words.propose.isSuggested] : []),
    ...(notice === 0 ? [] : [words.propose.notice(words.span(notice))]),
  ];
}

function suggestionsFor({ view, now }: KnownVisit) {
  const { reader } = speakTo(view);
  const other = isKnownZone(view.otherTimeZone) ? view.otherTimeZone : null;
  // A little more than the notice: the form takes a while to be filled in.
  const earliest = new Date(now.getTime() + (view.minimumNoticeMinutes + 15) * 60_000);
  return suggestTimes(view.room, { own: reader.zone.name, other }, earliest).map((at) => ({
    value: at.toISOString(),
    ...describeStartParts(at, reader),
  }));
}

/** A refusal the person can mend shows the form again; any other tells the present truth. */
async function answerRefused(
  deps: PageDeps,
  visit: KnownVisit,
  values: FormValues,
  reason: Extract<Proposed, { reason: unknown }>['reason'],
): Promise<PageAnswer> {
  if (reason === 'too-many-proposals') return answerTooManyWishes(visit.view);
  const mistake = mendable(reason, visit.view);
  const after = await lookAgain(deps, visit);
  const roomTruth = tellRoomTruth(after.view, after.now);
  if (mistake !== null && roomTruth === null) {
    return answerForm(deps, after, { values, mistakes: [mistake] });
  }
  const { propose: told, label } = speakTo(after.view).words;
  const times = [presentTime(after.view, label.takesPlace)];
  return answerNotice(200, roomTruth ?? { ...told.movedOn, times }, after.view);
}

/** A day's share is asked for; what is open stays open. */
function answerTooManyWishes(view: LinkView): PageAnswer {
  const { words, other } = speakTo(view);
  const times = [presentTime(view, words.label.takesPlace)];
  const headers = { 'Retry-After': String(retryAfterSeconds('too-many-proposals')) };
  return {
    ...answerNotice(429, { ...words.propose.enoughToday(other), times, sign: 'past' }, view),
    headers,
  };
}

function mendable(reason: string, view: LinkView): Mistake | null {
  const { words } = speakTo(view);
  const { mistake } = words.propose;
  switch (reason) {
    case 'start-in-past':
      return { field: 'date', message: mistake.inPast };
    case 'too-short-notice':
      return { field: 'date', message: mistake.tooSoon(words.span(view.minimumNoticeMinutes)) };
    case 'time-unchanged':
      return { field: 'date', message: mistake.unchanged };
    case 'duration-not-allowed':
      return { field: 'duration', message: mistake.duration };
    default:
      return null;
  }
}

function answerProposed(
  view: LinkView,
  { isNew, proposal }: Extract<Proposed, { isNew: boolean }>,
): PageAnswer {
  const { words, other } = speakTo(view);
  const { propose: told, label } = words;
  const asked = { ...proposal, startUtc: new Date(proposal.startUtc) };
  const times = [newTime(view, label.youAskedFor, asked), presentTime(view, label.presentTime)];
  const notice = isNew ? told.asked(other) : told.askedAlready(other);
  return answerNotice(isNew ? 201 : 200, { ...notice, times, sign: 'asked' }, view);
}
