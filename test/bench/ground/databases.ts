import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../service/db/embedded-postgres.ts';
import { migrate } from '../../../service/db/migrate.ts';
import { machineRandom } from '../../../service/real-ports.ts';
import { urlOf } from '../../house/test-server.ts';

/** The PostgreSQL of a run: its usual settings, so a commit is on the disk when it says so. */
export interface Databases {
  /** The postmaster: parent of everything PostgreSQL does. */
  readonly pid: number;
  /** Makes a migrated database, or a copy of another one nobody is connected to. */
  create(origin?: string): Promise<Store>;
  stop(): Promise<void>;
}

export interface Store {
  readonly name: string;
  readonly url: string;
  /** Runs one statement; a connection is open only meanwhile, so the database can be copied. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

const migrated = 'bench_migrated';

export async function startDatabases(): Promise<Databases> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  // As root the server runs as another user, who must be able to get here.
  await chmod(dir, 0o755);
  const postgres = await startEmbeddedPostgres(dir, { random: machineRandom });
  const server = openStore(postgres.databaseUrl, 'postgres');
  await server.query(`create database ${migrated}`);
  await migrate(urlOf(postgres.databaseUrl, migrated));
  return {
    pid: Number(readFileSync(join(dir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
    async create(origin = migrated) {
      const name = `bench_${randomBytes(6).toString('hex')}`;
      await server.query(`create database ${name} template ${origin} strategy file_copy`);
      await server.query('checkpoint');
      const store = openStore(postgres.databaseUrl, name);
      // Else a service would take the copy for a restored one and refuse to start.
      await store.query('delete from database_identity');
      return {
        ...store,
        drop: async () => void (await server.query(`drop database ${name} with (force)`)),
      };
    },
    async stop() {
      await postgres.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function openStore(serverUrl: string, name: string): Omit<Store, 'drop'> {
  const url = urlOf(serverUrl, name);
  return {
    name,
    url,
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      // Not the service's pool: to fill or copy a large database takes as long as it takes.
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<Row>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
  };
}
