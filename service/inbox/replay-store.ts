import type { Tx } from '../db/transaction.ts';

/**
 * Makes a parked or unreadable mail unread again; it keeps its place, its time of receipt and what
 * proves who wrote it, and what it asks for may be confirmed once more. True when it did; false
 * when the application has no such mail, or one that is unread or had its effect. Of two at once
 * one does, so that a mail is never read twice for it; a confirmation of the same mail waits for
 * this, or this for it.
 */
export async function makeUnread(tx: Tx, applicationId: string, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update imip_messages
     set read_at = null, kind = null, outcome = null, reason = null, detail = null,
       effect_hash = null, question = null, alias = null, confirmed_at = null, claimed_by = null,
       claimed_until = null, attempts = 0, replays = replays + 1
     where application_id = $1 and id = $2 and outcome in ('parked', 'unreadable')`,
    [applicationId, id],
  );
  return rowCount === 1;
}
