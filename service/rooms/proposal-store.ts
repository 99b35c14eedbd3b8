import type { Tx } from '../db/transaction.ts';
import type { Proposal } from '../scheduling/room.ts';
import type { RoomRef } from './room-store.ts';

/**
 * Inserts new proposals and settles known ones. Settled ones come first, so that a newer proposal
 * of the same person finds the one-open-proposal index free.
 */
export async function storeProposals(
  tx: Tx,
  ref: RoomRef,
  proposals: readonly Proposal[],
): Promise<void> {
  if (proposals.length === 0) return;
  await tx.query(
    `insert into pending_proposals (application_id, room_id, id, attendee_id, proposed_by, source,
       start_utc, duration_minutes, note, status, made_at_sequence, created_at, expires_at,
       decided_at, decided_by)
     select $1, $2, id, attendee_id, proposed_by, source, start_utc, duration_minutes, note, status,
       made_at_sequence, created_at, expires_at, decided_at, decided_by
     from jsonb_to_recordset($3) as p(id uuid, attendee_id uuid, proposed_by text,
       source text, start_utc timestamptz, duration_minutes int, note text, status text,
       made_at_sequence int, created_at timestamptz, expires_at timestamptz,
       decided_at timestamptz, decided_by text)
     order by (p.status = 'pending')
     on conflict (application_id, id) do update set status = excluded.status,
       decided_at = excluded.decided_at, decided_by = excluded.decided_by`,
    [ref.applicationId, ref.roomId, JSON.stringify(proposals.map(toRow))],
  );
}

const toRow = (proposal: Proposal) => ({
  id: proposal.id,
  attendee_id: proposal.attendeeId,
  proposed_by: proposal.proposedBy,
  source: proposal.source,
  start_utc: proposal.startUtc,
  duration_minutes: proposal.durationMinutes,
  note: proposal.note,
  status: proposal.status,
  made_at_sequence: proposal.madeAtSequence,
  created_at: proposal.createdAt,
  expires_at: proposal.expiresAt,
  decided_at: proposal.decidedAt,
  decided_by: proposal.decidedBy,
});
