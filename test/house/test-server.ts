import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../service/db/embedded-postgres.ts';
import { migrate } from '../../service/db/migrate.ts';
import { openPool } from '../../service/db/pool.ts';
import { createTestRandom } from './test-random.ts';

/** The name of the environment variable by which the test files learn the server's URL. */
export const serverVariable = 'PARLEY_TEST_POSTGRES';
/** Migrated once; every test database is a copy of it. */
export const templateName = 'parley_template';

/** The data are thrown away, so nothing is made safe against a crash of the machine. */
const fastSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '64MB',
  // Two cores are shared by all: a query that starts others or a compiler gains nothing.
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_connections: '300',
};

export interface TestServer {
  readonly serverUrl: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL in a folder of its own with a migrated template database. */
export async function startTestServer(): Promise<TestServer> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-test-'));
  // As root the server runs as another user, who must be able to get here.
  await chmod(dir, 0o755);
  const remove = () => rm(dir, { recursive: true, force: true, maxRetries: 3 });
  try {
    const random = createTestRandom(dir);
    const postgres = await startEmbeddedPostgres(dir, { random, settings: fastSettings });
    await makeTemplate(postgres.databaseUrl);
    return {
      serverUrl: postgres.databaseUrl,
      async stop() {
        await postgres.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The URL of another database on the same server. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function makeTemplate(serverUrl: string): Promise<void> {
  const pool = openPool(serverUrl, { max: 1 });
  const { username, password } = new URL(serverUrl);
  // A password that is hard to guess costs each of thousands of connections a millisecond.
  await pool.query('set scram_iterations = 1');
  await pool.query(`alter role ${username} password '${password}'`);
  await pool.query(`create database ${templateName}`);
  await pool.end();
  await migrate(urlOf(serverUrl, templateName));
}
