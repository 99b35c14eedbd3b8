import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dumpSchema } from '../../migrations/dump-schema.ts';
import { listMissingMigrations, migrate } from '../../service/db/migrate.ts';
import { createHealth } from '../../service/ops/health.ts';
import { openEmptyDatabase, openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { migrateAhead } from './steps-ahead.ts';

const program = fileURLToPath(new URL('programs/migrate-once.ts', import.meta.url));

let db: TestDatabase;
beforeEach(async () => {
  db = await openEmptyDatabase();
});
afterEach(() => db.drop());

async function migrateInProcess(): Promise<string> {
  const child = spawn(process.execPath, [program, db.databaseUrl], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'exit');
  return code === 0 ? 'ok' : errors;
}

test('ten starters at once, four of them processes, migrate once and all succeed', async () => {
  const ends = await Promise.all([
    ...Array.from({ length: 4 }, migrateInProcess),
    ...Array.from({ length: 6 }, () => migrate(db.databaseUrl).then(() => 'ok')),
  ]);
  expect(ends).toEqual(Array(10).fill('ok'));
  const { rows } = await db.pool.query<{ name: string; count: number }>(
    'select name, count(*)::int as count from schema_migrations group by name having count(*) > 1',
  );
  expect(rows).toEqual([]);
  expect(await listMissingMigrations(db.pool)).toEqual([]);
  const migrated = await openTestDatabase();
  expect(await dumpSchema(db.pool)).toBe(await dumpSchema(migrated.pool));
  await migrated.drop();
}, 60_000);

test('a second start changes nothing', async () => {
  await migrate(db.databaseUrl);
  const history = 'select name, run_on from schema_migrations order by id';
  const before = (await db.pool.query(history)).rows;
  await migrate(db.databaseUrl);
  expect((await db.pool.query(history)).rows).toEqual(before);
});

test('a database that lacks a step is known to lack it', async () => {
  await migrate(db.databaseUrl);
  await db.pool.query(`delete from schema_migrations where name like '0002%'`);
  expect(await listMissingMigrations(db.pool)).toEqual(['0002_rooms']);
});

test('a step that fails leaves nothing behind, and its error is told', async () => {
  await db.pool.query('create table rooms (id int)');
  await expect(migrate(db.databaseUrl)).rejects.toThrow(/rooms/);
  const { rows } = await db.pool.query(
    `select relname from pg_class where relname in ('applications', 'attendees')`,
  );
  expect(rows).toEqual([]);
});

test('a database ahead of this version stays as it is, and this version is ready on it', async () => {
  await migrateAhead(db.databaseUrl);
  const before = await dumpSchema(db.pool);
  await migrate(db.databaseUrl);
  expect(await dumpSchema(db.pool)).toBe(before);
  expect(before).toContain('later_things');
  expect((await createHealth(db.pool).readiness()).isReady).toBe(true);
});

test('a step that waits for a table in use lets others through, and comes in the end', async () => {
  await migrate(db.databaseUrl);
  const reader = await db.pool.connect();
  await reader.query('begin');
  await reader.query('select count(*) from rooms');
  const migrating = migrateAhead(db.databaseUrl);
  const waits = `select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  await waitFor(async () => (await db.pool.query(waits)).rowCount, { what: 'the step to wait' });
  // Whoever comes now stands behind the step, and not until the reader is done.
  await db.pool.query('select count(*) from rooms');
  await reader.query('rollback');
  reader.release();
  await migrating;
  expect(await dumpSchema(db.pool)).toContain('later_things');
});
