import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { type LegacyHouse, openLegacyHouse, practiceRooms, usersTable } from './legacy-house.ts';

let house: LegacyHouse;
beforeEach(async () => {
  house = await openLegacyHouse();
});
afterEach(() => house.close());

const fill = (sql: string) => house.db.pool.query(sql);
const outcomes = (lines: readonly { legacyId: string | null; outcome: string }[]) =>
  Object.fromEntries(lines.map((line) => [line.legacyId, line.outcome]));
const reasons = (lines: readonly { legacyId: string | null; reason: string | null }[]) =>
  Object.fromEntries(lines.map((line) => [line.legacyId, line.reason]));

const threeRooms = `${usersTable}${practiceRooms}
  insert into practice_rooms values
    (10, 1, 2, '2027-03-10 14:00', 'practice-10@old.example'),
    (11, 1, null, '2027-03-11 09:30:15.5', 'practice-11@old.example'),
    (12, 6, 1, '2020-01-02 08:00', null);`;

/** Every row of every table that Parley has, but for what a session's own clock writes. */
async function everything(): Promise<string> {
  const { rows } = await fill(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' order by table_name`,
  );
  const parts: string[] = [];
  for (const { name } of rows) {
    const content = await fill(`select t::text as line from ${name} t order by 1`);
    parts.push(name, ...content.rows.map((row) => row.line));
  }
  return parts.join('\n');
}

test('old rooms come in with their UIDs, at SEQUENCE 0, 60 minutes long, and nobody is mailed', async () => {
  await fill(threeRooms);
  const { lines, said } = await house.run(['--apply']);
  const rooms = await house.rooms();
  expect(rooms['practice-10@old.example']).toEqual({
    status: 'booked',
    start: '2027-03-10T14:00:00.000Z',
    minutes: 60,
    sequence: 0,
    host: 'helen@host.example',
    guest: 'gil@guest.example',
    reference: '10',
  });
  expect(rooms['practice-11@old.example']).toMatchObject({
    status: 'open',
    start: '2027-03-11T09:30:15.000Z',
    guest: null,
  });
  const [minted] = Object.keys(rooms).filter((uid) => uid.endsWith('@in.parley.example'));
  expect(rooms[minted ?? '']).toMatchObject({ status: 'booked', host: 'ada@guest.example' });
  expect(outcomes(lines)).toEqual({ 10: 'brought-in', 11: 'brought-in', 12: 'brought-in' });
  expect(lines.map((line) => line.notes)).toEqual([['zone-dropped'], [], ['uid-made']]);
  expect(said).toMatch(/3 rows in [\s\S]+ 3 {2}brought in/);
  const { rows } = await fill('select id from messages');
  expect(rows).toEqual([]);
});

test('each room has its history, its event, and the id it had', async () => {
  await fill(threeRooms);
  await house.run(['--apply']);
  const { rows } = await fill(
    `select r.reference, r.metadata, h.deed, h.channel, e.type
     from rooms r join room_history h on h.room_id = r.id join events e on e.room_id = r.id
     order by r.reference limit 1`,
  );
  expect(rows).toEqual([
    {
      reference: '10',
      metadata: { legacyId: '10', legacySource: 'practice_rooms', hostId: '1', guestId: '2' },
      deed: 'imported',
      channel: 'job',
      type: 'room.created',
    },
  ]);
});

test('a dry run, the default, changes nothing at all and tells what would be', async () => {
  await fill(threeRooms);
  await fill(`insert into practice_rooms values (13, 9, 1, now(), 'practice-10@old.example')`);
  const before = await everything();
  const { lines, said } = await house.run();
  expect(await everything()).toBe(before);
  expect(outcomes(lines)).toEqual({
    10: 'would-come-in',
    11: 'would-come-in',
    12: 'would-come-in',
    13: 'left',
  });
  expect(said).toContain('Nothing was changed');
});

test('a dry run and the run itself agree on every row, in batches of any size', async () => {
  await fill(threeRooms);
  await fill(`insert into practice_rooms values
    (20, 1, 2, '2027-04-01', 'practice-10@old.example'), (21, 1, 9, '2027-04-01', 'x-21'),
    (22, 9, 1, '2027-04-01', 'x-22'), (23, 1, 2, '2027-04-01', 'x-22')`);
  const would = await house.run(['--batch', '1']);
  const large = await house.run(['--batch', '5000']);
  const done = await house.run(['--apply', '--batch', '2']);
  expect(reasons(would.lines)).toEqual(reasons(done.lines));
  expect(reasons(large.lines)).toEqual(reasons(done.lines));
  expect(reasons(done.lines)).toMatchObject({ 20: 'uid-duplicate', 22: 'host-unknown', 23: null });
});

test('run again, each row comes in once; a row mended meanwhile comes in then', async () => {
  await fill(threeRooms);
  await fill(`insert into practice_rooms values (13, 4, 1, '2027-04-01', 'practice-13')`);
  const first = await house.run(['--apply']);
  const rooms = await house.rooms();
  expect(reasons(first.lines)).toMatchObject({ 13: 'host-address' });
  await fill(`update users set email = 'nora@host.example' where id = 4`);
  await fill(
    `update practice_rooms set datetime_utc = '2030-01-01', ics_uid = 'other' where id = 10`,
  );
  const again = await house.run(['--apply', '--batch', '3']);
  expect(outcomes(again.lines)).toEqual({
    10: 'brought-in-before',
    11: 'brought-in-before',
    12: 'brought-in-before',
    13: 'brought-in',
  });
  expect(again.lines[0]?.roomId).toBe(first.lines[0]?.roomId);
  expect(await house.rooms()).toMatchObject(rooms);
  expect(Object.keys(await house.rooms())).toHaveLength(4);
});

test('a limit brings in so many, and the next run goes on', async () => {
  await fill(threeRooms);
  const first = await house.run(['--apply', '--limit', '2']);
  expect(first.lines.map((line) => line.outcome)).toEqual(['brought-in', 'brought-in']);
  const second = await house.run(['--apply', '--limit', '2', '--batch', '1']);
  expect(outcomes(second.lines)).toMatchObject({ 11: 'brought-in-before', 12: 'brought-in' });
});

test('sessions before --since are skipped, and none after', async () => {
  await fill(threeRooms);
  const { lines } = await house.run(['--apply', '--since', '2027-03-11']);
  expect(outcomes(lines)).toEqual({ 10: 'skipped', 11: 'brought-in', 12: 'skipped' });
});

test('the tables may be in another database, which is never written to', async () => {
  const other: TestDatabase = await openTestDatabase();
  try {
    await other.pool.query(threeRooms);
    const { lines } = await house.run(['--apply', '--from', other.databaseUrl]);
    expect(new Set(lines.map((line) => line.outcome))).toEqual(new Set(['brought-in']));
    expect(Object.keys(await house.rooms())).toHaveLength(3);
    const { rows } = await other.pool.query('select id from rooms');
    expect(rows).toEqual([]);
  } finally {
    await other.drop();
  }
});

test('rooms of this or another application under the same UID are told apart', async () => {
  await fill(threeRooms);
  await fill(`insert into applications (id, name, created_at)
    values ('00000000-0000-7000-8000-000000000001', 'Another', now())`);
  const own = ['--apply', '--application', house.applicationId, '--limit', '1'];
  await house.run(own);
  await fill(`delete from legacy_rooms`);
  const there = await house.run(own);
  expect(there.lines[0]).toMatchObject({ legacyId: '10', outcome: 'already-here' });
  const other = '00000000-0000-7000-8000-000000000001';
  const foreign = await house.run(['--apply', '--application', other]);
  expect(reasons(foreign.lines)).toMatchObject({ 10: 'uid-of-another-application', 12: null });
  await expect(house.run(['--apply'])).rejects.toThrow(/several applications[\s\S]+Another/);
});

test('two runs at once: the second is told so and does nothing', async () => {
  await fill(threeRooms);
  const lock = await house.db.pool.connect();
  try {
    await lock.query(`select pg_advisory_lock(hashtextextended('legacy ' || $1, 0))`, [
      house.applicationId,
    ]);
    await expect(house.run(['--apply'])).rejects.toThrow(/another run/);
  } finally {
    lock.release(true);
  }
  expect(await house.rooms()).toEqual({});
});

test('a row that the database itself refuses is left alone, and its batch comes in', async () => {
  await fill(threeRooms);
  await fill(`alter table rooms add check (reference <> '11')`);
  const { lines } = await house.run(['--apply']);
  expect(reasons(lines)).toEqual({ 10: null, 11: 'refused-by-database', 12: null });
  expect(Object.keys(await house.rooms())).toHaveLength(2);
});
