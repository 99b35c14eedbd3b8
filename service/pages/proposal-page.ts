import { describeTime } from '../mail/describe-time.ts';
import type { LinkView } from '../rooms/link-views.ts';
import { admit, admitToAct } from './admit.ts';
import type { PageAnswer } from './layout.ts';
import { retryAfterSeconds } from './link-problem.ts';
import { answerNotice, labelTime, nameOther, presentTime, renderTimes, zoneOf } from './notice.ts';
import { type KnownVisit, lookAgain } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { toLocalFields } from './page-times.ts';
import { type FormValues, type Mistake, readForm, takeValues } from './proposal-form.ts';
import { renderProposalForm } from './proposal-form-template.ts';
import { type Proposed, propose } from './propose.ts';
import { tellRoomTruth } from './room-truth.ts';
import { suggestValues } from './suggested-start.ts';
import type { Visitor } from './visitor.ts';

/** Path of the form and of its JSON twin. */
export const proposePath = '/api/reschedule/propose';

/** Shows the form, filled with the present time, or with the one their mail suggests. */
export async function showProposalForm(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admit(deps, 'propose', visitor.token);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  deps.metrics.link('propose', 'shown');
  const present = presentValues(visit.view);
  const suggested = suggestValues(visitor.suggestedStart, present, visit);
  return answerForm(deps, visit, suggested ?? present, [], suggested !== null);
}

/** Takes the form: a proposal, or the same form again with every mistake named. */
export async function takeProposalForm(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admitToAct(deps, 'propose', visitor.token);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  const values = takeValues(visitor.fields);
  const read = readForm(values);
  if ('mistakes' in read) {
    const truth = tellRoomTruth(visit.view, deps.clock.now());
    if (truth !== null) return answerNotice(200, truth, visit.view);
    return answerForm(deps, visit, values, read.mistakes);
  }
  const proposed = await propose(deps, visit, read.wish, visitor.requestId);
  if ('reason' in proposed) return answerRefused(deps, visit, values, proposed.reason);
  const { view } = await lookAgain(deps, visit);
  return answerProposed(view, proposed);
}

function presentValues(view: LinkView): FormValues {
  const zone = zoneOf(view);
  const { startUtc, durationMinutes } = view.room;
  return {
    ...toLocalFields(startUtc, zone),
    zone,
    duration: String(durationMinutes),
    note: '',
  };
}

function answerForm(
  deps: PageDeps,
  { view, token }: KnownVisit,
  values: FormValues,
  mistakes: readonly Mistake[],
  isSuggested = false,
): PageAnswer {
  const title = 'Request a new time';
  const other = nameOther(view);
  const { timeZone, locale } = view.person;
  const own = view.pendingOwnProposal;
  const main = renderProposalForm({
    title,
    lead: `Choose a time that suits you better. We ask ${other} whether it works.`,
    times: renderTimes({ times: [presentTime(view, 'Present time')] }),
    pending: own && describeTime(own.startUtc, own.durationMinutes, timeZone, locale).local,
    isSuggested,
    values,
    mistakes,
    ownZone: zoneOf(view),
    action: `${basePathOf(deps.publicUrl)}${proposePath}`,
    token,
    other,
  });
  const isWrong = mistakes.length > 0;
  return {
    status: isWrong ? 422 : 200,
    page: { title: isWrong ? `Error: ${title}` : title, view, main },
  };
}

/** A refusal the person can mend shows the form again; any other tells the present truth. */
async function answerRefused(
  deps: PageDeps,
  visit: KnownVisit,
  values: FormValues,
  reason: Extract<Proposed, { reason: unknown }>['reason'],
): Promise<PageAnswer> {
  if (reason === 'too-many-proposals') return answerTooManyWishes(visit.view);
  const mistake = mendable[reason];
  const after = await lookAgain(deps, visit);
  const roomTruth = tellRoomTruth(after.view, after.now);
  if (mistake !== undefined && roomTruth === null) {
    return answerForm(deps, after, values, [mistake]);
  }
  const truth = roomTruth ?? {
    title: 'A new time cannot be asked for now',
    paragraphs: ['The session has moved on. This is how it stands:'],
    times: [presentTime(after.view, 'The session takes place')],
  };
  return answerNotice(200, truth, after.view);
}

/** A day's share is asked for; what is open stays open. */
function answerTooManyWishes(view: LinkView): PageAnswer {
  const notice = {
    title: 'That was enough for today',
    paragraphs: [
      `You asked for many new times today, so this one was not sent to ${nameOther(view)}.`,
      'Please try again tomorrow. Until then, everything stays as it is.',
    ],
    times: [presentTime(view, 'The session takes place')],
  };
  const headers = { 'Retry-After': String(retryAfterSeconds('too-many-proposals')) };
  return { ...answerNotice(429, notice, view), headers };
}

const mendable: Readonly<Partial<Record<string, Mistake>>> = {
  'start-in-past': { field: 'date', message: 'Choose a date and time in the future.' },
  'time-unchanged': {
    field: 'date',
    message: 'The session already has this time. Choose another one.',
  },
  'duration-not-allowed': { field: 'duration', message: 'Choose one of the lengths offered.' },
};

function answerProposed(
  view: LinkView,
  { isNew, proposal }: Extract<Proposed, { isNew: boolean }>,
): PageAnswer {
  const other = nameOther(view);
  const asked = { ...proposal, startUtc: new Date(proposal.startUtc) };
  const notice = {
    title: isNew ? `We are asking ${other}` : `We have already asked ${other}`,
    paragraphs: [
      'Your request is on its way. We mail you as soon as it is answered.',
      `Until ${other} approves, the present time stands.`,
    ],
    times: [
      { ...labelTime(view, 'You asked for', asked), isNew: true },
      presentTime(view, 'Present time'),
    ],
  };
  return answerNotice(isNew ? 201 : 200, notice, view);
}
