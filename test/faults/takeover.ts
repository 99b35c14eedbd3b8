import type pg from 'pg';
import { waitFor } from '../house/wait-for.ts';
import type { Stage } from './stage.ts';

const pollSql = `
  select id::text || ' ' || fence as claim from messages where state = 'sending'
  union all
  select id::text || ' ' || coalesce(claimed_by, '') from imip_messages
    where read_at is null and claimed_by is not null`;

const patienceMs = 60_000;

async function readClaims(pool: pg.Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ claim: string }>(pollSql);
  return new Set(rows.map(({ claim }) => claim));
}

/**
 * Time until nothing is left of what is claimed now, a worker having just died over a part of it:
 * each claim has ended or is somebody else's. Null when nothing was claimed. Never rejects.
 */
export async function measureRecovery({
  pool,
  complain,
}: Pick<Stage, 'pool' | 'complain'>): Promise<number | null> {
  return measure(pool).catch((error: Error) => {
    complain(error.message);
    return null;
  });
}

async function measure(pool: pg.Pool): Promise<number | null> {
  const began = performance.now();
  const orphans = await readClaims(pool);
  if (orphans.size === 0) return null;
  const areTakenOver = async () => {
    const present = await readClaims(pool);
    return [...orphans].every((claim) => !present.has(claim));
  };
  const what = `${orphans.size} claims of a dead worker to be taken over`;
  await waitFor(areTakenOver, { timeoutMs: patienceMs, what });
  return performance.now() - began;
}
