import { parseConfig } from '../config.ts';
import { awaitDatabase } from '../db/await-database.ts';
import { migrate } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import { recogniseRestore } from '../keeping/recognise-restore.ts';
import { limits } from '../limits.ts';
import { createLog, type Log } from '../ops/log.ts';
import { machineClock } from '../real-ports.ts';
import { type Service, startService } from '../service.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';
import { describeStart } from './welcome.ts';

interface Running {
  readonly service: Service;
  readonly database: OpenDatabase;
}

/** Migrates, starts the roles that the environment names, and stops at a signal. */
export async function serve(): Promise<void> {
  const config = parseConfig(process.env);
  const log = createLog(config.log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const starting = openDatabase(config, log).then((database) => start(database, log, signal));
  stopOnSignal(starting, log, stopping);
  await starting;
}

async function start(database: OpenDatabase, log: Log, signal: AbortSignal): Promise<Running> {
  const { config } = database;
  try {
    await awaitDatabase(() => migrate(config.databaseUrl), {
      patienceMs: limits.startPatienceMs,
      retryMs: limits.startRetryMs,
      onWait: (reason) => log.warn({ err: reason }, 'waiting for the database'),
      signal,
    });
    await lookForRestore(config.databaseUrl, log);
    const service = await startService(config, { log });
    process.stdout.write(describeStart(config, service));
    return { service, database };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Before the service has a connection of its own: nothing is to act on a copy unseen. */
async function lookForRestore(databaseUrl: string, log: Log): Promise<void> {
  const pool = openPool(databaseUrl, { max: 1 });
  try {
    await recogniseRestore(pool, { clock: machineClock, log });
  } finally {
    await pool.end();
  }
}

/** A terminal and npm both pass on one Ctrl-C, so a signal is often there twice. */
const repeatWithinMs = 1_000;
/** A stop that takes longer hangs on something that is away, a database say. */
const stopTimeoutMs = limits.drainTimeoutMs + 8_000;

/**
 * Drains at the first signal, also at one that comes while `starting` is under way. A second
 * signal, later than a mere repeat, ends at once.
 */
function stopOnSignal(starting: Promise<Running>, log: Log, stopping: AbortController): void {
  let firstAtMs: number | null = null;
  const stop = async (signal: NodeJS.Signals) => {
    if (firstAtMs !== null) {
      if (performance.now() - firstAtMs > repeatWithinMs) process.exit(1);
      return;
    }
    firstAtMs = performance.now();
    log.info({ signal }, 'stopping: finishing what runs');
    stopping.abort();
    const { service, database } = await starting;
    setTimeout(() => {
      log.fatal('could not stop in time; others find what is left');
      process.exit(1);
    }, stopTimeoutMs).unref();
    await service.stop();
    await database.stop();
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      });
    });
  }
}
