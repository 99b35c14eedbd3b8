import { type Config, ConfigError, parseConfig } from './config.ts';
import { awaitDatabase } from './db/await-database.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { readOrMakeSecrets } from './db/embedded-secrets.ts';
import { migrate } from './db/migrate.ts';
import type { ServiceConfig } from './ground.ts';
import { limits } from './limits.ts';
import { createLog, type Log } from './ops/log.ts';
import { machineRandom } from './real-ports.ts';
import { type Service, startService } from './service.ts';
import { describeStart } from './welcome.ts';

/** Everything here computes in UTC; a parser that falls back to local time must find UTC there. */
process.env.TZ = 'UTC';

interface Running {
  readonly service: Service;
  readonly stopDatabase: () => Promise<void>;
}

async function start(config: Config, log: Log, signal: AbortSignal): Promise<Running> {
  const embedded =
    config.databaseUrl === null
      ? await startEmbeddedPostgres(config.dataDir, {
          random: machineRandom,
          onRestart: (reason) => log.warn({ reason }, 'the embedded database is started again'),
        })
      : null;
  const stopDatabase = async () => embedded?.stop();
  try {
    const complete = await completeConfig(config, embedded?.databaseUrl);
    await awaitDatabase(() => migrate(complete.databaseUrl), {
      patienceMs: limits.startPatienceMs,
      retryMs: limits.startRetryMs,
      onWait: (reason) => log.warn({ err: reason }, 'waiting for the database'),
      signal,
    });
    const service = await startService(complete, { log });
    process.stdout.write(describeStart(complete, service));
    return { service, stopDatabase };
  } catch (error) {
    await stopDatabase();
    throw error;
  }
}

/** In embedded mode what is not given is made once and kept in the data directory. */
async function completeConfig(
  config: Config,
  embeddedUrl: string | undefined,
): Promise<ServiceConfig> {
  const { databaseUrl, tokenSecrets } = config;
  if (databaseUrl !== null && tokenSecrets !== null)
    return { ...config, databaseUrl, tokenSecrets };
  if (embeddedUrl === undefined) throw new ConfigError(['TOKEN_SECRETS is required']);
  const made = await readOrMakeSecrets(config.dataDir, machineRandom);
  return {
    ...config,
    databaseUrl: embeddedUrl,
    tokenSecrets: tokenSecrets ?? made.tokenSecrets,
    adminKey: config.adminKey ?? made.adminKey,
    apiKey: config.apiKey ?? made.apiKey,
  };
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
    const running = await starting;
    setTimeout(() => {
      log.fatal('could not stop in time; others find what is left');
      process.exit(1);
    }, stopTimeoutMs).unref();
    await running.service.stop();
    await running.stopDatabase();
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

/** One sentence for the operator: what stands in the way of a start. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  // Connecting to a name with several addresses fails once for each of them.
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const advice = isPortTaken ? ' (choose others: PORT, METRICS_PORT, INBOUND_SMTP_PORT)' : '';
  return `Parley could not start: ${reasons.join('; ')}${advice}`;
}

try {
  const config = parseConfig(process.env);
  const log = createLog(config.log);
  const stopping = new AbortController();
  const starting = start(config, log, stopping.signal);
  stopOnSignal(starting, log, stopping);
  await starting;
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
