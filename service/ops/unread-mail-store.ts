import type { Tx } from '../db/transaction.ts';

/**
 * Makes parked or unreadable mails unread again; each keeps its place, its time of receipt and what
 * proves who wrote it, and what it asks for may be confirmed once more. Answers how many it made
 * so: not those that are unread, had their effect, whose bytes are gone, or that are another
 * application's (null: of mails nobody knows whose they are). Of two at once one does, so that a
 * mail is never read twice for it; a confirmation of the same mail waits for this, or this for it.
 */
export async function makeUnread(
  tx: Tx,
  applicationId: string | null,
  ids: readonly string[],
): Promise<number> {
  const { rowCount } = await tx.query(
    `update imip_messages
     set read_at = null, kind = null, outcome = null, reason = null, detail = null,
       effect_hash = null, question = null, alias = null, confirmed_at = null, claimed_by = null,
       claimed_until = null, attempts = 0, replays = replays + 1
     where application_id is not distinct from $1 and id = any($2::uuid[])
       and outcome in ('parked', 'unreadable') and raw <> ''`,
    [applicationId, ids],
  );
  return rowCount ?? 0;
}
