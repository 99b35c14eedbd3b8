import { hideAddressesAndLinks, maskAddress } from '../mail/hide-addresses.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { Question as Asked } from '../scheduling/command.ts';
import { admit, admitForm } from './admit.ts';
import { answerQuestion, type NoChoice, type Question } from './choice.ts';
import { confirmAnswer, parkedRefOf, questionOf } from './confirm-answer.ts';
import { tellConfirmed, tellNothingToConfirm } from './confirm-words.ts';
import type { PageAnswer } from './layout.ts';
import { answerNotice, type LabelledTime, newTime, presentTime, renderTimes } from './notice.ts';
import { type KnownVisit, lookAgain } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { type ParkedMail, viewParked } from './parked-mail-store.ts';
import { tellRoomTruth } from './room-truth.ts';
import { speakTo } from './speech.ts';
import type { Visitor } from './visitor.ts';
import type { PageWords } from './words/page-words.ts';

/** Shows what came in the person's name, and asks whether it is theirs; changes nothing. */
export async function showConfirm(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admit(deps, 'confirm', visitor);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  const { mail, asked } = await findAsked(deps, visit.view);
  if (asked === null) {
    deps.metrics.link('confirm', 'settled');
    return answerNotice(200, tellNothingToConfirm(visit.view, mail), visit.view);
  }
  deps.metrics.link('confirm', 'shown');
  return ask(deps, visit, asked, mail, null);
}

/** Takes what came for the person's own word, once; else tells what is settled already. */
export async function takeConfirm(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admitForm(deps, 'confirm', visitor);
  if ('answer' in admission) return admission.answer;
  const { visit, mistake } = admission;
  const { choice } = visitor.fields;
  const isChosen = choice === 'yes' || choice === 'no';
  const { mail: before, asked } = await findAsked(deps, visit.view);
  const isOn = tellRoomTruth(visit.view, visit.now) === null;
  if (asked !== null && isOn) {
    const wrong = mistake ?? (isChosen ? null : 'chooseOne');
    if (wrong !== null) return ask(deps, visit, asked, before, wrong);
    if (choice === 'no') return answerDenied(deps, visit.view);
  }
  const confirmed = await confirmAnswer(deps, visit.view, visitor.requestId);
  const { view, now } = await lookAgain(deps, visit);
  if (confirmed.state === 'decided' && confirmed.applied.outcome === 'changed') {
    return answerNotice(200, tellConfirmed(view, confirmed.question, confirmed.applied), view);
  }
  const truth = tellRoomTruth(view, now);
  if (truth !== null) return answerNotice(200, truth, view);
  const applied = confirmed.state === 'decided' ? confirmed.applied : null;
  const reason = applied && 'reason' in applied ? applied.reason : null;
  const mail = await viewParked(deps.database.pool, parkedRefOf(view));
  return answerNotice(200, tellNothingToConfirm(view, mail, reason), view);
}

async function findAsked(deps: PageDeps, view: LinkView) {
  const mail = await viewParked(deps.database.pool, parkedRefOf(view));
  return { mail, asked: questionOf(mail, view.attendeeId) };
}

/** Nothing is written down: what waits stays parked, and counts as little as before. */
function answerDenied(deps: PageDeps, view: LinkView): PageAnswer {
  deps.metrics.link('confirm', 'denied');
  const { confirm, label } = speakTo(view).words;
  const times = [presentTime(view, label.takesPlace)];
  return answerNotice(200, { ...confirm.denied, times, sign: 'stays' }, view);
}

function ask(
  deps: PageDeps,
  visit: KnownVisit,
  asked: Asked,
  mail: ParkedMail | null,
  mistake: NoChoice | null,
): PageAnswer {
  const { view } = visit;
  const { confirm, label } = speakTo(view).words;
  const said = asked.do === 'counter' ? asked.counter : asked.reply;
  const text = hideAddressesAndLinks(said.comment, view.brand.supportEmail);
  const times = [...wishedTime(view, asked), presentTime(view, label.presentTime)];
  const question: Question = {
    title: confirm.title,
    paragraphs: [sayWhatCame(asked, confirm), sayWhy(mail, confirm)],
    times: renderTimes({ times }),
    quote: text === null ? null : { who: confirm.cameWithWords, text },
    question: confirm.question,
    options: [
      { value: 'yes', ...confirm.yes, time: null },
      { value: 'no', ...confirm.no, time: null },
    ],
    action: `${basePathOf(deps.publicUrl)}/confirm`,
  };
  return answerQuestion(visit, question, mistake);
}

function sayWhatCame(asked: Asked, words: PageWords['confirm']): string {
  if (asked.do === 'counter') return words.wished;
  const { answer } = asked.reply;
  if (answer === null || answer === 'needs-action') return words.saidSomething;
  return words.answered[answer];
}

function sayWhy(mail: ParkedMail | null, words: PageWords['confirm']): string {
  if (mail?.reason === 'not-authenticated') return words.notAuthenticated;
  return mail?.alias ? words.alias(maskAddress(mail.alias)) : words.otherAddress;
}

/** The time wished for, when it was understood; without an end it keeps the present length. */
function wishedTime(view: LinkView, asked: Asked): LabelledTime[] {
  if (asked.do !== 'counter' || asked.counter.proposedStartUtc === null) return [];
  const { proposedStartUtc: startUtc, proposedEndUtc: end } = asked.counter;
  const minutes = end === null ? 0 : (end.getTime() - startUtc.getTime()) / 60_000;
  const durationMinutes = minutes > 0 ? minutes : view.room.durationMinutes;
  return [newTime(view, speakTo(view).words.label.newTime, { startUtc, durationMinutes })];
}
