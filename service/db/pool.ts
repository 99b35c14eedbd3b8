import pg from 'pg';

/** How long the database may take, in milliseconds. */
export interface PoolTimes {
  /** A statement that runs longer, or waits longer for a lock, is broken off by the server. */
  readonly statementTimeoutMs: number;
  /**
   * A statement that has no answer by then has lost its server: the connection is half open and is
   * given up. Later than the server's own word, which leaves the connection usable.
   */
  readonly queryTimeoutMs: number;
  /** For a new connection, and for a turn at one of the pool. */
  readonly connectionTimeoutMs: number;
  /** A transaction left open by a stalled process gives its row locks back after this time. */
  readonly idleTransactionTimeoutMs: number;
}

/** Together less than a request may take (`requestTimeoutMs`), but for the last. */
const defaultTimes: PoolTimes = {
  statementTimeoutMs: 9_000,
  queryTimeoutMs: 10_000,
  connectionTimeoutMs: 5_000,
  idleTransactionTimeoutMs: 20_000,
};
/** An idle connection whose other end vanished is noticed by then, not after two hours. */
const keepAliveDelayMs = 10_000;

/**
 * Opens a pool of connections to `databaseUrl`.
 * A connection the server closes while idle is dropped silently (the next query opens another):
 * without the listeners such an error would end the process.
 */
export function openPool(
  databaseUrl: string,
  options: { readonly max?: number } & Partial<PoolTimes> = {},
): pg.Pool {
  const { max = 10, ...times } = options;
  const bounds = { ...defaultTimes, ...times };
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    application_name: 'parley',
    statement_timeout: bounds.statementTimeoutMs,
    query_timeout: bounds.queryTimeoutMs,
    idle_in_transaction_session_timeout: bounds.idleTransactionTimeoutMs,
    connectionTimeoutMillis: bounds.connectionTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
  });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** The query that was running is rejected with the same error; here is nothing left to do. */
function ignore(): void {}
