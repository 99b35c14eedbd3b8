import { proposalEvent } from './decided.ts';
import type { RoomEvent } from './decision.ts';
import type { DecidedBy, Proposal, ProposalStatus, Room } from './room.ts';

export interface Superseded<R extends Room> {
  readonly room: R;
  readonly events: readonly RoomEvent[];
}

/** Settles every pending proposal as superseded; `of` limits it to one attendee's. */
export function supersedeProposals<R extends Room>(
  room: R,
  now: Date,
  of: string | null = null,
): Superseded<R> {
  const isHit = (one: Proposal) =>
    one.status === 'pending' && (of === null || one.attendeeId === of);
  return {
    room: {
      ...room,
      proposals: room.proposals.map((one) =>
        isHit(one) ? settled(one, 'superseded', null, now) : one,
      ),
    },
    events: room.proposals.filter(isHit).map((one) => proposalEvent('proposal.superseded', one.id)),
  };
}

/** The room with this one proposal settled. */
export function withSettled<R extends Room>(
  room: R,
  proposal: Proposal,
  status: Exclude<ProposalStatus, 'pending'>,
  decidedBy: DecidedBy | null,
  now: Date,
): R {
  const done = settled(proposal, status, decidedBy, now);
  return {
    ...room,
    proposals: room.proposals.map((one) => (one.id === proposal.id ? done : one)),
  };
}

function settled(
  proposal: Proposal,
  status: Exclude<ProposalStatus, 'pending'>,
  decidedBy: DecidedBy | null,
  now: Date,
): Proposal {
  return { ...proposal, status, decidedAt: now, decidedBy };
}
