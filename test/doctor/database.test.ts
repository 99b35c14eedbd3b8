import type { Clock } from '../../service/ports.ts';
import { openEmptyDatabase, openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { examineWith, foundBy, lookAt, tokenSecret } from './doctor-house.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const look = async (check: string, env: Record<string, string> = {}, clock?: Clock) => {
  const whole = { DATABASE_URL: database.databaseUrl, ...env };
  return await lookAt(check, whole, clock ? { clock } : {});
};

it('takes a current schema on a server that answers as well', async () => {
  const [answers, ...rights] = await look('database');
  expect(answers).toMatch(/^ok PostgreSQL \d/);
  // So that the tests may make databases; an installation has no need of it.
  expect(rights).toEqual(['warn Parley’s role is a superuser']);
  expect(await look('migrations')).toEqual(['ok the schema is that of this version']);
});

it('takes a server that may lose what it acknowledged as wrong', async () => {
  // The server of the tests is made fast with exactly these settings.
  expect(await look('durability')).toEqual([
    expect.stringMatching(/^wrong fsync is off/),
    expect.stringMatching(/^wrong full_page_writes is off/),
    expect.stringMatching(/^wrong synchronous_commit is off/),
  ]);
});

it('says once that the database is away, and leaves out what needs it', async () => {
  const lines = await examineWith({});
  expect(foundBy(lines, 'database')[0]).toMatch(/^wrong the database does not let us in/);
  expect(foundBy(lines, 'database')).toHaveLength(1);
  for (const check of ['migrations', 'clock', 'connections']) {
    expect(foundBy(lines, check)).toEqual([]);
  }
});

it('tells a new database, one that is behind and one that is ahead apart', async () => {
  const empty = await openEmptyDatabase();
  expect(await look('migrations', { DATABASE_URL: empty.databaseUrl })).toEqual([
    'warn the database has no schema yet',
  ]);
  expect(await look('backlog', { DATABASE_URL: empty.databaseUrl })).toEqual([]);
  await empty.drop();
  const other = await openTestDatabase();
  const env = { DATABASE_URL: other.databaseUrl };
  await other.pool.query(`insert into schema_migrations (name, run_on) values ('9999_x', now())`);
  expect(await look('migrations', env)).toEqual([
    'warn the schema is ahead of this version by 9999_x',
  ]);
  await other.pool.query(`delete from schema_migrations where name like '0013%'`);
  expect((await look('migrations', env))[0]).toMatch(/^wrong the schema lacks 0013_/);
  await other.drop();
});

it('takes a role that may not do what is needed as wrong', async () => {
  const other = await openTestDatabase();
  const role = `r_${new URL(other.databaseUrl).pathname.slice(1, 20)}`;
  await other.pool.query(
    `create role ${role} login password 'n7Qz2vXk9LmP4tRw' connection limit 9`,
  );
  const url = new URL(other.databaseUrl);
  url.username = role;
  url.password = 'n7Qz2vXk9LmP4tRw';
  const env = { DATABASE_URL: url.href };
  const found = await look('database', env);
  expect(found).toContainEqual(expect.stringMatching(/^wrong this role may not create tables/));
  expect((await look('connections', env))[0]).toMatch(/^wrong 9 connections are room for 0 proc/);
  await other.drop();
  await database.pool.query(`drop role ${role}`);
});

it.each([
  [0, /^ok the database’s clock is/],
  [5_000, /^warn the database’s clock is \d+ ms ahead/],
  [-60_000, /^wrong the database’s clock is \d+ ms behind/],
])('judges a clock that is %i ms behind the database’s', async (behindMs, sentence) => {
  const clock = { now: () => new Date(Date.now() - behindMs) };
  const found = await look('clock', {}, clock);
  expect(found[0]).toMatch(sentence);
});

it('knows how many processes the connections are enough for', async () => {
  expect((await look('connections'))[0]).toMatch(/^ok 297 connections are room for 14 processes/);
});

it('says that no worker lives', async () => {
  expect(await look('backlog')).toEqual(['warn no worker lives now']);
});

it('takes the time zone rules of this Node as known', async () => {
  expect(await look('zones')).toEqual([`ok the time zone rules are of ${process.versions.tz}`]);
  const [, elsewhere] = await look('zones', { TZ: 'Asia/Tokyo' });
  expect(elsewhere).toBe('ok TZ is Asia/Tokyo, which plays no part: Parley computes in UTC');
  const later = { now: () => new Date('2040-01-01T00:00:00Z') };
  expect((await look('zones', {}, later))[0]).toMatch(/^warn the time zone rules are of/);
});

it('finds that a secret which nobody needs may go', async () => {
  const TOKEN_SECRETS = `k1:${tokenSecret},k0:${[...tokenSecret].reverse().join('')}`;
  expect(await look('old-secrets', { TOKEN_SECRETS })).toEqual([
    expect.stringMatching(/^ok no coming session needs the secret k0/),
  ]);
});
