import { askConfirmation } from './ask-confirmation.ts';
import { book } from './book.ts';
import { cancel } from './cancel.ts';
import { answerForCancelled } from './cancelled-room.ts';
import { changeWording } from './change-wording.ts';
import type { Command } from './command.ts';
import { counter } from './counter.ts';
import type { Decision } from './decision.ts';
import { actOnHeldDecline, keepSession } from './held-decline.ts';
import { propose } from './propose.ts';
import { recordReply } from './record-reply.ts';
import { refresh } from './refresh.ts';
import { reschedule } from './reschedule.ts';
import type { Room, Rules } from './room.ts';
import { sendLink } from './send-link.ts';
import { approve, declineProposal, expireProposal } from './settle-proposal.ts';
import { unbook } from './unbook.ts';
import { recordUndeliverable } from './undeliverable.ts';

/**
 * What a command does to a room: the whole of `rules.md` as a pure function. The same room,
 * command, rules and moment always give the same decision; nothing given is ever changed in place.
 */
export function decide(room: Room, command: Command, rules: Rules, now: Date): Decision {
  if (room.status === 'cancelled') return answerForCancelled(room, command, now);
  switch (command.do) {
    case 'book':
      return book(room, command, now);
    case 'reschedule':
      return reschedule(room, command, now);
    case 'change-wording':
      return changeWording(room, command, now);
    case 'unbook':
      return unbook(room, command, now);
    case 'cancel':
      return cancel(room, command, now);
    case 'record-reply':
      return recordReply(room, command, rules, now);
    case 'counter':
      return counter(room, command, rules, now);
    case 'refresh':
      return refresh(room, command, now);
    case 'send-link':
      return sendLink(room, command, rules, now);
    case 'ask-confirmation':
      return askConfirmation(room, command, rules, now);
    case 'propose':
      return propose(room, command, rules, now);
    case 'approve':
      return approve(room, command, now);
    case 'decline-proposal':
      return declineProposal(room, command, now);
    case 'expire-proposal':
      return expireProposal(room, command, now);
    case 'act-on-held-decline':
      return actOnHeldDecline(room, command, now);
    case 'keep-session':
      return keepSession(room, command);
    case 'record-undeliverable':
      return recordUndeliverable(room, command, now);
  }
}
