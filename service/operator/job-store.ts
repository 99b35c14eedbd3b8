import type { Tx } from '../db/transaction.ts';

/**
 * Lets a job that has failed for good run again, now, with all its attempts before it. False when
 * there is no such job, or it has not failed.
 */
export async function retryJob(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select id from graphile_worker.reschedule_jobs(
       array(select id from graphile_worker.jobs
         where lpad(to_hex(id), 32, '0')::uuid = $1::uuid
           and attempts >= max_attempts and locked_at is null),
       run_at => now(), attempts => 0)`,
    [id],
  );
  return rowCount === 1;
}
