import type { Tx } from '../db/transaction.ts';
import type { Cause } from './cause.ts';
import type { RoomRef } from './room-store.ts';

export interface HistoryEntry {
  readonly occurredAt: Date;
  /** A deed of the rules, or `ignored` / `refused` with the reason in `why`. */
  readonly deed: string;
  readonly version: number;
  readonly icsSequence: number;
  readonly why: string | null;
  readonly proposalId: string | null;
  readonly detail: Record<string, unknown>;
}

/**
 * Appends to a room's history. Commands do so under the room's lock, so ids rise with what happened
 * to it; the exit notes what it could not send without the lock.
 */
export async function recordHistory(
  tx: Tx,
  ref: RoomRef,
  entry: HistoryEntry,
  cause: Cause,
): Promise<void> {
  await tx.query(
    `insert into room_history (application_id, room_id, occurred_at, deed, version, ics_sequence,
       channel, actor, why, request_id, inbound_mail_id, outbox_id, link_id, proposal_id, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ref.applicationId,
      ref.roomId,
      entry.occurredAt,
      entry.deed,
      entry.version,
      entry.icsSequence,
      cause.channel,
      cause.actor,
      entry.why,
      cause.requestId,
      cause.inboundMailId,
      cause.outboxId,
      cause.linkId,
      entry.proposalId,
      JSON.stringify(entry.detail),
    ],
  );
}
