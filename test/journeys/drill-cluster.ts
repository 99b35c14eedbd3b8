import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../service/db/embedded-postgres.ts';
import { machineRandom } from '../../service/real-ports.ts';

const run = promisify(execFile);

/** A PostgreSQL whose files can be backed up while it runs, lost, and put back. */
export interface DrillCluster {
  url(): string;
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** A base backup of the running server; the time it was begun. */
  backUp(): Promise<Date>;
  /** Everything but the backup is gone. */
  lose(): Promise<void>;
  restore(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDrillCluster(): Promise<DrillCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-drill-'));
  // As root the server runs as another user, who must be able to get here.
  await chmod(dir, 0o755);
  const cluster = join(dir, 'postgres');
  const backup = join(dir, 'backup');
  const start = () => startEmbeddedPostgres(dir, { random: machineRandom });
  let server: EmbeddedPostgres | null = await start();
  const url = () => server?.databaseUrl ?? '';

  async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: url() });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async function lose(): Promise<void> {
    await server?.stop();
    server = null;
    await rm(cluster, { recursive: true, force: true });
  }

  return {
    url,
    query: (text, values = []) =>
      withClient(async (client) => (await client.query(text, [...values])).rows),
    backUp: () =>
      withClient(async (client) => {
        const at = new Date();
        await client.query(`select pg_backup_start('drill', true)`);
        // A file that vanishes meanwhile is made again by the log that is copied afterwards.
        await run('cp', ['-a', cluster, backup]).catch(() => {});
        const { rows } = await client.query('select labelfile from pg_backup_stop(false)');
        await run('cp', ['-a', `${cluster}/pg_wal/.`, join(backup, 'pg_wal')]);
        await writeFile(join(backup, 'backup_label'), rows[0].labelfile);
        await rm(join(backup, 'postmaster.pid'), { force: true });
        await run('chown', ['--reference', backup, join(backup, 'backup_label')]);
        return at;
      }),
    lose,
    async restore() {
      await lose();
      await run('cp', ['-a', backup, cluster]);
      server = await start();
    },
    async stop() {
      await server?.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
