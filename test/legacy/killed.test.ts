import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { endAll, type Launched, launch } from '../journeys/parley-process.ts';
import { practiceRooms, readLines } from './legacy-house.ts';

const rowCount = 1_000;
let db: TestDatabase;
let folder: string;

beforeEach(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'parley-killed-'));
  await db.pool.query(`
    insert into applications (id, name, created_at)
      values ('00000000-0000-7000-8000-000000000001', 'Practice', now());
    create table users (id int primary key, email text, name text);
    insert into users select n, 'person' || n || '@secret.example', 'Secret' || n || ' Person'
      from generate_series(1, 10) n;${practiceRooms}
    insert into practice_rooms select n, 1 + n % 5, 6 + n % 5, timestamp '2027-01-01' + n * interval
      '1 hour', case when n % 2 = 0 then 'practice-' || n || '@old.example' end
      from generate_series(1, ${rowCount}) n`);
});
afterEach(async () => {
  await endAll();
  await db.drop();
  await rm(folder, { recursive: true });
});

const run = (report: string, ...args: readonly string[]): Launched =>
  launch(
    {
      DATABASE_URL: db.databaseUrl,
      TOKEN_SECRETS: 'k1:a-secret-of-the-journeys-of-32-bytes',
      INBOUND_DOMAIN: 'in.parley.example',
    },
    [
      ...[process.execPath, 'service/main.ts', 'migrate-legacy', '--report', join(folder, report)],
      ...args,
    ],
  );

async function facts() {
  const { rows } = await db.pool.query<Record<string, number>>(
    `select (select count(*)::int from rooms) as rooms,
       (select count(distinct ics_uid)::int from rooms) as uids,
       (select count(*)::int from attendees) as people,
       (select count(*)::int from events) as events,
       (select count(*)::int from legacy_rooms) as noted,
       (select count(*)::int from messages) as messages`,
  );
  return rows[0];
}

test('a run killed in the middle of a batch leaves whole batches; the next brings in each row once', async () => {
  // The process stands still in the middle of its sixth batch, when it has written some of it.
  await db.pool.query(`
    create function stand_still() returns trigger language plpgsql as $$
    begin
      if new.legacy_id = '545' then perform pg_advisory_xact_lock(42); end if;
      return new;
    end $$;
    create trigger stand_still before insert on legacy_rooms
      for each row execute function stand_still()`);
  const gate = await db.pool.connect();
  await gate.query('select pg_advisory_lock(42)');
  const first = run('first.ndjson', '--apply', '--batch', '100');
  const isStanding = async () => {
    const { rows } = await db.pool.query(
      `select 1 from pg_locks where locktype = 'advisory' and objid = 42 and not granted`,
    );
    return rows.length > 0;
  };
  await waitFor(isStanding, {
    timeoutMs: 30_000,
    what: () => `the sixth batch: ${first.output()}${first.errors()}`,
  });
  first.child.kill('SIGKILL');
  await first.ended();
  gate.release(true);
  await db.pool.query('drop trigger stand_still on legacy_rooms');
  expect(await facts()).toMatchObject({ rooms: 500, people: 1_000, events: 500, noted: 500 });

  const second = run('second.ndjson', '--apply', '--batch', '70');
  expect([await second.ended(), second.errors()]).toEqual([0, '']);
  const lines = readLines(await readFile(join(folder, 'second.ndjson'), 'utf8'));
  const count = (outcome: string) => lines.filter((line) => line.outcome === outcome).length;
  expect([count('brought-in-before'), count('brought-in')]).toEqual([500, 500]);
  const all = { rooms: rowCount, uids: rowCount, people: 2 * rowCount, events: rowCount };
  expect(await facts()).toEqual({ ...all, noted: rowCount, messages: 0 });
}, 120_000);

test('it says what it does in ids, reasons and sums, never with a name or an address', async () => {
  const dry = run('dry.csv');
  expect([await dry.ended(), dry.errors()]).toEqual([0, '']);
  const csv = await readFile(join(folder, 'dry.csv'), 'utf8');
  expect(csv.split('\r\n').slice(0, 3)).toEqual([
    'legacy_id,outcome,reason,room_id,notes',
    '1,would-come-in,,,uid-made',
    '2,would-come-in,,,',
  ]);
  expect(dry.output()).toContain('1000  would come in');
  expect(dry.output() + csv).not.toMatch(/secret/i);
  expect(await facts()).toMatchObject({ rooms: 0, noted: 0 });
  const wrong = run('dry.csv', '--table', 'nothing', '--apply');
  expect(await wrong.ended()).toBe(1);
  expect(wrong.errors()).toContain('there is no table nothing: name it with --table');
}, 120_000);
