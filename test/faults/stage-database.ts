import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { startEmbeddedPostgres } from '../../service/db/embedded-postgres.ts';
import { migrate } from '../../service/db/migrate.ts';
import { openPool } from '../../service/db/pool.ts';
import { machineRandom } from '../../service/real-ports.ts';
import { templateName, urlOf } from '../house/test-server.ts';

/**
 * Processes die here, never the machine: what the system was handed is not lost, so nothing need
 * be forced to the disk. A commit still waits until the system has it.
 */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'on',
  max_connections: '400',
  shared_buffers: '64MB',
};

export interface StageServer {
  /** URL of a database without tables, for statements about the server itself. */
  readonly serverUrl: string;
  /** The folder of the server; its `postgres` is the cluster. */
  readonly dir: string;
  /** The process id of the postmaster; rejects while it is down. */
  postmasterPid(): Promise<number>;
  /** A migrated database of one's own. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** A PostgreSQL that is started again within a second when its postmaster dies, on the same port. */
async function startStageServer(
  more: Readonly<Record<string, string>> = {},
  place = tmpdir(),
): Promise<StageServer> {
  const dir = await mkdtemp(join(place, 'parley-faults-'));
  // As root the server runs as another user, who must be able to get here.
  await chmod(dir, 0o755);
  const postgres = await startEmbeddedPostgres(dir, {
    random: machineRandom,
    settings: { ...settings, ...more },
  });
  const serverUrl = postgres.databaseUrl;
  await onServer(serverUrl, `create database ${templateName}`);
  await migrate(urlOf(serverUrl, templateName));
  let made = 0;
  return {
    serverUrl,
    dir,
    async postmasterPid() {
      const text = await readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8');
      return Number.parseInt(text, 10);
    },
    async createDatabase() {
      made += 1;
      const name = `stage_${made}`;
      await onServer(serverUrl, `create database ${name} template ${templateName}`);
      return urlOf(serverUrl, name);
    },
    async stop() {
      await postgres.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const pool = openPool(serverUrl, { max: 1 });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}

let shared: Promise<StageServer> | null = null;

/** The server of all stages that have none of their own; `stopSharedServer` ends it. */
export function sharedServer(): Promise<StageServer> {
  shared ??= startStageServer();
  return shared;
}

export async function stopSharedServer(): Promise<void> {
  const server = shared;
  shared = null;
  await (await server)?.stop();
}

/** Whether a stage has a server of its own, with what settings, below which folder. */
export type OwnServer =
  | boolean
  | { readonly settings?: Readonly<Record<string, string>>; readonly place?: string };

export interface StageDatabase {
  /** Straight to PostgreSQL. */
  readonly url: string;
  /** What the service is told. */
  readonly serviceUrl: string;
  readonly server: StageServer;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** A database for a stage, on a server of its own when its postmaster is to be killed. */
export async function openStageDatabase(
  ownServer: OwnServer,
  wayTo: (databaseUrl: string) => string | Promise<string>,
): Promise<StageDatabase> {
  const own =
    ownServer === false
      ? null
      : await startStageServer(
          ownServer === true ? {} : (ownServer.settings ?? {}),
          ownServer === true ? undefined : ownServer.place,
        );
  const server = own ?? (await sharedServer());
  const url = await server.createDatabase();
  const pool = openPool(url, { max: 4 });
  return {
    url,
    serviceUrl: await wayTo(url),
    server,
    pool,
    async close() {
      await pool.end();
      await own?.stop();
    },
  };
}
