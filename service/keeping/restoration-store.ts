import type { Queryable, Tx } from '../db/transaction.ts';

export interface Restoration {
  readonly backupAt: Date;
  readonly sequenceGap: number;
  readonly beganAt: Date;
  readonly finishedAt: Date | null;
}

const columns = `backup_at as "backupAt", sequence_gap as "sequenceGap", began_at as "beganAt",
  finished_at as "finishedAt"`;

/** Begins what is to be done after a restore, or goes on with it; its gap stays what it was. */
export async function beginRestoration(
  q: Queryable,
  backupAt: Date,
  sequenceGap: number,
  now: Date,
): Promise<Restoration> {
  const { rows } = await q.query<Restoration>(
    `insert into restorations (backup_at, sequence_gap, began_at) values ($1, $2, $3)
     on conflict (backup_at) do update set sequence_gap = restorations.sequence_gap
     returning ${columns}`,
    [backupAt, sequenceGap, now],
  );
  if (!rows[0]) throw new Error('the restoration was just stored');
  return rows[0];
}

/** One that was begun and did not come to its end; null when there is none. */
export async function findUnfinished(q: Queryable): Promise<Restoration | null> {
  const { rows } = await q.query<Restoration>(
    `select ${columns} from restorations where finished_at is null order by began_at limit 1`,
  );
  return rows[0] ?? null;
}

/** Notes the end and what was in doubt. */
export async function finishRestoration(
  tx: Tx,
  backupAt: Date,
  report: unknown,
  now: Date,
): Promise<void> {
  await tx.query('update restorations set finished_at = $2, report = $3 where backup_at = $1', [
    backupAt,
    now,
    JSON.stringify(report),
  ]);
}
