import type { LinkView } from '../rooms/link-views.ts';
import type { Question } from '../scheduling/command.ts';
import type { Decision, IgnoreReason, RefusalReason } from '../scheduling/decision.ts';
import { formerTime, type Notice, newTime, presentTime } from './notice.ts';
import type { ParkedMail } from './parked-mail-store.ts';
import { speakTo } from './speech.ts';
import type { PageWords, Told } from './words/page-words.ts';

type Changed = Extract<Decision, { outcome: 'changed' }>;

/** What happened because the person confirmed it: the same as if it had counted at once. */
export function tellConfirmed(view: LinkView, question: Question, applied: Changed): Notice {
  if (question.do === 'counter') return tellAsked(view, question, applied);
  const { confirm, label } = speakTo(view).words;
  const times = [newTime(view, label.takesPlace, view.room)];
  switch (question.reply.answer) {
    case 'declined':
      return tellDeclined(view, applied);
    case 'tentative':
      return { ...confirm.tentative, times, sign: 'done' };
    default:
      return { ...confirm.accepted, times, sign: 'done' };
  }
}

function tellDeclined(view: LinkView, { deed }: Changed): Notice {
  const { words, other } = speakTo(view);
  const { confirm, label } = words;
  if (deed === 'cancelled') {
    const times = [formerTime(view)];
    return { ...confirm.declinedAsHost(other), times, sign: 'off' };
  }
  if (deed === 'unbooked') return { ...confirm.declinedAsGuest(other), sign: 'off' };
  if (view.person.heldDecline) {
    const times = [presentTime(view, label.isPlannedFor)];
    return { ...confirm.declineHeld, times, sign: 'off' };
  }
  const times = [presentTime(view, label.takesPlace)];
  return { ...confirm.declined(other), times, sign: 'off' };
}

function tellAsked(
  view: LinkView,
  question: Extract<Question, { do: 'counter' }>,
  applied: Changed,
): Notice {
  const { words, other } = speakTo(view);
  const { confirm, propose, label } = words;
  const present = presentTime(view, label.presentTime);
  if (applied.deed !== 'proposed') return { ...confirm.timeNotUsable, times: [present] };
  const proposal = applied.room.proposals.find((one) => one.id === question.proposalId);
  const asked = proposal && newTime(view, label.youAskedFor, proposal);
  const times = asked ? [asked, present] : [present];
  return { ...propose.asked(other), times, sign: 'asked' };
}

/** The settled truth: what is to be told when there is nothing to confirm, or not any more. */
export function tellNothingToConfirm(
  view: LinkView,
  mail: ParkedMail | null,
  reason: IgnoreReason | RefusalReason | null = null,
): Notice {
  const why = reason ?? (mail?.confirmedAt ? mail.reason : null);
  const { confirm, label } = speakTo(view).words;
  return { ...settledWords(why, confirm), times: [presentTime(view, label.takesPlace)] };
}

function settledWords(why: string | null, words: PageWords['confirm']): Told {
  switch (why) {
    case 'confirmed':
      return words.already;
    case 'counter-parked':
      return words.timeNotUsable;
    case 'duplicate-answer':
      return words.known;
    case 'superseded-answer':
      return words.answeredAgain;
    case 'stale-answer':
    case 'impossible-sequence':
      return words.movedOn;
    case 'same-time':
      return words.sameTime;
    case 'duplicate-proposal':
      return words.askedAlready;
    default:
      return words.nothingWaits;
  }
}
