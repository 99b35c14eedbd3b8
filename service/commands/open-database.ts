import { type Config, ConfigError } from '../config.ts';
import { startEmbeddedPostgres } from '../db/embedded-postgres.ts';
import { readOrMakeSecrets } from '../db/embedded-secrets.ts';
import type { ServiceConfig } from '../ground.ts';
import { parseSecrets } from '../links/secrets.ts';
import { createMint } from '../mint.ts';
import type { Log } from '../ops/log.ts';
import { machineClock, machineRandom } from '../real-ports.ts';
import { createWaist, type Waist } from '../rooms/apply.ts';

/** The database a command works on, with a configuration that lacks nothing. */
export interface OpenDatabase {
  readonly config: ServiceConfig;
  stop(): Promise<void>;
}

/** Starts the embedded database when no other is named. Rejects when something is missing. */
export async function openDatabase(config: Config, log: Log): Promise<OpenDatabase> {
  const { databaseUrl, dataDir } = config;
  const onRestart = (reason: string) =>
    log.warn({ reason }, 'the embedded database is started again');
  const embedded =
    databaseUrl === null
      ? await startEmbeddedPostgres(dataDir, { random: machineRandom, onRestart })
      : null;
  const stop = async () => embedded?.stop();
  try {
    return { config: await complete(config, embedded?.databaseUrl), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In embedded mode what is not given is made once and kept in the data directory. */
async function complete(config: Config, embeddedUrl: string | undefined): Promise<ServiceConfig> {
  const { databaseUrl, tokenSecrets } = config;
  if (databaseUrl !== null && tokenSecrets !== null) {
    return { ...config, databaseUrl, tokenSecrets };
  }
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

/** The waist as a command needs it that runs without the service. */
export function waistOf({
  outbound,
  inbound,
  publicUrl,
  port,
  tokenSecrets,
}: ServiceConfig): Waist {
  return createWaist({
    clock: machineClock,
    random: machineRandom,
    mint: createMint(parseSecrets(tokenSecrets)),
    home: {
      fromAddress: outbound.fromEmail,
      inboundDomain: inbound.domain,
      publicUrl: publicUrl ?? `http://localhost:${port}`,
    },
  });
}
