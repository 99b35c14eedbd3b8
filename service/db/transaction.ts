import type pg from 'pg';
import type { AfterCommit } from '../ports.ts';
import { CommitInDoubtError, isConflict, isDatabaseAway, isServerAnswer } from './database-away.ts';

export { CommitInDoubtError, isConflict, isDatabaseAway };

/** Anything a read can be asked of: the pool, a client, a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** An open transaction. Whoever takes a `Tx` writes in the same commit as its caller. */
export interface Tx {
  query: pg.PoolClient['query'];
}

export interface Database {
  readonly pool: pg.Pool;
  readonly afterCommit: AfterCommit;
}

/**
 * Runs `work` in one transaction (READ COMMITTED; the room's row lock orders what must be ordered).
 * Commits when it returns, rolls back when it throws; `afterCommit(name)` runs after the commit and
 * before this returns, with no connection held. Rejects with what `work` or the database threw, and
 * with `CommitInDoubtError` when the connection broke during the commit.
 */
export async function inTransaction<T>(
  db: Database,
  name: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await db.pool.connect();
  const tx: Tx = { query: client.query.bind(client) as pg.PoolClient['query'] };
  let result: T;
  try {
    await client.query('begin');
    result = await work(tx);
    await commit(client, name);
  } catch (error) {
    client.release(await rollBack(client, error));
    throw error;
  }
  client.release();
  await db.afterCommit(name);
  return result;
}

async function commit(client: pg.PoolClient, name: string): Promise<void> {
  const { command } = await client.query('commit').catch((error: unknown) => {
    // What the server refuses (a deferred constraint, a conflict) is rolled back for certain.
    const isRefused = isServerAnswer(error) && !isDatabaseAway(error);
    throw isRefused ? error : new CommitInDoubtError(name, error);
  });
  // A statement failed and `work` swallowed it: PostgreSQL answers such a commit with a rollback.
  if (command !== 'COMMIT') throw new Error(`transaction ${name} was rolled back`);
}

/** Returns true when the connection is of no further use and must be destroyed. */
async function rollBack(client: pg.PoolClient, error: unknown): Promise<boolean> {
  // A rollback would wait behind the statement that was never answered; the server rolls back
  // what loses its connection.
  if (error instanceof CommitInDoubtError) return true;
  if (isDatabaseAway(error) && !isServerAnswer(error)) return true;
  try {
    await client.query('rollback');
    return false;
  } catch {
    return true;
  }
}
