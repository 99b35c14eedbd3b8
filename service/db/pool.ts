import pg from 'pg';

/** A statement that runs longer is broken off by the server: a stuck query must not hold a door. */
const statementTimeoutMs = 30_000;
/** A transaction left open by a stalled process gives its row locks back after this time. */
const idleTransactionTimeoutMs = 60_000;
const connectionTimeoutMs = 5_000;

/**
 * Opens a pool of connections to `databaseUrl`.
 * A connection the server closes while idle is dropped silently (the next query opens another):
 * without the listeners such an error would end the process.
 */
export function openPool(databaseUrl: string, options: { max?: number } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.max ?? 10,
    application_name: 'parley',
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionTimeoutMs,
    connectionTimeoutMillis: connectionTimeoutMs,
    keepAlive: true,
  });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** The query that was running is rejected with the same error; here is nothing left to do. */
function ignore(): void {}
