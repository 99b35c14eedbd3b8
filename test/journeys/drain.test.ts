import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { createHostApplication, inDays } from './host-application.ts';
import {
  endAll,
  type Launched,
  launch,
  type Parley,
  signalGroup,
  startParley,
  stopParley,
} from './parley-process.ts';
import { type SlowRelay, startSlowRelay } from './slow-relay.ts';

const apiKey = 'parley_drain_key_0123456789abcdef';
const patience = { timeoutMs: 30_000 };
/** More mails than all jobs of one process claim at once. */
const rooms = 45;

let database: TestDatabase;
let relay: SlowRelay;
let lock: pg.Client;
beforeEach(async () => {
  database = await openTestDatabase();
  relay = await startSlowRelay();
  lock = new pg.Client({ connectionString: database.databaseUrl });
  await lock.connect();
});
afterEach(async () => {
  await lock.end();
  await endAll();
  await relay.close();
  await database.drop();
}, 60_000);

const settings = () => ({
  DATABASE_URL: database.databaseUrl,
  TOKEN_SECRETS: 'k1:a-secret-of-the-journeys-of-32-bytes',
  PARLEY_API_KEY: apiKey,
  SMTP_URL: relay.url,
  INBOUND_SMTP_HOST: '127.0.0.1',
});
const start = (command?: readonly string[]) => startParley(settings(), command);
const application = ({ url }: Parley) => createHostApplication(url, apiKey);

async function untilLockIsWaitedFor(): Promise<void> {
  const sql = `select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  const isWaitedFor = async () => (await database.pool.query(sql)).rowCount;
  await waitFor(isWaitedFor, { ...patience, what: 'somebody to wait for our lock' });
}

/** A request that runs until `letGo`: it waits for a room somebody else has locked. */
async function holdRequest(parley: Parley) {
  const { id } = await application(parley).book();
  await lock.query('begin');
  await lock.query('select id from rooms where id = $1 for update', [id]);
  const wish = { startUtc: inDays(8) };
  const answer = application(parley).call('POST', `/v1/rooms/${id}/reschedule`, wish);
  const failure = answer.then(
    () => null,
    (error: Error) => error,
  );
  await untilLockIsWaitedFor();
  return { answer, failure, letGo: () => lock.query('rollback') };
}

const isStopping = (launched: Launched) => () => launched.output().includes('"stopping: ');
const untilStopping = (launched: Launched) =>
  waitFor(isStopping(launched), { ...patience, what: () => `stopping: ${launched.output()}` });

/** How many messages there are in each state. */
async function countMessages(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from messages group by state',
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** A connection whose second request has begun and is not finished. */
async function beginRequest({ url }: Parley): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\n');
  await once(socket, 'data');
  return socket;
}

async function finishRequest(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write('\r\n');
  await once(socket, 'close');
  return text;
}

test('SIGTERM: what runs is finished, nothing is left half-done, the rest is sent once', async () => {
  const first = await start();
  await Promise.all(Array.from({ length: rooms }, () => application(first).book()));
  const request = await holdRequest(first);
  await waitFor(() => relay.held() > 0, { ...patience, what: 'mails on the wire' });
  const probe = await beginRequest(first);

  first.child.kill('SIGTERM');
  await untilStopping(first);
  await expect(fetch(`${first.url}/livez`)).rejects.toThrow();
  expect(await finishRequest(probe)).toMatch(/^HTTP\/1\.1 503 [\s\S]*"draining":"yes"/);
  await request.letGo();
  expect((await request.answer).status).toBe(200);
  relay.letGo();
  expect(await first.ended()).toBe(0);

  const left = await countMessages();
  expect(left.sending).toBeUndefined();
  expect(left.waiting).toBeGreaterThan(0);
  expect(left.sent).toBe(relay.taken.length);

  const second = await start();
  const isAllSent = async () => {
    const { waiting = 0, sending = 0 } = await countMessages();
    return waiting + sending === 0;
  };
  await waitFor(isAllSent, { ...patience, what: 'the rest to be sent' });
  expect(await stopParley(second)).toBe(0);
  const { rows } = await database.pool.query<{ message_id: string }>(
    "select message_id from messages where state <> 'superseded'",
  );
  expect([...relay.taken].sort()).toEqual(rows.map((row) => row.message_id).sort());
  expect(rows.length).toBeGreaterThanOrEqual(2 * rooms);
}, 120_000);

test('with a notice, a balancer sees it go before anything is refused', async () => {
  const command = [process.execPath, 'service/main.ts'];
  const parley = await startParley({ ...settings(), DRAIN_NOTICE_SECONDS: '2' }, command);
  parley.child.kill('SIGTERM');
  await untilStopping(parley);
  const probe = await fetch(`${parley.url}/readyz`);
  expect([probe.status, probe.headers.get('connection')]).toEqual([503, 'close']);
  const booked = await application(parley).book();
  expect(booked.status).toBe('booked');
  expect(await parley.ended()).toBe(0);
}, 60_000);

test('a signal given twice at once, as by npm and the terminal, is one', async () => {
  relay.letGo();
  const parley = await start();
  const request = await holdRequest(parley);
  parley.child.kill('SIGINT');
  parley.child.kill('SIGTERM');
  await untilStopping(parley);
  await request.letGo();
  expect((await request.answer).status).toBe(200);
  expect(await parley.ended()).toBe(0);
}, 90_000);

test('a second signal that comes later ends it at once', async () => {
  const parley = await start();
  const request = await holdRequest(parley);
  parley.child.kill('SIGINT');
  await untilStopping(parley);
  const isOver = () => !parley.child.kill('SIGINT') || parley.child.exitCode !== null;
  await waitFor(isOver, { ...patience, what: 'the end' });
  expect(await parley.ended()).toBe(1);
  expect(await request.failure).not.toBeNull();
}, 90_000);

test('a signal during the start ends it in order as soon as it has started', async () => {
  // The start looks into this table before anything else.
  await lock.query('begin');
  await lock.query('lock table schema_migrations in access exclusive mode');
  const parley = launch({ PORT: '0', INBOUND_SMTP_PORT: '0', ...settings() });
  await untilLockIsWaitedFor();
  parley.child.kill('SIGTERM');
  await untilStopping(parley);
  await lock.query('rollback');
  expect(await parley.ended()).toBe(0);
}, 90_000);

test('npm start ends with everything it started, at SIGTERM and at Ctrl-C', async () => {
  relay.letGo();
  const stops = [
    (parley: Parley) => parley.child.kill('SIGTERM'),
    (parley: Parley) => signalGroup(parley.child, 'SIGINT'),
  ];
  for (const stop of stops) {
    const parley = await start(['npm', 'start']);
    const request = await holdRequest(parley);
    stop(parley);
    await untilStopping(parley);
    await request.letGo();
    expect((await request.answer).status).toBe(200);
    await parley.ended();
    expect(parley.output()).toContain('"msg":"stopped"');
  }
}, 120_000);
