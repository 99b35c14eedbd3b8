import type { LinkView } from '../rooms/link-views.ts';
import { admit, admitForm } from './admit.ts';
import { applyByLink } from './apply-by-link.ts';
import { answerQuestion, type Question } from './choice.ts';
import type { PageAnswer } from './layout.ts';
import { answerNotice, newTime, presentTime, renderTimes } from './notice.ts';
import { lookAgain } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { tellRoomTruth } from './room-truth.ts';
import type { Sign } from './sign.ts';
import { speakTo } from './speech.ts';
import type { Visitor } from './visitor.ts';
import type { Told } from './words/page-words.ts';

/** Asks whether a held decline shall be undone; changes nothing. */
export async function showKeep(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admit(deps, 'keep', visitor);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  if (!visit.view.person.heldDecline) return answerStillOn(deps, visit.view);
  deps.metrics.link('keep', 'shown');
  return answerQuestion(visit, askWhether(deps, visit.view), null);
}

/** Undoes a held decline; when there is none any more, tells the present truth. */
export async function keepSession(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admitForm(deps, 'keep', visitor);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  const { choice } = visitor.fields;
  const isChosen = choice === 'keep' || choice === 'leave';
  const mistake = admission.mistake ?? (isChosen ? null : 'chooseOne');
  if (visit.view.person.heldDecline) {
    if (mistake !== null) return answerQuestion(visit, askWhether(deps, visit.view), mistake);
    if (choice === 'leave')
      return answerTold(visit.view, speakTo(visit.view).words.keep.left, 'off');
  }
  const command = { do: 'keep-session', attendeeId: visit.view.attendeeId } as const;
  const applied = await applyByLink(deps, visit.view, command, visitor.requestId);
  const { view, now } = await lookAgain(deps, visit);
  if (applied.outcome !== 'changed') {
    const truth = tellRoomTruth(view, now);
    if (truth === null) return answerStillOn(deps, view);
    deps.metrics.link('keep', 'settled');
    return answerNotice(200, truth, view);
  }
  deps.metrics.link('keep', 'used');
  const { keep, label } = speakTo(view).words;
  const times = [newTime(view, label.takesPlace, view.room)];
  return answerNotice(200, { ...keep.kept, times, sign: 'done' }, view);
}

function askWhether(deps: PageDeps, view: LinkView): Question {
  const { keep, label } = speakTo(view).words;
  return {
    title: keep.title,
    paragraphs: [keep.lead],
    times: renderTimes({ times: [presentTime(view, label.takesPlace)] }),
    quote: null,
    question: keep.question,
    options: [
      { value: 'keep', ...keep.keep, time: null },
      { value: 'leave', ...keep.leave, time: null },
    ],
    action: `${basePathOf(deps.publicUrl)}/keep`,
  };
}

function answerStillOn(deps: PageDeps, view: LinkView): PageAnswer {
  deps.metrics.link('keep', 'settled');
  return answerTold(view, speakTo(view).words.keep.nothingHeld, 'stays');
}

function answerTold(view: LinkView, told: Told, sign: Sign): PageAnswer {
  const times = [presentTime(view, speakTo(view).words.label.takesPlace)];
  return answerNotice(200, { ...told, times, sign }, view);
}
