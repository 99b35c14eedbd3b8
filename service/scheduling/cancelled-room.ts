import { answerOutsider } from './cancel-again.ts';
import type { Command } from './command.ts';
import { ignored, refused } from './decided.ts';
import type { Decision } from './decision.ts';
import type { Room } from './room.ts';

/** What every command finds in a cancelled room: people and applications are told, mail is not. */
export function answerForCancelled(room: Room, command: Command, now: Date): Decision {
  switch (command.do) {
    case 'approve':
    case 'decline-proposal': {
      const proposal = room.proposals.find((one) => one.id === command.proposalId);
      // A link used late shows what became of the proposal, not an error.
      if (proposal !== undefined && proposal.status !== 'pending') {
        return ignored(room, 'proposal-settled');
      }
      return refused('room-cancelled');
    }
    case 'book':
    case 'reschedule':
    case 'change-wording':
    case 'unbook':
    case 'cancel':
    case 'propose':
      return refused('room-cancelled');
    default:
      return answerOutsider(room, command, 'room-cancelled', now);
  }
}
