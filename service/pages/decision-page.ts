import { hideAddresses } from '../mail/hide-addresses.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { Command } from '../scheduling/command.ts';
import { admit, admitForm, admitToAct } from './admit.ts';
import { applyByLink } from './apply-by-link.ts';
import { answerQuestion, type Option, type Question } from './choice.ts';
import type { PageAnswer } from './layout.ts';
import { answerNotice, newTime, presentTime } from './notice.ts';
import { type KnownVisit, lookAgain } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { isUndecided, tellSettled } from './room-truth.ts';
import { speakTo } from './speech.ts';
import type { Visitor } from './visitor.ts';

export type DecisionPurpose = 'approve' | 'decline';

/** Shows both times and asks which one it shall be; changes nothing. */
export async function showDecision(
  deps: PageDeps,
  purpose: DecisionPurpose,
  visitor: Visitor,
): Promise<PageAnswer> {
  const admission = await admit(deps, purpose, visitor);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  deps.metrics.link(purpose, 'shown');
  return answerQuestion(visit, askWhich(deps, visit.view, purpose), null);
}

/**
 * Takes the decision of the form, whichever link of the mail led to it: both were made for the
 * same person and the same proposal.
 */
export async function takeDecision(
  deps: PageDeps,
  purpose: DecisionPurpose,
  visitor: Visitor,
): Promise<PageAnswer> {
  const admission = await admitForm(deps, purpose, visitor);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  const { choice } = visitor.fields;
  const isChosen = choice === 'approve' || choice === 'decline';
  const mistake = admission.mistake ?? (isChosen ? null : 'chooseOne');
  if (mistake !== null && isUndecided(visit.view, visit.now)) {
    return answerQuestion(visit, askWhich(deps, visit.view, purpose), mistake);
  }
  return decide(deps, visit, isChosen ? choice : purpose, purpose, visitor);
}

/** Decides because the link was opened: in one-click mode, and never for a HEAD or a prefetch. */
export async function decideAtOnce(
  deps: PageDeps,
  purpose: DecisionPurpose,
  visitor: Visitor,
): Promise<PageAnswer> {
  const admission = await admitToAct(deps, purpose, visitor);
  if ('answer' in admission) return admission.answer;
  return decide(deps, admission.visit, purpose, purpose, visitor);
}

/** Decides, once: whoever comes second is told what was decided. */
async function decide(
  deps: PageDeps,
  visit: KnownVisit,
  choice: DecisionPurpose,
  purpose: DecisionPurpose,
  visitor: Visitor,
): Promise<PageAnswer> {
  const command = toCommand(visit.view, choice);
  const applied = await applyByLink(deps, visit.view, command, visitor.requestId);
  const { view, now } = await lookAgain(deps, visit);
  if (applied.outcome !== 'changed') {
    deps.metrics.link(purpose, 'settled');
    return answerNotice(200, tellSettled(view, now), view);
  }
  deps.metrics.link(purpose, 'used');
  deps.metrics.proposalDecision(choice === 'approve' ? 'approved' : 'declined');
  return answerDecided(view, choice);
}

function toCommand(view: LinkView, choice: DecisionPurpose): Command {
  if (view.proposal === null) throw new Error(`link ${view.linkId} has no proposal`);
  const deed = choice === 'approve' ? 'approve' : 'decline-proposal';
  return { do: deed, proposalId: view.proposal.id, by: view.role };
}

/** The answer that the mail's button named stands first. */
function askWhich(deps: PageDeps, view: LinkView, purpose: DecisionPurpose): Question {
  const { words, other } = speakTo(view);
  const { decide: ask, label } = words;
  const { proposal } = view;
  const wanted = proposal && newTime(view, label.newTime, proposal);
  const approve: Option = { value: 'approve', ...ask.approve, time: wanted };
  const present = presentTime(view, label.presentTime);
  const decline: Option = { value: 'decline', ...ask.decline(other), time: present };
  const note = hideAddresses(proposal?.note ?? null, view.brand.supportEmail);
  return {
    title: ask.title,
    paragraphs: [ask.lead(other)],
    times: '',
    quote: note === null ? null : { who: ask.otherWrites(other), text: note },
    question: ask.question,
    options: purpose === 'approve' ? [approve, decline] : [decline, approve],
    action: `${basePathOf(deps.publicUrl)}/${purpose}`,
  };
}

function answerDecided(view: LinkView, choice: DecisionPurpose): PageAnswer {
  const { words, other } = speakTo(view);
  const { label, decide: told } = words;
  if (choice === 'approve') {
    const times = [newTime(view, label.takesPlaceNow, view.room)];
    return answerNotice(200, { ...told.approved(other), times, sign: 'done' }, view);
  }
  const times = [presentTime(view, label.takesPlace)];
  return answerNotice(200, { ...told.declined(other), times, sign: 'stays' }, view);
}
