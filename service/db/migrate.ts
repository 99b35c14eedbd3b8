import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runMigrations } from 'graphile-worker';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import type { Queryable } from './transaction.ts';

const migrationsDir = fileURLToPath(new URL('../../migrations', import.meta.url));
const migrationFile = /^\d{4}_.+\.sql$/;
/** Everything in the folder that is not a step: the dump, its writer, the README. */
const notMigrations = '(?!\\d{4}_.+\\.sql$).*';
const migrationsTable = 'schema_migrations';
/** One number for every Parley: whoever holds this advisory lock migrates, the others wait. */
const migrationLock = 7_027_539;

/**
 * Brings the database to the present schema: first the steps of `migrations/`, all in one
 * transaction, then the tables of graphile-worker. May be called any number of times by any number
 * of processes at once; they wait for each other. Rejects with the error of the step that failed,
 * which leaves nothing behind.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'parley migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    // Held by the session, so a process that dies lets the next one in.
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await runner({
      dbClient: client,
      dir: migrationsDir,
      ignorePattern: notMigrations,
      direction: 'up',
      singleTransaction: true,
      migrationsTable,
      advisoryLockMode: 'wait',
      logger: quiet,
    });
    await runMigrations({ connectionString: databaseUrl });
  } finally {
    await client.end().catch(() => {});
  }
}

/** Names of the steps this version has and the database has not; empty when it is current. */
export async function listMissingMigrations(q: Queryable): Promise<string[]> {
  return (await compareMigrations(q)).missing;
}

/** The same, and the steps the database has of a later version (`ahead`). */
export async function compareMigrations(
  q: Queryable,
): Promise<{ readonly missing: string[]; readonly ahead: string[] }> {
  const files = (await readdir(migrationsDir)).filter((name) => migrationFile.test(name));
  const names = files.map((name) => name.replace(/\.sql$/, ''));
  const { rows } = await q.query<{ name: string }>(`select name from ${migrationsTable}`);
  const done = new Set(rows.map((row) => row.name));
  return {
    missing: names.filter((name) => !done.has(name)),
    ahead: [...done].filter((name) => !names.includes(name)),
  };
}

const quiet = { info() {}, warn() {}, error() {}, debug() {} };
