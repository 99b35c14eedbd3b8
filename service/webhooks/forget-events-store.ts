import type { ForgetRound, Forgotten } from '../db/forget-round.ts';
import type { Queryable } from '../db/transaction.ts';

/** Forgets attempts made before `before`, oldest first; how many there were. */
export async function forgetAttempts(q: Queryable, before: Date, most: number): Promise<number> {
  const { rowCount } = await q.query(
    `delete from webhook_attempts a using (
       select application_id, id from webhook_attempts where started_at < $1
       order by started_at limit $2 for update skip locked) old
     where a.application_id = old.application_id and a.id = old.id`,
    [before, most],
  );
  return rowCount ?? 0;
}

/**
 * Removes the oldest events of one application's log, with their deliveries and attempts, and notes
 * how far the log is gone in the same commit; how many there were. Only its beginning goes: it
 * stops at the first event that is not older than `before`, and at one that is still to be posted
 * to an endpoint that is not disabled.
 */
async function forgetBeginning(
  q: Queryable,
  applicationId: string,
  before: Date,
  most: number,
): Promise<number> {
  const { rows } = await q.query<{ removed: number }>(
    `with seen as materialized (
       select id, position, occurred_at from events
       where application_id = $1 and position is not null order by position limit $3
     ), stop as (
       select min(seen.position) as position from seen
       where seen.occurred_at >= $2 or exists (
         select from webhook_deliveries d join webhook_endpoints w
           on w.application_id = d.application_id and w.id = d.endpoint_id
         where d.application_id = $1 and d.event_id = seen.id and d.state = 'waiting'
           and w.disabled_at is null)
     ), spent as materialized (
       select seen.id, seen.position from seen, stop
       where stop.position is null or seen.position < stop.position
     ), deliveries as (
       delete from webhook_deliveries d using spent
       where d.application_id = $1 and d.event_id = spent.id
     ), attempts as (
       delete from webhook_attempts a using spent
       where a.application_id = $1 and a.event_id = spent.id
     ), gone as (
       delete from events e using spent
       where e.application_id = $1 and e.id = spent.id returning e.position
     ), noted as (
       insert into event_log_gaps (application_id, after_place, up_to_place, because, noted_at)
       select $1, 0, max(position), 'old', now() from gone having count(*) > 0
       on conflict (application_id, after_place) do update
         set up_to_place = excluded.up_to_place, noted_at = excluded.noted_at
     )
     select count(*)::int as removed from gone`,
    [applicationId, before, most],
  );
  return rows[0]?.removed ?? 0;
}

/** Logs that one round looks at, at most. */
const logsOfRound = 50;

/** The same for the applications whose logs begin with the oldest events, together so many. */
export async function forgetEvents(q: Queryable, round: ForgetRound): Promise<Forgotten> {
  const { before, after, most } = round;
  const { rows } = await q.query<{ id: string; at: string }>(
    `select a.id, first.occurred_at::text as at from applications a
     cross join lateral (select occurred_at from events e
       where e.application_id = a.id and e.position is not null
       order by e.position limit 1) first
     where first.occurred_at < $1
       and ($2::timestamptz is null or (first.occurred_at, a.id) > ($2, $3::uuid))
     order by first.occurred_at, a.id limit $4`,
    [before, after?.at ?? null, after?.id ?? null, logsOfRound],
  );
  let removed = 0;
  let done = after;
  for (const { id, at } of rows) {
    removed += await forgetBeginning(q, id, before, most - removed);
    // There may be more in this log: the next round begins with it.
    if (removed >= most) return { removed, next: done ?? { at: '-infinity', id } };
    done = { at, id };
  }
  return { removed, next: rows.length < logsOfRound ? null : done };
}
