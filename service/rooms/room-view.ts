import type { Attendee, Proposal, Room } from '../scheduling/room.ts';
import { endOf } from '../scheduling/times.ts';
import type { StoredRoom } from './stored-room.ts';

/** A person as host applications see them (contract.md, Room). */
export interface PersonView {
  readonly name: string;
  readonly email: string;
  readonly timeZone: string | null;
  readonly locale: string | null;
  readonly answer: Attendee['answer'];
  readonly comment: string | null;
  readonly reachable: boolean;
}

/** A room as host applications see it; times are RFC 3339 in UTC. */
export interface RoomView {
  readonly id: string;
  readonly reference: string | null;
  readonly icsUid: string;
  readonly icsSequence: number;
  readonly status: Room['status'];
  readonly startUtc: string;
  readonly endUtc: string;
  readonly durationMinutes: number;
  readonly sessionName: string;
  readonly description: string | null;
  readonly location: string | null;
  readonly joinUrl: string | null;
  readonly host: PersonView;
  readonly guest: PersonView | null;
  readonly metadata: Record<string, unknown>;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly cancelledAt: string | null;
  readonly cancelledBecause: string | null;
}

export interface ProposalView {
  readonly id: string;
  readonly roomId: string;
  readonly proposedBy: Proposal['proposedBy'];
  readonly source: Proposal['source'];
  readonly startUtc: string;
  readonly endUtc: string;
  readonly durationMinutes: number;
  readonly note: string | null;
  readonly status: Proposal['status'];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: Proposal['decidedBy'];
}

export const toPersonView = (person: Attendee): PersonView => ({
  name: person.name,
  email: person.email,
  timeZone: person.timeZone,
  locale: person.locale,
  answer: person.answer,
  comment: person.comment,
  reachable: person.reachable,
});

export const toRoomView = (stored: StoredRoom): RoomView => ({
  id: stored.room.id,
  reference: stored.reference,
  icsUid: stored.room.icsUid,
  icsSequence: stored.room.icsSequence,
  status: stored.room.status,
  startUtc: stored.room.startUtc.toISOString(),
  endUtc: endOf(stored.room).toISOString(),
  durationMinutes: stored.room.durationMinutes,
  sessionName: stored.room.sessionName ?? stored.settings.sessionName,
  description: stored.room.description,
  location: stored.room.location,
  joinUrl: stored.room.joinUrl,
  host: toPersonView(stored.room.host),
  guest: stored.room.guest && toPersonView(stored.room.guest),
  metadata: stored.metadata,
  version: stored.version,
  createdAt: stored.createdAt.toISOString(),
  updatedAt: stored.updatedAt.toISOString(),
  cancelledAt: stored.room.cancelledAt?.toISOString() ?? null,
  cancelledBecause: stored.room.cancelledBecause,
});

export const toProposalView = (roomId: string, proposal: Proposal): ProposalView => ({
  id: proposal.id,
  roomId,
  proposedBy: proposal.proposedBy,
  source: proposal.source,
  startUtc: proposal.startUtc.toISOString(),
  endUtc: endOf(proposal).toISOString(),
  durationMinutes: proposal.durationMinutes,
  note: proposal.note,
  status: proposal.status,
  createdAt: proposal.createdAt.toISOString(),
  expiresAt: proposal.expiresAt.toISOString(),
  decidedAt: proposal.decidedAt?.toISOString() ?? null,
  decidedBy: proposal.decidedBy,
});
