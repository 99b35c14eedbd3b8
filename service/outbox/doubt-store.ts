import type { Tx } from '../db/transaction.ts';
import { isReminder } from './pointless-store.ts';

/** A message that was owed at the time of a backup, and may have gone out after it. */
export interface DoubtfulMessage {
  readonly applicationId: string;
  readonly messageId: string;
  readonly roomId: string;
  readonly kind: string;
  readonly method: string;
  readonly sequence: number;
}

/** What a message is said to be when nobody knows what became of it after the backup. */
const inDoubt = 'in doubt since a restore: it may have gone out after the backup';

/**
 * Ends up to `most` messages that are owed as unknown: they may have gone out after the backup, so
 * they are not sent again by themselves. Whoever held a claim on one holds it no more. What a
 * provider or a bounce still says of them is taken; an operator or their application may send what
 * still holds again. A reminder whose time is still to come cannot have gone out, and waits on.
 * Returns how many there were.
 */
export async function doubtOwed(tx: Tx, now: Date, most: number): Promise<number> {
  const { rowCount } = await tx.query(
    `with owed as (
       select application_id, id from messages
       where (state in ('waiting', 'sending') or (state = 'unknown' and settled_at is null))
         and not (${isReminder('messages')} and send_at > $1 and attempts = 0)
       limit $2 for update
     ), attempts as (
       update message_attempts a set ended_at = $1, outcome = 'unknown' from owed
       where a.application_id = owed.application_id and a.outbox_id = owed.id
         and a.outcome is null
     )
     update messages m set state = 'unknown', settled_at = $1, fence = m.fence + 1,
       in_doubt_since = coalesce(m.in_doubt_since, $1), last_response = $3,
       claimed_by = null, claimed_until = null
     from owed where m.application_id = owed.application_id and m.id = owed.id`,
    [now, most, inDoubt],
  );
  return rowCount ?? 0;
}

/** All messages that ended so at `since` or later, oldest first. */
export async function listDoubtful(tx: Tx, since: Date, most: number): Promise<DoubtfulMessage[]> {
  const { rows } = await tx.query<DoubtfulMessage>(
    `select application_id as "applicationId", id as "messageId", room_id as "roomId", kind,
       method, sequence
     from messages where settled_at >= $1 and state = 'unknown' and last_response = $3
     order by created_at, id limit $2`,
    [since, most, inDoubt],
  );
  return rows;
}
