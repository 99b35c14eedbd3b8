import { hideAddressesAndLinks, maskAddress } from '../mail/hide-addresses.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { Question } from '../scheduling/command.ts';
import { admit, admitToAct } from './admit.ts';
import { confirmAnswer, parkedRefOf, questionOf } from './confirm-answer.ts';
import { tellConfirmed, tellNothingToConfirm } from './confirm-words.ts';
import type { PageAnswer } from './layout.ts';
import { answerNotice, type LabelledTime, labelTime, type Notice, presentTime } from './notice.ts';
import { lookAgain } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { type ParkedMail, viewParked } from './parked-mail-store.ts';
import { tellRoomTruth } from './room-truth.ts';
import type { Visitor } from './visitor.ts';

/** Shows what came in the person's name, and asks whether it is theirs; changes nothing. */
export async function showConfirm(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admit(deps, 'confirm', visitor.token);
  if ('answer' in admission) return admission.answer;
  const { view, token } = admission.visit;
  const mail = await viewParked(deps.database.pool, parkedRefOf(view));
  const question = questionOf(mail, view.attendeeId);
  if (question === null) {
    deps.metrics.link('confirm', 'settled');
    return answerNotice(200, tellNothingToConfirm(view, mail), view);
  }
  deps.metrics.link('confirm', 'shown');
  const action = `${basePathOf(deps.publicUrl)}/confirm`;
  return answerNotice(200, askWhetherTheirs(view, question, mail, { action, token }), view);
}

/** Takes what came for the person's own word, once; else tells what is settled already. */
export async function takeConfirm(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admitToAct(deps, 'confirm', visitor.token);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
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

function askWhetherTheirs(
  view: LinkView,
  question: Question,
  mail: ParkedMail | null,
  form: { readonly action: string; readonly token: string },
): Notice {
  const asked = question.do === 'counter' ? question.counter : question.reply;
  const text = hideAddressesAndLinks(asked.comment, view.brand.supportEmail);
  return {
    title: 'Did you send this?',
    paragraphs: [sayWhatCame(question), sayWhy(mail)],
    times: [...wishedTime(view, question), presentTime(view, 'Present time')],
    ...(text === null ? {} : { quote: { who: 'It came with these words:', text } }),
    button: {
      ...form,
      text: 'Yes, this is from me',
      fieldName: 't',
      after: 'If you did not send it, close this page: then nothing changes.',
    },
  };
}

function sayWhatCame(question: Question): string {
  if (question.do === 'counter') return 'A mail in your name asks for another time.';
  switch (question.reply.answer) {
    case 'accepted':
      return 'A mail in your name says that you accept this session.';
    case 'tentative':
      return 'A mail in your name says that you may come (“Maybe”).';
    case 'declined':
      return 'A mail in your name says that you decline this session.';
    default:
      return 'A mail in your name says something about this session.';
  }
}

function sayWhy(mail: ParkedMail | null): string {
  if (mail?.reason === 'not-authenticated') {
    return 'We could not be sure that it really came from you. It counts once you confirm it.';
  }
  if (mail?.alias) {
    return (
      `It answers for ${maskAddress(mail.alias)}, which is not the address we know of you. ` +
      'Confirm only if that address is yours too: then it counts, and we remember it.'
    );
  }
  return 'It came from another address than the one we know of you. It counts once you confirm it.';
}

/** The time wished for, when it was understood; without an end it keeps the present length. */
function wishedTime(view: LinkView, question: Question): LabelledTime[] {
  if (question.do !== 'counter' || question.counter.proposedStartUtc === null) return [];
  const { proposedStartUtc: startUtc, proposedEndUtc: end } = question.counter;
  const minutes = end === null ? 0 : (end.getTime() - startUtc.getTime()) / 60_000;
  const durationMinutes = minutes > 0 ? minutes : view.room.durationMinutes;
  return [{ ...labelTime(view, 'New time', { startUtc, durationMinutes }), isNew: true }];
}
