import type { Queryable, Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';

/** Applications that have an endpoint to post to and events without a place. */
export async function findUnplaced(q: Queryable): Promise<string[]> {
  const { rows } = await q.query<{ applicationId: string }>(
    `select distinct w.application_id as "applicationId" from webhook_endpoints w
     where w.disabled_at is null and exists (select from events e
       where e.application_id = w.application_id and e.position is null)`,
  );
  return rows.map(({ applicationId }) => applicationId);
}

/** All applications that have events without a place; for the clean-up. */
export async function findAllUnplaced(q: Queryable): Promise<string[]> {
  const { rows } = await q.query<{ id: string }>(
    `select a.id from applications a where exists (select from events e
       where e.application_id = a.id and e.position is null)`,
  );
  return rows.map(({ id }) => id);
}

/** Whether the application has events without a place. */
export async function hasUnplaced(q: Queryable, applicationId: string): Promise<boolean> {
  const { rows } = await q.query<{ has: boolean }>(
    `select exists (select from events
       where application_id = $1 and position is null) as has`,
    [applicationId],
  );
  return rows[0]?.has ?? false;
}

/**
 * Gives the next events of the application their places, in the order of their ordinals, and queues
 * a delivery of each for every endpoint that wants it. Returns how many there were.
 *
 * An event that is committed later than one with a higher ordinal gets a later place, so nobody who
 * follows the log is ever overtaken. The lock is the placers' own: what writes events never waits.
 * It is taken by a statement of its own, so that the next one sees all that its last holder did.
 */
export async function placeEvents(tx: Tx, applicationId: string, now: Date): Promise<number> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 20250113))', [applicationId]);
  const { rows } = await tx.query<{ placed: number }>(
    `with last as (
       select greatest(
         coalesce((select max(position) from events where application_id = $1), 0),
         coalesce((select max(up_to_place) from event_log_gaps where application_id = $1), 0)
       ) as position
     ), next as (
       select id, row_number() over (order by ordinal) as nth
       from (select id, ordinal from events where application_id = $1 and position is null
             order by ordinal limit $3) unplaced
     ), placed as (
       update events e set position = last.position + next.nth
       from next, last where e.application_id = $1 and e.id = next.id
       returning e.id, e.type, e.occurred_at, e.room_id, e.position
     ), queued as (
       insert into webhook_deliveries (application_id, id, endpoint_id, event_id, state, send_at,
         position, room_id)
       select w.application_id, gen_random_uuid(), w.id, p.id, 'waiting', $2::timestamptz,
         p.position, p.room_id
       from placed p join webhook_endpoints w on w.application_id = $1
       where w.disabled_at is null and w.created_at <= p.occurred_at and p.type <> 'webhook.test'
         and (w.event_types = '{}' or p.type = any(w.event_types))
       on conflict (application_id, endpoint_id, event_id) do nothing
     )
     select count(*)::int as placed from placed`,
    [applicationId, now, limits.eventsPlacedAtOnce],
  );
  return rows[0]?.placed ?? 0;
}
