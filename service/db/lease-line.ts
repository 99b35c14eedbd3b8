import { Socket } from 'node:net';
import pg from 'pg';
import type { LeaseTimes } from './lease-hold.ts';

/** First key of the advisory locks by which workers show that they are connected. */
export const workerLockSpace = 7_027_540;

/** The connection on which a worker says that it lives. */
export interface LeaseLine {
  /** Says so. Returns since when the others have known it without a break. */
  beat(workerId: string, poolId: string | null): Promise<string>;
  /** Says goodbye: others find nothing to bury. */
  leave(workerId: string): Promise<void>;
  /** Closes it without another word. */
  cut(): void;
}

/**
 * Opens a connection of its own, not of the pool: it must not wait behind work, and its end is how
 * the database tells the others of our death. It never keeps the process alive. `onEnd` is called
 * when it breaks or ends. Rejects when the database does not take it within a part of `frozenMs`;
 * so does each statement on a network that swallows everything.
 */
export async function openLeaseLine(
  databaseUrl: string,
  { frozenMs }: LeaseTimes,
  onEnd: () => void,
): Promise<LeaseLine> {
  const socket = new Socket();
  socket.unref();
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'parley lease',
    stream: () => socket,
    keepAlive: true,
    connectionTimeoutMillis: frozenMs / 4,
    query_timeout: frozenMs / 2,
  });
  client.on('error', onEnd);
  client.on('end', onEnd);
  const cut = () => void socket.destroy();
  try {
    await client.connect();
    // A beat that a crash of the database forgets is repeated in a second.
    await client.query('set synchronous_commit = off');
  } catch (error) {
    cut();
    throw error;
  }
  let isLocked = false;
  return {
    async beat(workerId, poolId) {
      // Another session of ours may hold it still, whose end the server has not noticed.
      if (!isLocked) isLocked = await tryLock(client, workerId);
      return await upsert(client, workerId, poolId);
    },
    async leave(workerId) {
      await client.query('delete from workers where id = $1', [workerId]);
      await client.end();
    },
    cut,
  };
}

/** Takes the lock that is free as soon as this session ends; false when another session has it. */
async function tryLock(client: pg.Client, workerId: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_lock($1, hashtext($2)) as locked',
    [workerLockSpace, workerId],
  );
  return rows[0]?.locked === true;
}

/** Renews the row of a worker, or makes it anew when it was buried; the clock is the database's. */
async function upsert(client: pg.Client, workerId: string, poolId: string | null): Promise<string> {
  const { rows } = await client.query<{ since: string }>(
    `insert into workers (id, pool_id) values ($1, $2)
     on conflict (id) do update set beat_at = now(), pool_id = excluded.pool_id
     returning started_at::text as since`,
    [workerId, poolId],
  );
  return rows[0]?.since ?? '';
}
