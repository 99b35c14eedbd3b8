import type { CommandTo } from './command.ts';
import { changed, ignored, proposalEvent, refused } from './decided.ts';
import type { Decision } from './decision.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import { type BookedRoom, isBooked, personIn } from './people.ts';
import { moveSession } from './reschedule.ts';
import type { DecidedBy, Proposal, Room } from './room.ts';
import { withSettled } from './supersede-proposals.ts';
import { isInFuture } from './times.ts';

type Verdict = CommandTo<'approve' | 'decline-proposal'>;

/** Yes: exactly the reschedule with the proposal's time, and both are asked anew. */
export function approve(room: Room, command: Verdict, now: Date): Decision {
  const found = findOpen(room, command, now);
  if (!found.isOpen) return found.decision;
  const { proposal } = found;
  if (!isInFuture(proposal.startUtc, now)) return refused('start-in-past');
  const approved = withSettled(found.room, proposal, 'approved', command.by, now);
  const time = { startUtc: proposal.startUtc, durationMinutes: proposal.durationMinutes };
  const because = { by: command.by, proposalId: proposal.id };
  const { room: after, messages, events } = moveSession(approved, time, because, now);
  return changed(after, 'proposal-approved', {
    messages,
    events: [proposalEvent('proposal.approved', proposal.id), ...events],
    why: proposal.note,
  });
}

/** No: nothing changes, and the proposer is told so. */
export function declineProposal(room: Room, command: Verdict, now: Date): Decision {
  const found = findOpen(room, command, now);
  if (!found.isOpen) return found.decision;
  const { proposal } = found;
  const after = withSettled(found.room, proposal, 'declined', command.by, now);
  return changed(after, 'proposal-declined', {
    messages: [tellProposer(after, proposal, 'proposal-declined', command.by, now)],
    events: [proposalEvent('proposal.declined', proposal.id)],
  });
}

/** Nobody decided in time, and the proposer is told so. */
export function expireProposal(
  room: Room,
  command: CommandTo<'expire-proposal'>,
  now: Date,
): Decision {
  const proposal = room.proposals.find((one) => one.id === command.proposalId);
  if (proposal === undefined) return refused('proposal-unknown');
  if (proposal.status !== 'pending' || !isBooked(room)) return ignored(room, 'proposal-settled');
  if (isInFuture(proposal.expiresAt, now)) return ignored(room, 'not-due-yet');
  const after = withSettled(room, proposal, 'expired', null, now);
  return changed(after, 'proposal-expired', {
    messages: [tellProposer(after, proposal, 'proposal-expired', null, now)],
    events: [proposalEvent('proposal.expired', proposal.id)],
  });
}

type Found =
  | { readonly isOpen: true; readonly room: BookedRoom; readonly proposal: Proposal }
  | { readonly isOpen: false; readonly decision: Decision };

/**
 * The proposal, if this person may decide it and it is still open. One past its expiry counts as
 * settled, but stays pending for `expire-proposal`, which alone tells the proposer.
 */
function findOpen(room: Room, command: Verdict, now: Date): Found {
  const proposal = room.proposals.find((one) => one.id === command.proposalId);
  if (proposal === undefined) return { isOpen: false, decision: refused('proposal-unknown') };
  if (command.by === proposal.proposedBy) {
    return { isOpen: false, decision: refused('own-proposal') };
  }
  const isOpen =
    proposal.status === 'pending' &&
    isInFuture(proposal.expiresAt, now) &&
    proposal.madeAtSequence === room.icsSequence;
  if (!isOpen || !isBooked(room)) {
    return { isOpen: false, decision: ignored(room, 'proposal-settled') };
  }
  return { isOpen: true, room, proposal };
}

function tellProposer(
  room: BookedRoom,
  proposal: Proposal,
  kind: 'proposal-declined' | 'proposal-expired',
  by: DecidedBy | null,
  now: Date,
) {
  const proposer = personIn(room, proposal.proposedBy);
  const about = { proposalId: proposal.id, by };
  return plainMessage(room, kind, pairFor(room, proposer), now, about);
}
