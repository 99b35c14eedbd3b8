import type { Queryable, Tx } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import type { MessageMethod } from './outbox-store.ts';

/** One message this process may send until its lease ends. */
export interface ClaimedMessage {
  readonly applicationId: string;
  readonly id: string;
  readonly roomId: string;
  readonly attendeeId: string;
  readonly kind: MailFacts['kind'];
  readonly method: MessageMethod;
  readonly sequence: number;
  readonly revision: number;
  readonly facts: MailFacts;
  /** How often it was tried, this time included. */
  readonly attempts: number;
  /** The number of this claim; only its owner may settle the message. */
  readonly fence: number;
}

export interface Claims {
  readonly claimed: readonly ClaimedMessage[];
  /** Found due, but a newer message or a decision made them pointless. */
  readonly superseded: readonly ClaimedMessage[];
}

interface ClaimedRow extends ClaimedMessage {
  readonly state: 'sending' | 'superseded';
}

/**
 * A newer calendar message of the same attendee exists, in whatever state. The UID is named too
 * because the index of message keys begins with it.
 */
const newerExists = `exists (
  select from messages newer
  where newer.application_id = m.application_id and newer.ics_uid = m.ics_uid
    and newer.attendee_id = m.attendee_id
    and newer.method <> 'NONE' and newer.method <> 'DECLINECOUNTER'
    and (newer.room_version, newer.revision) > (m.room_version, m.revision))`;

/** It asks for a decision that was made meanwhile. */
const isDecided = `(m.kind = 'proposal-to-decide' and exists (
  select from pending_proposals p
  where p.application_id = m.application_id and p.id = m.proposal_id and p.status <> 'pending'))`;

/** An older calendar message of the same attendee is on the wire, as far as we know. */
const olderIsBeingSent = `exists (
  select from messages older
  where older.application_id = m.application_id and older.attendee_id = m.attendee_id
    and older.state = 'sending' and older.claimed_until > $1
    and older.method <> 'NONE'
    and (older.room_version, older.revision) < (m.room_version, m.revision))`;

/**
 * Takes up to `limit` messages that are due, or whose sender lost its lease, each by one process
 * only. A calendar message waits while an older one of its attendee is being sent, and is
 * superseded when a newer one exists: nothing older goes out after something newer. Nor does a mail
 * that asks for a decision go out again once it is made.
 */
export async function claimDue(
  q: Queryable | Tx,
  claim: { now: Date; claimedBy: string; leaseMs: number; limit: number },
): Promise<Claims> {
  const { rows } = await q.query<ClaimedRow>(
    `with waiting as (
       select m.application_id, m.id from messages m
       where m.state = 'waiting' and m.send_at <= $1
         and (m.method = 'NONE' or not ${olderIsBeingSent})
       order by m.send_at, m.id limit $4 for update skip locked
     ), abandoned as (
       select m.application_id, m.id from messages m
       where m.state = 'sending' and m.claimed_until <= $1
         and (m.method = 'NONE' or not ${olderIsBeingSent})
       order by m.claimed_until, m.id limit $4 for update skip locked
     ), due as (
       select application_id, id from abandoned union all
       select application_id, id from waiting limit $4
     ), judged as (
       select m.application_id, m.id,
         (m.method <> 'NONE' and ${newerExists}) or ${isDecided} as pointless
       from due join messages m on m.application_id = due.application_id and m.id = due.id
     )
     update messages m set
       state = case when pointless then 'superseded' else 'sending' end,
       claimed_by = case when pointless then null else $2 end,
       claimed_until = case when not pointless then $1 + $3 * interval '1 millisecond' end,
       settled_at = case when pointless then $1 end,
       attempts = attempts + case when pointless then 0 else 1 end,
       fence = fence + 1
     from judged
     where m.application_id = judged.application_id and m.id = judged.id
     returning m.application_id as "applicationId", m.id, m.room_id as "roomId",
       m.attendee_id as "attendeeId", m.kind, m.method, m.sequence, m.revision, m.facts,
       m.attempts, m.fence, m.state`,
    [claim.now, claim.claimedBy, claim.leaseMs, claim.limit],
  );
  return {
    claimed: rows.filter((row) => row.state === 'sending'),
    superseded: rows.filter((row) => row.state === 'superseded'),
  };
}

/** Whether anything can be claimed at this moment; asked by the sweep. */
export async function hasDue(q: Queryable, now: Date): Promise<boolean> {
  const { rows } = await q.query<{ due: boolean }>(
    `select exists (select from messages where state = 'waiting' and send_at <= $1)
       or exists (select from messages where state = 'sending' and claimed_until <= $1) as due`,
    [now],
  );
  return rows[0]?.due ?? false;
}
