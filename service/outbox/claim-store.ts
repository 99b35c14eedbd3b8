import type { Queryable, Tx } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import type { MessageMethod } from './outbox-store.ts';
import { isPointlessAt } from './pointless-store.ts';

/** Names one claim on one message: only who holds it may go on with the message. */
export interface ClaimRef {
  readonly applicationId: string;
  readonly id: string;
  /** The number of the claim. */
  readonly fence: number;
}

/** One message this process may send as long as its claim holds. */
export interface ClaimedMessage extends ClaimRef {
  readonly roomId: string;
  readonly attendeeId: string;
  readonly kind: MailFacts['kind'];
  readonly method: MessageMethod;
  readonly sequence: number;
  readonly revision: number;
  readonly facts: MailFacts;
  /** How often it was tried, this time included. */
  readonly attempts: number;
  /** The schedule of its retries counts from here. */
  readonly firstTriedAt: Date;
  /** How many of its senders died or froze over it. */
  readonly abandoned: number;
  /** Its last sender vanished after the final dot: the mail may have arrived. */
  readonly wasLostAfterDot: boolean;
}

export interface Claims {
  readonly claimed: readonly ClaimedMessage[];
  /** Found due, but a newer message or a decision made them pointless. */
  readonly pointless: readonly (ClaimedMessage & { readonly state: 'superseded' | 'unknown' })[];
}

interface ClaimedRow extends ClaimedMessage {
  readonly state: 'sending' | 'superseded' | 'unknown';
}

/** An older calendar message of the same attendee is on the wire, as far as we know. */
const olderIsBeingSent = `exists (
  select from messages older
  where older.application_id = m.application_id and older.attendee_id = m.attendee_id
    and older.state = 'sending' and older.claimed_until > $1
    and older.method <> 'NONE'
    and (older.room_version, older.revision) < (m.room_version, m.revision))`;

const mayGo = `(m.method = 'NONE' or not ${olderIsBeingSent})`;

/** Locks what is due at $1, at most $4 of each kind; what others hold is left to them. */
const dueRows = `waiting as (
  select m.application_id, m.id from messages m
  where m.state = 'waiting' and m.send_at <= $1 and ${mayGo}
  order by m.send_at limit $4 for update skip locked
), doubtful as (
  select m.application_id, m.id from messages m
  where m.state = 'unknown' and m.settled_at is null and m.send_at <= $1 and ${mayGo}
  order by m.send_at limit $4 for update skip locked
), abandoned as (
  select m.application_id, m.id from messages m
  where m.state = 'sending' and m.claimed_until <= $1 and ${mayGo}
  order by m.claimed_until limit $4 for update skip locked
), due as (
  select application_id, id, true as is_abandoned from abandoned union all
  select application_id, id, false from doubtful union all
  select application_id, id, false from waiting limit $4
)`;

/**
 * Takes up to `limit` messages that are due, or whose sender lost its claim, each by one process
 * only, and begins an attempt for each before anything is sent. A calendar message waits while an
 * older one of its attendee is being sent, and ends when a newer one exists: nothing older goes
 * out after something newer. Nor does a mail that asks for a decision go out once it is made.
 *
 * An attempt whose sender vanished is ended here: in doubt when the final dot may have gone out,
 * without any effect when not. The row lock on the attempt decides between this statement and the
 * gate (`allowFinish`).
 */
export async function claimDue(
  q: Queryable | Tx,
  claim: { now: Date; claimedBy: string; leaseMs: number; limit: number },
): Promise<Claims> {
  const { rows } = await q.query<ClaimedRow>(
    `with ${dueRows}, lost as (
       update message_attempts a set ended_at = $1,
         outcome = case when a.dot_written_at is null then 'abandoned' else 'unknown' end
       from due
       where due.is_abandoned and a.application_id = due.application_id
         and a.outbox_id = due.id and a.outcome is null
       returning a.application_id, a.outbox_id, a.dot_written_at
     ), judged as materialized (
       select m.application_id, m.id, due.is_abandoned, lost.dot_written_at,
         ${isPointlessAt('$1')} as is_pointless
       from due join messages m on m.application_id = due.application_id and m.id = due.id
       left join lost on lost.application_id = due.application_id and lost.outbox_id = due.id
     ), taken as (
       update messages m set
         state = case when not is_pointless then 'sending'
           when coalesce(m.in_doubt_since, judged.dot_written_at) is null then 'superseded'
           else 'unknown' end,
         claimed_by = case when not is_pointless then $2 end,
         claimed_until = case when not is_pointless then $1 + $3 * interval '1 millisecond' end,
         settled_at = case when is_pointless then $1 end,
         attempts = m.attempts + case when is_pointless then 0 else 1 end,
         fence = m.fence + 1,
         first_tried_at = case when is_pointless then m.first_tried_at
           else coalesce(m.first_tried_at, $1) end,
         abandoned = m.abandoned + case when is_abandoned then 1 else 0 end,
         in_doubt_since = coalesce(m.in_doubt_since, judged.dot_written_at)
       from judged
       where m.application_id = judged.application_id and m.id = judged.id
       returning m.application_id, m.id, m.room_id, m.attendee_id, m.kind, m.method, m.sequence,
         m.revision, m.facts, m.attempts, m.fence, m.state, m.first_tried_at, m.abandoned,
         judged.dot_written_at
     ), begun as (
       insert into message_attempts (application_id, outbox_id, fence, worker, started_at)
       select application_id, id, fence, $2, $1 from taken where state = 'sending'
     )
     select application_id as "applicationId", id, room_id as "roomId",
       attendee_id as "attendeeId", kind, method, sequence, revision, facts, attempts, fence,
       state, first_tried_at as "firstTriedAt", abandoned,
       dot_written_at is not null as "wasLostAfterDot"
     from taken`,
    [claim.now, claim.claimedBy, claim.leaseMs, claim.limit],
  );
  return {
    claimed: rows.filter((row) => row.state === 'sending'),
    pointless: rows.filter(isEnded),
  };
}

const isEnded = (row: ClaimedRow): row is Claims['pointless'][number] => row.state !== 'sending';

/** Whether anything can be claimed at this moment; the cheap question before a claim. */
export async function hasDue(q: Queryable, now: Date): Promise<boolean> {
  const { rows } = await q.query<{ due: boolean }>(
    `select exists (select from messages where state = 'waiting' and send_at <= $1)
       or exists (select from messages
         where state = 'unknown' and settled_at is null and send_at <= $1)
       or exists (select from messages where state = 'sending' and claimed_until <= $1) as due`,
    [now],
  );
  return rows[0]?.due ?? false;
}

/**
 * Takes all claims of these workers from them: from this commit on they can neither finish a mail
 * nor record anything, and what they were sending is due. Returns how many there were.
 */
export async function releaseClaims(
  tx: Tx,
  workerIds: readonly string[],
  now: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `update messages set claimed_by = null, claimed_until = $2
     where state = 'sending' and claimed_by = any($1::text[])`,
    [workerIds, now],
  );
  return rowCount ?? 0;
}

/**
 * Gives up claims of this worker on messages it knows nothing of: the answer to the claim was lost
 * on the way, so nothing was sent. Returns how many there were.
 */
export async function releaseUnknownClaims(
  q: Queryable,
  claimedBy: string,
  knownIds: readonly string[],
  now: Date,
): Promise<number> {
  const { rowCount } = await q.query(
    `update messages set claimed_by = null, claimed_until = $3
     where state = 'sending' and claimed_by = $1 and not (id = any($2::uuid[]))`,
    [claimedBy, knownIds, now],
  );
  return rowCount ?? 0;
}
