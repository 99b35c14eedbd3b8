import type { Queryable, Tx } from '../../db/transaction.ts';
import type { Provider, RejectReason, StatusWord } from './status-event.ts';

/** A report as it is stored: what its door read, without the token of the bounce address. */
export interface StatusToStore {
  readonly id: string;
  readonly provider: Provider;
  readonly eventKey: string;
  readonly status: StatusWord;
  readonly rejectReason: RejectReason | null;
  readonly lasting: boolean;
  readonly code: string | null;
  readonly occurredAt: Date;
  readonly recipient: string | null;
  readonly messageId: string | null;
  readonly bounceHash: Buffer | null;
  readonly remoteIds: readonly string[];
  readonly payload: unknown;
}

/** A report claimed for reading. */
export interface UnreadStatus extends Omit<StatusToStore, 'eventKey' | 'payload'> {
  readonly receivedAt: Date;
  /** How often reading it went wrong through its own fault. */
  readonly strikes: number;
}

/** What a report came to. */
export type StatusOutcome =
  | 'applied'
  | 'ignored'
  | 'recorded'
  | 'unknown-message'
  | 'other-recipient'
  | 'put-aside';

/**
 * Stores all reports of one request that are not there yet, in one statement; answers how many were
 * new. A provider's key stands for one report for ever, whatever comes under it later.
 */
export async function storeStatuses(
  tx: Tx,
  receivedAt: Date,
  statuses: readonly StatusToStore[],
): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into email_statuses (id, provider, event_key, status, reject_reason, lasting, code,
       occurred_at, received_at, recipient, message_id, bounce_hash, remote_ids, payload)
     select id, provider, event_key, status, reject_reason, lasting, code, occurred_at, $2,
       recipient, message_id, decode(bounce_hash, 'hex'), remote_ids, payload
     from jsonb_to_recordset($1) as one (id uuid, provider text, event_key text, status text,
       reject_reason text, lasting boolean, code text, occurred_at timestamptz, recipient text,
       message_id text, bounce_hash text, remote_ids text[], payload jsonb)
     on conflict (provider, event_key) do nothing`,
    [JSON.stringify(statuses.map(toRow)), receivedAt],
  );
  return rowCount ?? 0;
}

const toRow = (status: StatusToStore) => ({
  id: status.id,
  provider: status.provider,
  event_key: status.eventKey,
  status: status.status,
  reject_reason: status.rejectReason,
  lasting: status.lasting,
  code: status.code,
  occurred_at: status.occurredAt,
  recipient: status.recipient,
  message_id: status.messageId,
  bounce_hash: status.bounceHash?.toString('hex') ?? null,
  remote_ids: status.remoteIds,
  payload: status.payload,
});

/**
 * Claims up to `limit` unread reports, oldest first, until `until`; one whose claim has not ended
 * is passed over, so no two readers hold the same.
 */
export async function claimUnreadStatuses(
  q: Queryable,
  claim: { claimedBy: string; now: Date; until: Date; limit: number },
): Promise<UnreadStatus[]> {
  const { rows } = await q.query<UnreadStatus>(
    `update email_statuses set claimed_by = $1, claimed_until = $3
     where id in (
       select id from email_statuses
       where read_at is null and (claimed_until is null or claimed_until <= $2)
       order by received_at, id limit $4 for update skip locked)
     returning id, provider, status, reject_reason as "rejectReason", lasting, code,
       occurred_at as "occurredAt", received_at as "receivedAt", recipient,
       message_id as "messageId", bounce_hash as "bounceHash", remote_ids as "remoteIds",
       attempts as strikes`,
    [claim.claimedBy, claim.now, claim.until, claim.limit],
  );
  return rows;
}

/** True when the outcome was recorded; false when another reader took the claim over. */
export async function recordStatusOutcome(
  q: Queryable | Tx,
  status: { id: string; claimedBy: string; readAt: Date },
  read: {
    outcome: StatusOutcome;
    reason: string | null;
    message: { applicationId: string; id: string } | null;
  },
): Promise<boolean> {
  const { rowCount } = await q.query(
    `update email_statuses
     set read_at = $3, claimed_by = null, claimed_until = null, outcome = $4, reason = $5,
       application_id = $6, outbox_id = $7
     where id = $1 and claimed_by = $2 and read_at is null`,
    [
      status.id,
      status.claimedBy,
      status.readAt,
      read.outcome,
      read.reason,
      read.message?.applicationId ?? null,
      read.message?.id ?? null,
    ],
  );
  return rowCount === 1;
}

/**
 * Ends a claim without an outcome: the report is unread again from `notBefore` on, with `strikes`
 * more strikes. Does nothing when the claim was lost meanwhile.
 */
export async function giveBackStatus(
  q: Queryable,
  back: { id: string; claimedBy: string; notBefore: Date | null; strikes: 0 | 1 },
): Promise<void> {
  await q.query(
    `update email_statuses
     set claimed_by = null, claimed_until = $3, attempts = attempts + $4
     where id = $1 and claimed_by = $2 and read_at is null`,
    [back.id, back.claimedBy, back.notBefore, back.strikes],
  );
}

/**
 * Ends all claims of the workers `workerIds` on unread reports: they can be claimed at once. Their
 * readers, should they still be there, find their claim lost. Returns how many there were.
 */
export async function releaseStatuses(tx: Tx, workerIds: readonly string[]): Promise<number> {
  const { rowCount } = await tx.query(
    `update email_statuses set claimed_by = null, claimed_until = null
     where read_at is null and split_part(claimed_by, '/', 1) = any($1::text[])`,
    [workerIds],
  );
  return rowCount ?? 0;
}

/** Forgets reports that were read and came before `before`, oldest first; how many there were. */
export async function forgetStatuses(q: Queryable, before: Date, most: number): Promise<number> {
  const { rowCount } = await q.query(
    `delete from email_statuses where id in (
       select id from email_statuses where read_at is not null and received_at < $1
       order by received_at limit $2 for update skip locked)`,
    [before, most],
  );
  return rowCount ?? 0;
}
