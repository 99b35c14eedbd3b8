import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { endAll, launch } from './parley-process.ts';

const secrets = 'k1:a-secret-of-the-journeys-of-32-bytes';
let database: TestDatabase;
let taken: Server[];

beforeAll(async () => {
  database = await openTestDatabase();
  taken = await Promise.all([occupyPort(), occupyPort(), occupyPort()]);
});
afterAll(async () => {
  await endAll();
  for (const server of taken) server.close();
  await database.drop();
});

async function occupyPort(): Promise<Server> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  return server;
}

/** Ports of others: whoever opens one of them fails and says so. */
const takenPorts = (): [string, string, string] => {
  const [http, smtp, metrics] = taken.map((one) => String((one.address() as AddressInfo).port));
  return [http ?? '', smtp ?? '', metrics ?? ''];
};

test('all mistakes of the environment are told at once, before anything is touched', async () => {
  const canary = 'canary7';
  const dataDir = join(tmpdir(), `parley-never-made-${process.pid}`);
  const [PORT, INBOUND_SMTP_PORT, METRICS_PORT] = takenPorts();
  const start = launch({
    PORT,
    INBOUND_SMTP_PORT,
    METRICS_PORT,
    PARLEY_DATA_DIR: dataDir,
    DATABASE_URL: `mysql://parley:${canary}@db.example/parley`,
    TOKEN_SECRETS: `k1:${canary}`,
    SMTP_URL: `ftp://user:${canary}@relay.example`,
    PARLEY_API_KEY: canary,
    HOOK_SECRET: `${canary} with spaces`,
    DKIM_PRIVATE_KEY: canary,
    PARLEY_ROLES: 'api,cook',
    NOTIFICATIONS_ENABLED: 'no',
    PUBLIC_URL: '',
  });
  expect(await start.ended()).toBe(1);
  expect(start.output()).toBe('');
  const [title, ...mistakes] = start.errors().trimEnd().split('\n');
  expect(title).toBe('The configuration has mistakes:');
  const names = mistakes.map((line) => /^ {2}- ([A-Z_]+)/.exec(line)?.[1]);
  expect(names.sort()).toEqual([
    'DATABASE_URL',
    'DKIM_DOMAIN',
    'DKIM_PRIVATE_KEY',
    'HOOK_SECRET',
    'NOTIFICATIONS_ENABLED',
    'PARLEY_API_KEY',
    'PARLEY_ROLES',
    'PUBLIC_URL',
    'SMTP_URL',
    'TOKEN_SECRETS',
  ]);
  expect(start.errors()).not.toContain(canary);
  expect(existsSync(dataDir)).toBe(false);
});

test('a port that is taken is named, with the variables that choose another', async () => {
  const [PORT] = takenPorts();
  const start = launch({
    PORT,
    INBOUND_SMTP_PORT: '0',
    DATABASE_URL: database.databaseUrl,
    TOKEN_SECRETS: secrets,
  });
  expect(await start.ended()).toBe(1);
  expect(start.output()).toBe('');
  expect(start.errors()).toMatch(new RegExp(`^Parley could not start: .*${PORT}.*PORT.*\n$`));
});

test('a database that does not answer is waited for, and its password is not printed', async () => {
  const start = launch({
    DATABASE_URL: 'postgres://parley:canary7@127.0.0.1:1/parley',
    TOKEN_SECRETS: secrets,
  });
  const isWaiting = () => start.output().includes('waiting for the database');
  await waitFor(isWaiting, { timeoutMs: 20_000, what: 'a word about it' });
  start.child.kill('SIGTERM');
  expect(await start.ended()).toBe(1);
  expect(start.output()).not.toContain('canary7');
  expect(start.errors()).toMatch(/^Parley could not start: .*127\.0\.0\.1:1\n$/);
});
