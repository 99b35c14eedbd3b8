import type { Queryable, Tx } from '../db/transaction.ts';
import type { KeptKind } from './oldest-views.ts';

/** Notes the kinds that there are, so that one that never comes to its end is seen. */
export async function recordKinds(
  q: Queryable,
  kinds: readonly KeptKind[],
  now: Date,
): Promise<void> {
  await q.query(
    `insert into clean_ups (kind, finished_at) select kind, $2 from unnest($1::text[]) kind
     on conflict (kind) do nothing`,
    [kinds, now],
  );
}

/**
 * Takes the turn of all clean-ups until the transaction ends; false when another process has it.
 * A round that waits for longer than a moment, for a row or the disk, gives up.
 */
export async function takeTurn(
  tx: Tx,
  times: { readonly statementMs: number; readonly lockMs: number },
): Promise<boolean> {
  const { rows } = await tx.query<{ taken: boolean }>(
    `select pg_try_advisory_xact_lock(20250117) as taken,
       set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true)`,
    [String(times.statementMs), String(times.lockMs)],
  );
  return rows[0]?.taken === true;
}

/** Notes that a kind was cleaned up to its end, and the oldest that is left of it. */
export async function recordFinished(
  tx: Tx,
  kind: KeptKind,
  finishedAt: Date,
  oldestKeptAt: Date | null,
): Promise<void> {
  await tx.query(
    `insert into clean_ups (kind, finished_at, oldest_kept_at) values ($1, $2, $3)
     on conflict (kind) do update set finished_at = excluded.finished_at,
       oldest_kept_at = excluded.oldest_kept_at`,
    [kind, finishedAt, oldestKeptAt],
  );
}
