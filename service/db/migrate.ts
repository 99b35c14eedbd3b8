import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
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
 * A step that waits for a table in use makes everybody who comes after it wait as well. So it gives
 * up its turn after this long, lets the others through, and tries again.
 */
const lockTimeoutMs = 2_000;
const lockPauseMs = 500;
const lockTries = 100;

/**
 * Brings the database to the present schema: first the steps of `migrations/`, all in one
 * transaction, then the tables of graphile-worker. May be called any number of times by any number
 * of processes at once; they wait for each other. A database that has later steps than `dir` stays
 * as it is. Rejects with the error of the step that failed, which leaves nothing behind.
 */
export async function migrate(databaseUrl: string, dir: string = migrationsDir): Promise<void> {
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
    await client.query(`set lock_timeout = ${lockTimeoutMs}`);
    await takeSteps(client, dir);
    await runMigrations({ connectionString: databaseUrl });
  } finally {
    await client.end().catch(() => {});
  }
}

/** All pending steps in one transaction, as often as it takes to get the locks they need. */
async function takeSteps(client: pg.Client, dir: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await runner({
        dbClient: client,
        dir,
        ignorePattern: notMigrations,
        direction: 'up',
        singleTransaction: true,
        migrationsTable,
        advisoryLockMode: 'wait',
        logger: quiet,
      });
      return;
    } catch (error) {
      // lock_not_available (PostgreSQL, Appendix A)
      const isInTheWay = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!isInTheWay || tries >= lockTries) throw error;
    }
    await pause(lockPauseMs);
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
