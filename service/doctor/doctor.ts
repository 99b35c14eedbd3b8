import { findEmbedded } from '../db/find-embedded.ts';
import { openPool } from '../db/pool.ts';
import { withDeadline } from '../ops/with-deadline.ts';
import type { Clock, ResolveDns } from '../ports.ts';
import { checkBacklog } from './check-backlog.ts';
import { checkCertificate } from './check-certificate.ts';
import { checkClock } from './check-clock.ts';
import { checkConfiguration } from './check-configuration.ts';
import { checkConnections } from './check-connections.ts';
import { checkDatabase } from './check-database.ts';
import { checkDisk } from './check-disk.ts';
import { checkDkim } from './check-dkim.ts';
import { checkDmarc } from './check-dmarc.ts';
import { checkDurability } from './check-durability.ts';
import { checkFiles } from './check-files.ts';
import { checkInbound } from './check-inbound.ts';
import { checkMigrations } from './check-migrations.ts';
import { checkMx } from './check-mx.ts';
import { checkPorts } from './check-ports.ts';
import { checkPublicUrl } from './check-public-url.ts';
import { checkRelay } from './check-relay.ts';
import { checkOldSecrets, checkSecrets } from './check-secrets.ts';
import { checkSpf } from './check-spf.ts';
import { checkZones } from './check-zones.ts';
import { type Check, type Finding, type Patient, warn, wrong } from './finding.ts';
import { hideForeign, hideSecrets } from './hide-secrets.ts';

/** A finding and the check it is of. */
export interface Line extends Finding {
  readonly check: string;
}

export interface Report {
  readonly lines: readonly Line[];
  /** Whether nothing is wrong; warnings may be. */
  readonly isWell: boolean;
}

export interface DoctorOptions {
  readonly env: Patient['env'];
  readonly clock: Clock;
  readonly resolveDns: ResolveDns;
  /** Where mail servers of the world listen; tests have theirs elsewhere. */
  readonly mailPort?: number;
  /** Names of checks; the configuration is always looked at. Absent: all. */
  readonly only?: readonly string[];
}

/** In the order in which they are told: what others stand on comes first. */
const checks: Readonly<Record<string, Check>> = {
  secrets: checkSecrets,
  files: checkFiles,
  disk: checkDisk,
  database: checkDatabase,
  migrations: checkMigrations,
  durability: checkDurability,
  connections: checkConnections,
  clock: checkClock,
  zones: checkZones,
  'old-secrets': checkOldSecrets,
  backlog: checkBacklog,
  ports: checkPorts,
  'public-url': checkPublicUrl,
  relay: checkRelay,
  inbound: checkInbound,
  certificate: checkCertificate,
  mx: checkMx,
  spf: checkSpf,
  dkim: checkDkim,
  dmarc: checkDmarc,
};
export const checkNames: readonly string[] = Object.keys(checks);
const needDatabase = ['migrations', 'durability', 'connections', 'clock', 'old-secrets', 'backlog'];

/** More than any check takes by itself. */
const patienceMs = 45_000;
const connections = 4;

/**
 * Looks at a configuration and the world around it, changes nothing and sends nothing. Never
 * rejects: what could not be looked at is a warning.
 */
export async function examine(options: DoctorOptions): Promise<Report> {
  const { config, findings } = checkConfiguration(options.env);
  const lines = tell('configuration', findings);
  const { only = checkNames } = options;
  if (config !== null) {
    lines.push(...(await examineWorld({ mailPort: 25, ...options, config }, only)));
  }
  const shown = lines.map(({ says, advice, ...line }) => ({
    ...line,
    says: hideForeign(says, options.env),
    advice: advice === null ? null : hideSecrets(advice, options.env),
  }));
  return { lines: shown, isWell: shown.every(({ level }) => level !== 'wrong') };
}

const tell = (check: string, findings: readonly Finding[]): Line[] =>
  findings.map((finding) => ({ check, ...finding }));

async function examineWorld(
  world: Omit<Patient, 'pool'>,
  only: readonly string[],
): Promise<Line[]> {
  const found = await openDatabase(world);
  const patient: Patient = { ...world, pool: found.pool };
  // A check that cannot stand without the database would only repeat that it is away.
  const left = Object.entries(checks).filter(
    ([name]) =>
      only.includes(name) &&
      (found.fault === null || ![...needDatabase, 'database'].includes(name)),
  );
  try {
    // It listens for a moment on each port, where others would find it.
    const ports = only.includes('ports') ? await look('ports', checkPorts, patient) : [];
    const told = await Promise.all(
      left.map(([name, check]) => (name === 'ports' ? ports : look(name, check, patient))),
    );
    return [...(found.fault === null ? [] : tell('database', [found.fault])), ...told.flat()];
  } finally {
    await found.pool?.end();
  }
}

async function look(name: string, check: Check, patient: Patient): Promise<Line[]> {
  try {
    return tell(name, await withDeadline(check(patient), patienceMs));
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const isNoTable = code === '42P01' || code === '3F000';
    const advice = 'mend what is said above, then ask again';
    return tell(name, isNoTable ? [] : [warn(`could not be looked at: ${message}`, advice)]);
  }
}

interface OpenedDatabase {
  readonly pool: Patient['pool'];
  readonly fault: Finding | null;
}

async function openDatabase({ config }: Pick<Patient, 'config'>): Promise<OpenedDatabase> {
  let pool: Patient['pool'] = null;
  try {
    const url = config.databaseUrl ?? (await findEmbedded(config.dataDir));
    if (url === null) return { pool: null, fault: null };
    pool = openPool(url, { max: connections });
    await pool.query('select 1');
    return { pool, fault: null };
  } catch (error) {
    await pool?.end();
    const causes: unknown[] = error instanceof AggregateError ? error.errors : [error];
    const reason = causes.map((cause) => (cause as Error).message).join('; ');
    const advice =
      'correct DATABASE_URL, or start the server and let this machine in (pg_hba.conf)';
    return { pool: null, fault: wrong(`the database does not let us in: ${reason}`, advice) };
  }
}
