import type { Queryable } from '../db/transaction.ts';

/** So many changes are added up in one statement, which takes some milliseconds. */
const changesAtOnce = 20_000;

/**
 * Adds up what the ledgers' statements appended (migrations, `ledger_changes`), so that a scrape
 * finds few rows. Any number may run at once: each takes other changes, and a reader sees them
 * either as changes or in the count. Returns when nearly none were left.
 */
export async function foldLedger(q: Queryable, stop?: AbortSignal): Promise<void> {
  while (!stop?.aborted && (await foldSome(q)) === changesAtOnce);
}

async function foldSome(q: Queryable): Promise<number> {
  const { rows } = await q.query<{ taken: number }>(
    `with taken as (
       delete from ledger_changes where id in (
         select id from ledger_changes order by id limit $1 for update skip locked)
       returning ledger, state, change
     ), folded as (
       insert into ledger_counts as kept (ledger, state, count)
       select ledger, state, sum(change) from taken group by ledger, state
       -- Always in the same order, so that two at once wait for each other and not in a ring.
       order by ledger, state
       on conflict (ledger, state) do update set count = kept.count + excluded.count
     )
     select count(*)::int as taken from taken`,
    [changesAtOnce],
  );
  return rows[0]?.taken ?? 0;
}
