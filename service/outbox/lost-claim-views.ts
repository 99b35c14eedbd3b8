import type { Queryable } from '../db/transaction.ts';

/**
 * Who claims messages and is no living worker: it died between being taken for dead and taking
 * note of it. Whoever begins no attempt asks at no gate either (another version, during an
 * upgrade): taking its messages over would send them twice, so its claims run out by themselves.
 * Reads the messages on the wire only.
 */
export async function findLostClaimants(q: Queryable): Promise<string[]> {
  const { rows } = await q.query<{ claimedBy: string }>(
    `select distinct m.claimed_by as "claimedBy" from messages m
     join message_attempts a on a.application_id = m.application_id and a.outbox_id = m.id
       and a.fence = m.fence
     where m.state = 'sending' and m.claimed_by is not null
       and not exists (select from workers w where w.id::text = m.claimed_by)`,
  );
  return rows.map(({ claimedBy }) => claimedBy);
}
