import type { MessageKind } from '../../scheduling/decision.ts';
import type { MailView } from '../mail-view.ts';
import type { MailContent } from './mail-content.ts';
import { wordConfirmAnswer } from './wording-confirm.ts';
import {
  wordDeclineConfirmed,
  wordDeclineHeld,
  wordDeclineNoted,
  wordGuestLeft,
} from './wording-decline.ts';
import { wordDeliveryTrouble, wordFreshLink, wordHumanAnswer } from './wording-notice.ts';
import {
  wordCounterNotUnderstood,
  wordProposalDeclined,
  wordProposalExpired,
  wordProposalSent,
  wordProposalToDecide,
} from './wording-proposal.ts';
import {
  wordAnswerReminder,
  wordCancellation,
  wordInvitation,
  wordReminder,
  wordUpdate,
} from './wording-session.ts';

const wordings: Readonly<Record<MessageKind, (view: MailView) => MailContent>> = {
  invitation: wordInvitation,
  update: wordUpdate,
  cancellation: wordCancellation,
  'guest-left': wordGuestLeft,
  'decline-confirmed': wordDeclineConfirmed,
  'decline-held': wordDeclineHeld,
  'decline-noted': wordDeclineNoted,
  'proposal-to-decide': wordProposalToDecide,
  'proposal-sent': wordProposalSent,
  'proposal-declined': wordProposalDeclined,
  'proposal-expired': wordProposalExpired,
  'counter-not-understood': wordCounterNotUnderstood,
  'delivery-trouble': wordDeliveryTrouble,
  'fresh-link': wordFreshLink,
  'human-answer': wordHumanAnswer,
  'confirm-answer': wordConfirmAnswer,
  reminder: wordReminder,
  'answer-reminder': wordAnswerReminder,
};

/** What a mail of this kind says to this reader, in their language. */
export function wordMail(view: MailView): MailContent {
  return wordings[view.kind](view);
}
