import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dumpSchema, schemaFile } from '../../migrations/dump-schema.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

test('schema.sql is what the migrations make (else: npm run generate)', async () => {
  expect(await dumpSchema(db.pool)).toBe(await readFile(schemaFile, 'utf8'));
});

test('the dump notices a changed column, constraint, index, trigger and function', async () => {
  const before = await dumpSchema(db.pool);
  const changes = [
    'alter table rooms alter column location set not null',
    'alter table rooms add check (version < 100)',
    'create index extra on rooms (version)',
    'drop trigger guard_room on rooms',
    `create or replace function guard_proposal() returns trigger language plpgsql
     as 'begin return new; end'`,
  ];
  const client = await db.pool.connect();
  for (const change of changes) {
    await client.query('begin');
    await client.query(change);
    expect(await dumpSchema(client)).not.toBe(before);
    await client.query('rollback');
  }
  client.release();
  expect(await dumpSchema(db.pool)).toBe(before);
});

test('every table of an application has the application id first in each key', async () => {
  const { rows } = await db.pool.query<{ table: string }>(
    `select distinct i.indrelid::regclass::text as table
     from pg_index i
     join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
     where i.indisprimary and a.attname <> 'application_id'
     order by 1`,
  );
  // An inbound mail or report has no application before it is read; the others never have one;
  // the ledgers are counted for the house as a whole.
  expect(rows.map((row) => row.table)).toEqual([
    'applications',
    'clean_ups',
    'database_identity',
    'development_mails',
    'email_statuses',
    'imip_messages',
    'ledger_changes',
    'ledger_counts',
    'operator_actions',
    'operator_sessions',
    'restorations',
    'schema_migrations',
    'workers',
  ]);
});
