import { openEmptyDatabase } from '../house/test-database.ts';
import { type LegacyHouse, openLegacyHouse, practiceRooms, usersTable } from './legacy-house.ts';

let house: LegacyHouse;
beforeEach(async () => {
  house = await openLegacyHouse();
});
afterEach(() => house.close());

const fill = (sql: string) => house.db.pool.query(sql);
/** Brings in all and gives the start of each room, or why it was left, by its old id. */
async function fates(args: readonly string[] = []): Promise<Record<string, string | null>> {
  const { lines } = await house.run(['--apply', ...args]);
  const rooms = Object.values(await house.rooms());
  return Object.fromEntries(
    lines.map(({ legacyId, reason }) => [
      legacyId,
      reason ?? rooms.find((room) => room.reference === legacyId)?.start ?? null,
    ]),
  );
}

test.each([
  ['timestamp with time zone', `'2027-03-10 15:00+01'`],
  ['timestamp', `'2027-03-10 14:00:00.999'`],
  ['text', `'2027-03-10T14:00:00Z'`],
  ['varchar(40)', `'2027-03-10 14:00'`],
  ['char(40)', `'2027-03-10 16:30:00 +02:30'`],
  ['bigint', '1804687200'],
  ['bigint', '1804687200123'],
  ['numeric', '1804687200.5'],
])('a start in a column of type %s is read: %s', async (type, value) => {
  await fill(`${usersTable}
    create table practice_rooms (id int, host_id int, guest_id int, start_utc ${type});
    insert into practice_rooms values (1, 1, 2, ${value})`);
  // The server's own settings for dates must not matter.
  await fill(`alter database ${house.db.databaseUrl.split('/').at(-1)}
    set timezone to 'America/New_York'`);
  await fill(`alter database ${house.db.databaseUrl.split('/').at(-1)} set datestyle to 'German'`);
  expect(await fates()).toEqual({ 1: '2027-03-10T14:00:00.000Z' });
});

test.each([
  ['timestamptz', `'infinity'`, 'time-unreadable'],
  ['timestamp', `'0044-03-15 12:00 BC'`, 'time-unreadable'],
  ['date', `'2027-03-10'`, 'time-unreadable'],
  ['text', `'2027-02-30 10:00'`, 'time-unreadable'],
  ['text', `'tomorrow'`, 'time-unreadable'],
  ['text', `' '`, 'time-missing'],
  ['timestamptz', 'null', 'time-missing'],
  ['double precision', `'NaN'`, 'time-unreadable'],
])('a start of type %s that says %s leaves its row', async (type, value, reason) => {
  await fill(`${usersTable}
    create table practice_rooms (id int, host_id int, guest_id int, start_utc ${type});
    insert into practice_rooms values (1, 1, 2, ${value})`);
  expect(await fates()).toEqual({ 1: reason });
});

test('with both columns of a start the newer one counts where it has a value', async () => {
  await fill(`${usersTable}${practiceRooms}
    alter table practice_rooms add start_utc timestamptz;
    insert into practice_rooms values (1, 1, 2, '2027-01-01 10:00', null, '2027-02-02 10:00Z'),
      (2, 1, 2, '2027-01-01 10:00', null, null)`);
  expect(await fates()).toEqual({ 1: '2027-02-02T10:00:00.000Z', 2: '2027-01-01T10:00:00.000Z' });
});

test('length and SEQUENCE count when they are ones a room may have', async () => {
  await fill(`${usersTable}${practiceRooms}
    alter table practice_rooms add duration_minutes int, add ics_sequence text;
    insert into practice_rooms values (1, 1, 2, '2027-01-01 10:00', 'a', 90, '4'),
      (2, 1, 2, '2027-01-01 10:00', 'b', 45, '-1'), (3, 1, 2, '2027-01-01 10:00', 'c', null, null)`);
  const { lines } = await house.run(['--apply']);
  expect(lines.map((line) => line.notes.filter((note) => note !== 'zone-dropped'))).toEqual([
    [],
    ['sequence-replaced', 'duration-replaced'],
    [],
  ]);
  expect(await house.rooms()).toMatchObject({
    a: { minutes: 90, sequence: 4 },
    b: { minutes: 60, sequence: 0 },
    c: { minutes: 60, sequence: 0 },
  });
});

test('a row that cannot come in is left with its reason, whatever is wrong with it', async () => {
  await fill(`${usersTable}
    create table practice_rooms (id text, host_id bigint, guest_id bigint, datetime_utc text,
      ics_uid text);
    insert into practice_rooms
      select id, host_id, guest_id, '2027-01-01 10:00', uid from (values
        ('a-twice', 1, 2, 'u1'), ('a-twice', 1, 2, 'u2'), ('b-no-host', null, 2, 'u3'),
        ('c-unknown', 99, 2, 'u4'), ('d-guest', 1, 99, 'u5'), ('e-same', 1, 1, 'u6'),
        ('f-one-mailbox', 1, 3, 'u7'), ('g-address', 4, 1, 'u8'), ('h-name', 1, 5, 'u9'),
        ('i-uid', 1, 2, 'ü'), ('j-line', 1, 2, E'a\\nb'), ('k-long', 1, 2, repeat('u', 256)),
        ('l-first', 1, 2, 'u12'), ('m-second', 1, 2, 'u12'), ('', 1, 2, 'u13'),
        (null, 1, 2, 'u14'), (E'z\\tid', 1, 2, 'u15'), (repeat('z', 256), 1, 2, 'u16')
      ) v(id, host_id, guest_id, uid)`);
  const { lines } = await house.run(['--apply']);
  const found = lines.map((line) => [line.legacyId?.slice(0, 13) ?? null, line.reason]);
  expect(Object.fromEntries(found)).toMatchObject({
    'a-twice': 'id-duplicate',
    'b-no-host': 'host-missing',
    'c-unknown': 'host-unknown',
    'd-guest': 'guest-unknown',
    'e-same': 'host-is-guest',
    'f-one-mailbox': 'host-is-guest',
    'g-address': 'host-address',
    'h-name': 'guest-name',
    'i-uid': 'uid-unusable',
    'j-line': 'uid-unusable',
    'k-long': 'uid-too-long',
    'l-first': null,
    'm-second': 'uid-duplicate',
    '': 'id-missing',
    null: 'id-missing',
    'z\tid': 'id-unusable',
    zzzzzzzzzzzzz: 'id-unusable',
  });
  expect(lines).toHaveLength(18);
  expect(Object.keys(await house.rooms()).sort()).toEqual(['u1', 'u12']);
});

test('tables and columns of other names, spellings and types are found or told', async () => {
  await fill(`create schema "Old App";
    create table "Old App"."Members" ("userId" uuid primary key, "E_Mail" text, "firstName" text,
      "lastName" text, "timeZone" text, language text);
    create table "Old App"."Sessions" (nr text, mentor uuid references "Old App"."Members",
      "guestId" text, "startUtc" timestamptz, "icsUid" varchar, state text);
    insert into "Old App"."Members" values
      ('00000000-0000-4000-8000-00000000000a', 'helen@host.example', 'Helen', 'Hart',
        'Europe/London', 'de_AT'),
      ('00000000-0000-4000-8000-00000000000b', 'gil@guest.example', 'Gil', null, '', 'C');
    insert into "Old App"."Sessions" values
      ('s1', '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b',
        '2027-03-10 14:00Z', 'old-1', 'Void'),
      ('s2', '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b',
        '2027-03-10 14:00Z', 'old-2', 'CONFIRMED'),
      ('s3', '00000000-0000-4000-8000-00000000000a', null, '2027-03-10 14:00Z', 'old-3', 'booked'),
      ('s4', '00000000-0000-4000-8000-00000000000a', null, '2027-03-10 14:00Z', 'old-4', 'what?')`);
  const table = ['--table', 'Old App.Sessions', '--column', 'id=nr', '--column', 'host_id=mentor'];
  const dry = await house.run(table);
  expect(dry.said).toContain('has a column state, which is not looked at');
  const status = ['--status-column', 'state', '--status', 'void=cancelled'];
  const { lines } = await house.run([...table, ...status, '--source', 'old app', '--apply']);
  expect(lines.map((line) => [line.legacyId, line.reason, line.notes])).toEqual([
    ['s1', null, ['locale-dropped']],
    ['s2', null, ['locale-dropped']],
    ['s3', 'booked-without-guest', []],
    ['s4', 'status-unknown', []],
  ]);
  expect(await house.rooms()).toMatchObject({
    'old-1': { status: 'cancelled', guest: 'gil@guest.example' },
    'old-2': { status: 'booked', host: 'helen@host.example' },
  });
  const { rows } = await fill(`select name, time_zone, locale from attendees where role = 'host'`);
  expect(rows[0]).toEqual({ name: 'Helen Hart', time_zone: 'Europe/London', locale: 'de-AT' });
});

test.each([
  ['boolean', 'true', 'false'],
  ['timestamptz', 'now()', 'null'],
])('a cancelled column of type %s is understood', async (type, yes, no) => {
  await fill(`${usersTable}${practiceRooms}
    alter table practice_rooms add gone ${type};
    insert into practice_rooms values (1, 1, 2, '2027-01-01 10:00', 'a', ${yes}),
      (2, 1, 2, '2027-01-01 10:00', 'b', ${no})`);
  await house.run(['--apply', '--status-column', 'gone']);
  expect(await house.rooms()).toMatchObject({
    a: { status: 'cancelled' },
    b: { status: 'booked' },
  });
});

test.each([
  ['no table at all', '', [], 'there is no table practice_rooms: name it with --table'],
  ['a name that is no name', '', ['--table', 'a.b.c'], 'there is no table a.b.c'],
  ['no table of people', practiceRooms, [], 'there is no table of people (users, people'],
  [
    'no column of a start',
    `${usersTable} create table practice_rooms (id int, host_id int, guest_id int)`,
    [],
    'practice_rooms has no column start_utc or datetime_utc: say which with --column start_utc=',
  ],
  [
    'no address of people',
    `${practiceRooms} create table users (id int, name text)`,
    [],
    'users has no column email or email_address or mail or e_mail: say which with --people-email',
  ],
  [
    'a column that is not there',
    `${usersTable}${practiceRooms}`,
    ['--people-name', 'alias'],
    'users has no column alias',
  ],
])('%s is told before anything is done', async (_what, sql, args, sentence) => {
  if (sql) await fill(sql);
  await expect(house.run(['--apply', ...args])).rejects.toThrow(sentence);
});

test('a database that Parley was never started on is told as such', async () => {
  const empty = await openEmptyDatabase();
  try {
    const { databaseUrl } = empty;
    const run = house.run(['--apply'], databaseUrl);
    await expect(run).rejects.toThrow('start this version of Parley once: its database lacks all');
  } finally {
    await empty.drop();
  }
});
