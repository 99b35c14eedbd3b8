import type { Queryable } from './transaction.ts';

/**
 * Ends jobs that failed for good before `before`, and returns how many. They are wake-ups and carry
 * nothing; until then they count in `parley_jobs_failed`.
 */
export async function forgetFailedJobs(q: Queryable, before: Date, most: number): Promise<number> {
  const { rows } = await q.query<{ ended: number }>(
    `select count(*)::int as ended from graphile_worker.complete_jobs(array(
       select id from graphile_worker.jobs
       where attempts >= max_attempts and locked_at is null and updated_at < $1
       order by updated_at limit $2))`,
    [before, most],
  );
  return rows[0]?.ended ?? 0;
}
