import { isTimeZone } from './calendar/time-zone.ts';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { startEmbeddedPostgres } from './db/embedded-postgres.ts';
import { readOrMakeSecrets } from './db/embedded-secrets.ts';
import { migrate } from './db/migrate.ts';
import type { ServiceConfig } from './ground.ts';
import { limits } from './limits.ts';
import { parseSecrets } from './links/secrets.ts';
import { createMint } from './mint.ts';
import { createLog, type Log } from './ops/log.ts';
import { machineClock, machineRandom } from './real-ports.ts';
import { createWaist } from './rooms/apply.ts';
import { type Service, startService } from './service.ts';
import { describeStart } from './welcome.ts';

/** Everything here computes in UTC; a parser that falls back to local time must find UTC there. */
process.env.TZ = 'UTC';

interface Running {
  readonly service: Service;
  readonly stopDatabase: () => Promise<void>;
}

async function start(config: Config, log: Log): Promise<Running> {
  const embedded = await openEmbedded(config, (reason) =>
    log.warn({ reason }, 'the embedded database is started again'),
  );
  const stopDatabase = async () => embedded?.stop();
  try {
    const complete = await completeConfig(config, embedded?.databaseUrl);
    await migrate(complete.databaseUrl);
    const service = await startService(complete, { log });
    process.stdout.write(describeStart(complete, service));
    return { service, stopDatabase };
  } catch (error) {
    await stopDatabase();
    throw error;
  }
}

/** The embedded database, when no other is named. */
const openEmbedded = async ({ databaseUrl, dataDir }: Config, onRestart = (_: string) => {}) =>
  databaseUrl === null
    ? await startEmbeddedPostgres(dataDir, { random: machineRandom, onRestart })
    : null;

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
function stopOnSignal(starting: Promise<Running>, log: Log): void {
  let firstAtMs: number | null = null;
  const stop = async (signal: NodeJS.Signals) => {
    if (firstAtMs !== null) {
      if (performance.now() - firstAtMs > repeatWithinMs) process.exit(1);
      return;
    }
    firstAtMs = performance.now();
    log.info({ signal }, 'stopping: finishing what runs');
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

/** Brings in an application's old rooms (deploy/migrating-old-rooms.md), and ends. */
async function bringInOldRooms(args: readonly string[]): Promise<void> {
  const { readOptions, usage } = await import('./legacy/options.ts');
  const { migrateLegacy } = await import('./legacy/migrate-legacy.ts');
  const say = (text: string) => void process.stdout.write(text);
  const options = readOptions(args);
  if (options === null) return say(usage);
  const config = parseConfig(process.env);
  const embedded = await openEmbedded(config);
  try {
    const { databaseUrl, tokenSecrets } = await completeConfig(config, embedded?.databaseUrl);
    const { outbound, inbound, publicUrl } = config;
    const home = {
      fromAddress: outbound.fromEmail,
      inboundDomain: inbound.domain,
      publicUrl: publicUrl ?? `http://localhost:${config.port}`,
    };
    const [clock, random] = [machineClock, machineRandom];
    const waist = createWaist({
      clock,
      random,
      home,
      mint: createMint(parseSecrets(tokenSecrets)),
    });
    const { domain: inboundDomain } = inbound;
    const deps = { databaseUrl, waist, clock, random, inboundDomain, isTimeZone, say };
    await migrateLegacy(options, deps);
  } finally {
    await embedded?.stop();
  }
}

/** One sentence for the operator: what stands in the way. */
function explain(error: unknown, what: string): string {
  const isComplete = error instanceof Error && ['ConfigError', 'UsageError'].includes(error.name);
  if (isComplete) return error.message;
  // Connecting to a name with several addresses fails once for each of them.
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const advice = isPortTaken ? ' (choose others: PORT, METRICS_PORT, INBOUND_SMTP_PORT)' : '';
  return `${what}: ${reasons.join('; ')}${advice}`;
}

async function serve(): Promise<void> {
  const config = parseConfig(process.env);
  const log = createLog(config.log);
  const starting = start(config, log);
  stopOnSignal(starting, log);
  await starting;
}

const [command, ...args] = process.argv.slice(2);
const isMigration = command === 'migrate-legacy';
try {
  await (isMigration ? bringInOldRooms(args) : serve());
} catch (error) {
  const what = isMigration
    ? 'It ended early (run it again: what came in stays)'
    : 'Parley could not start';
  process.stderr.write(`${explain(error, what)}\n`);
  process.exit(1);
}
