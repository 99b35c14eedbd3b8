import { type LeaseTimes, leaseTimes } from './lease-hold.ts';
import { workerLockSpace } from './lease-line.ts';
import type { Queryable, Tx } from './transaction.ts';

/** Another worker, and when it said last that it lives (to the microsecond, as text). */
export interface Neighbour {
  readonly id: string;
  readonly beatAt: string;
}

/**
 * Jobs held under a name that is no living worker's: nobody will ever say how they ended. And
 * wake-ups that failed after a later ring took their key: they have no attempt left, never run
 * again, and would count as failed for ever.
 */
const lostJobs = `from graphile_worker.jobs j
  where case when j.locked_by is null
    then j.key is null and j.attempts >= j.max_attempts and j.task_identifier <> 'clean-up'
    else not exists (select from workers w where w.pool_id = j.locked_by) end`;

/** All workers but `selfId`, and whether any job is lost; reads two small tables. */
export async function lookAround(
  q: Queryable,
  selfId: string,
): Promise<{ neighbours: readonly Neighbour[]; hasLostJobs: boolean }> {
  const { rows } = await q.query<{ neighbours: Neighbour[]; hasLostJobs: boolean }>(
    `select exists (select ${lostJobs}) as "hasLostJobs",
       coalesce((select json_agg(json_build_object('id', id, 'beatAt', beat_at::text))
         from workers where id <> $1), '[]') as neighbours`,
    [selfId],
  );
  return rows[0] ?? { neighbours: [], hasLostJobs: false };
}

/**
 * Takes the dead among `silent` out of the table and returns their ids: each is returned to one
 * caller only. Dead is who has not beaten since it was looked at, and whose last beat is older than
 * `deadMs` while its connection is gone, or older than `frozenMs` in any case.
 */
export async function takeDeadWorkers(
  tx: Tx,
  silent: readonly Neighbour[],
  { deadMs, frozenMs }: LeaseTimes = leaseTimes,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with dead as (
       select w.id from workers w
       join unnest($1::uuid[], $2::timestamptz[]) as silent (id, beat_at)
         on silent.id = w.id and silent.beat_at = w.beat_at
       where case
         when w.beat_at <= now() - $4 * interval '1 millisecond' then true
         when w.beat_at <= now() - $3 * interval '1 millisecond'
           then pg_try_advisory_xact_lock($5, hashtext(w.id::text))
         else false end
       for update of w skip locked
     )
     delete from workers using dead where workers.id = dead.id returning workers.id`,
    [
      silent.map(({ id }) => id),
      silent.map(({ beatAt }) => beatAt),
      deadMs,
      frozenMs,
      workerLockSpace,
    ],
  );
  return rows.map(({ id }) => id);
}

/**
 * Lets all lost jobs run again; returns how many there were. One that a later ring has replaced
 * meanwhile has no attempt left, so it is ended instead of being counted as failed for ever.
 */
export async function freeLostJobs(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ id: string; pool: string | null; isSpent: boolean }>(
    `select j.id, j.locked_by as pool, j.attempts >= j.max_attempts as "isSpent" ${lostJobs}`,
  );
  if (rows.length === 0) return 0;
  await tx.query('select graphile_worker.force_unlock_workers($1)', [
    [...new Set(rows.flatMap(({ pool }) => pool ?? []))],
  ]);
  await tx.query('select count(*) from graphile_worker.complete_jobs($1)', [
    rows.filter(({ isSpent }) => isSpent).map(({ id }) => id),
  ]);
  return rows.length;
}
