import type { LinkView } from '../rooms/link-views.ts';
import type { Question } from '../scheduling/command.ts';
import type { Decision, IgnoreReason, RefusalReason } from '../scheduling/decision.ts';
import { labelTime, type Notice, nameOther, presentTime } from './notice.ts';
import type { ParkedMail } from './parked-mail-store.ts';

type Changed = Extract<Decision, { outcome: 'changed' }>;

/** What happened because the person confirmed it: the same as if it had counted at once. */
export function tellConfirmed(view: LinkView, question: Question, applied: Changed): Notice {
  if (question.do === 'counter') return tellAsked(view, question, applied);
  switch (question.reply.answer) {
    case 'declined':
      return tellDeclined(view, applied);
    case 'tentative':
      return tellAnswered(view, 'You answered Maybe');
    default:
      return tellAnswered(view, 'You accepted the session');
  }
}

function tellAnswered(view: LinkView, title: string): Notice {
  return {
    title,
    paragraphs: ['Thank you. We recorded your answer; nothing else needs to be done.'],
    times: [{ ...presentTime(view, 'The session takes place'), isNew: true }],
  };
}

function tellDeclined(view: LinkView, { deed }: Changed): Notice {
  const other = nameOther(view);
  if (deed === 'cancelled') {
    return {
      title: 'The session is cancelled',
      paragraphs: [`You declined, so the session is called off. We are telling ${other}.`],
      times: [presentTime(view, 'It was planned for')],
    };
  }
  if (deed === 'unbooked') {
    return {
      title: 'You are no longer booked',
      paragraphs: [`You declined, so your place is given back. We are telling ${other}.`],
    };
  }
  if (view.person.heldDecline) {
    return {
      title: 'You declined the session',
      paragraphs: ['It is called off shortly. Our mail tells you until when you can keep it.'],
      times: [presentTime(view, 'The session is planned for')],
    };
  }
  return {
    title: 'You answered No',
    paragraphs: [`We are telling ${other}. Nothing was cancelled; the session still stands.`],
    times: [presentTime(view, 'The session takes place')],
  };
}

function tellAsked(
  view: LinkView,
  question: Extract<Question, { do: 'counter' }>,
  applied: Changed,
): Notice {
  const other = nameOther(view);
  const present = presentTime(view, 'Present time');
  if (applied.deed !== 'proposed') {
    return {
      title: 'We could not use that new time',
      paragraphs: ['We are mailing you a link to the page where you can choose one.'],
      times: [present],
    };
  }
  const proposal = applied.room.proposals.find((one) => one.id === question.proposalId);
  const asked = proposal && { ...labelTime(view, 'You asked for', proposal), isNew: true };
  return {
    title: `We are asking ${other}`,
    paragraphs: [
      'Your request is on its way. We mail you as soon as it is answered.',
      `Until ${other} approves, the present time stands.`,
    ],
    times: asked ? [asked, present] : [present],
  };
}

/** The settled truth: what is to be told when there is nothing to confirm, or not any more. */
export function tellNothingToConfirm(
  view: LinkView,
  mail: ParkedMail | null,
  reason: IgnoreReason | RefusalReason | null = null,
): Notice {
  const why = reason ?? (mail?.confirmedAt ? mail.reason : null);
  const known = why !== null && Object.hasOwn(settledWords, why) ? settledWords[why] : undefined;
  const [title, text] = known ?? nothingWaits;
  return {
    title,
    paragraphs: [text],
    times: [presentTime(view, 'The session takes place')],
  };
}

type Words = readonly [title: string, text: string];

const nothingWaits: Words = [
  'There is nothing to confirm any more',
  'It was settled in another way since. Your calendar and our newest mail tell how it stands.',
];
const movedOn: Words = [
  'The session has changed since',
  'What you confirmed was about an earlier plan. Please answer our newest invitation instead.',
];

const settledWords: Readonly<Record<string, Words>> = {
  confirmed: ['You have confirmed this already', 'Nothing else needs to be done.'],
  'counter-parked': [
    'We could not use that new time',
    'We mailed you a link to the page where you can choose one.',
  ],
  'duplicate-answer': [
    'We have this answer already',
    'It was recorded before, so nothing else needs to be done.',
  ],
  'superseded-answer': [
    'You have answered again since',
    'Your newer answer counts. To change it, answer the invitation in your calendar once more.',
  ],
  'stale-answer': movedOn,
  'impossible-sequence': movedOn,
  'same-time': [
    'The session has this time already',
    'The new time you asked for is the present one, so nothing needs to be done.',
  ],
  'duplicate-proposal': [
    'We have already asked for this time',
    'Your request is on its way. We mail you as soon as it is answered.',
  ],
};
