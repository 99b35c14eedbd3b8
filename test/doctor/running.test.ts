import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { parseConfig } from '../../service/config.ts';
import { viewOldTransactions } from '../../service/doctor/database-views.ts';
import { createLog } from '../../service/ops/log.ts';
import { type Service, startService } from '../../service/service.ts';
import { type MailSink, startMailSink } from '../house/mail-sink.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { lookAt, tokenSecret } from './doctor-house.ts';

const apiKey = 'parley_live_8c1f5b7d2e904a63';
const domain = 'parley.example';
const { key, cert } = tlsOptions();
const tls = { INBOUND_TLS_CERT: String(cert), INBOUND_TLS_KEY: String(key) };

let database: TestDatabase;
let sink: MailSink;
let service: Service;
let env: Record<string, string>;

beforeAll(async () => {
  database = await openTestDatabase();
  sink = await startMailSink();
  env = {
    DATABASE_URL: database.databaseUrl,
    TOKEN_SECRETS: `k1:${tokenSecret}`,
    PARLEY_API_KEY: apiKey,
    PORT: '0',
    METRICS_PORT: '0',
    INBOUND_SMTP_PORT: '0',
    INBOUND_SMTP_HOST: '127.0.0.1',
    INBOUND_DOMAIN: domain,
    NOTIFICATIONS_FROM_EMAIL: `sessions@${domain}`,
    SMTP_URL: sink.url,
    ...tls,
  };
  const config = parseConfig(env);
  const { databaseUrl, tokenSecrets } = config;
  if (databaseUrl === null || tokenSecrets === null) throw new Error('both were set above');
  const log = createLog({ ...config.log, destination: { write: () => {} } });
  service = await startService({ ...config, databaseUrl, tokenSecrets }, { log });
  env.PORT = String(service.httpPort);
  env.METRICS_PORT = String(service.metricsPort);
  env.INBOUND_SMTP_PORT = String(service.smtpPort);
  await book();
});
afterAll(async () => {
  await service.stop();
  await sink.close();
  await database.drop();
});

async function book(): Promise<void> {
  await fetch(`http://127.0.0.1:${service.httpPort}/v1/rooms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      startUtc: new Date(Date.now() + 7 * 24 * 60 * 60_000).toISOString(),
      durationMinutes: 60,
      host: { name: 'Helen Hart', email: 'helen@host.example', timeZone: 'Europe/London' },
      guest: { name: 'Gil Grant', email: 'gil@guest.example' },
    }),
  });
  await sink.waitForMails(2);
}

const look = async (check: string, more: Record<string, string | undefined> = {}, now?: Date) => {
  const options = now ? { clock: { now: () => now } } : {};
  return await lookAt(check, { ...env, ...more }, options);
};

async function takePort(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume();
    socket.end('220 other.example ESMTP\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

it('knows its own ports, and those of another program', async () => {
  expect(await look('ports')).toEqual([
    `ok PORT ${service.httpPort} is answered by Parley`,
    `ok METRICS_PORT ${service.metricsPort} is answered by Parley`,
    `ok INBOUND_SMTP_PORT ${service.smtpPort} is answered by Parley`,
  ]);
  const other = await takePort();
  const { port } = other.address() as AddressInfo;
  const found = await look('ports', { INBOUND_SMTP_PORT: String(port) });
  expect(found[2]).toBe(`wrong INBOUND_SMTP_PORT ${port} is taken by another program (EADDRINUSE)`);
  other.close();
  await once(other, 'close');
  expect((await look('ports', { INBOUND_SMTP_PORT: String(port) }))[2]).toMatch(/is free$/);
});

it('finds that the listener takes mail, and whether it runs with its certificate', async () => {
  expect(await look('inbound')).toEqual([`ok the listener takes mail for ${domain}`]);
  const none = { INBOUND_TLS_CERT: undefined, INBOUND_TLS_KEY: undefined };
  expect((await look('inbound', none))[1]).toMatch(/^warn the listener offers no STARTTLS/);
  const foreign = await look('inbound', { INBOUND_DOMAIN: 'other.example' });
  expect(foreign).toEqual([expect.stringMatching(/^wrong another program answers/)]);
});

it('speaks the PROXY protocol to a listener that wants it', async () => {
  const config = parseConfig({ ...env, PARLEY_ROLES: 'smtp', INBOUND_PROXY: 'true' });
  const zero = { port: 0, metricsPort: null, inbound: { ...config.inbound, port: 0 } };
  const { databaseUrl, tokenSecrets } = config;
  if (databaseUrl === null || tokenSecrets === null) throw new Error('both were set above');
  const log = createLog({ ...config.log, destination: { write: () => {} } });
  const behind = await startService({ ...config, ...zero, databaseUrl, tokenSecrets }, { log });
  const more = { INBOUND_PROXY: 'true', INBOUND_SMTP_PORT: String(behind.smtpPort) };
  expect(await look('inbound', more)).toEqual([`ok the listener takes mail for ${domain}`]);
  await behind.stop();
});

it('judges the certificate: its time, its key, its name', async () => {
  const certificate = new X509Certificate(String(cert));
  const at = (text: string, days: number) => new Date(Date.parse(text) + days * 86_400_000);
  const when = (now: Date) => look('certificate', {}, now);
  expect((await when(at(certificate.validTo, 3)))[0]).toMatch(
    /^wrong the certificate ended 3 days/,
  );
  expect((await when(at(certificate.validTo, -3)))[0]).toMatch(/^warn the certificate ends in 3/);
  expect((await when(at(certificate.validFrom, -3)))[0]).toMatch(/^wrong .*not valid yet/);
  const good = await when(at(certificate.validTo, -100));
  expect(good).toEqual([`warn the certificate names none of ${domain}`]);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(await look('certificate', { INBOUND_TLS_KEY: pem })).toEqual([
    'wrong the certificate is of another key than INBOUND_TLS_KEY',
  ]);
});

it('is content with a worker that lives and nothing that waits', async () => {
  const found = await waitFor(async () => {
    const lines = await look('backlog');
    return lines[0]?.startsWith('ok') ? lines : null;
  });
  expect(found).toEqual(['ok nothing waits; 1 worker lives']);
});

it('finds mail that waits for too long', async () => {
  const hold = `update messages set state = 'waiting', settled_at = null, send_at = $1
    where id = (select id from messages order by id limit 1)`;
  // Not due for the worker, which has the time of now; late for a doctor of the day after.
  await database.pool.query(hold, [new Date(Date.now() + 60 * 60_000)]);
  const later = (hours: number) => new Date(Date.now() + hours * 60 * 60_000);
  expect((await look('backlog', {}, later(1.1)))[0]).toMatch(/^warn the oldest of 1 mail to send/);
  expect((await look('backlog', {}, later(24)))[0]).toMatch(/^wrong .*has waited for 23 h/);
});

it('finds a transaction that somebody left open', async () => {
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query('select 1');
  const { rows } = await client.query(`select pid from pg_stat_activity
    where pid = pg_backend_pid() and xact_start < clock_timestamp()`);
  expect(rows).toHaveLength(1);
  expect(await viewOldTransactions(database.pool, 0)).toContainEqual(
    expect.objectContaining({ program: 'parley', state: 'idle in transaction' }),
  );
  await client.query('rollback');
  client.release();
  expect(await viewOldTransactions(database.pool, 60)).toEqual([]);
});

it('finds a secret that coming sessions need and TOKEN_SECRETS lacks', async () => {
  const other = [...tokenSecret].reverse().join('');
  expect(await look('old-secrets', { TOKEN_SECRETS: `k2:${other}` })).toEqual([
    expect.stringMatching(
      /^wrong \d+ links? and the reply addresses of 2 people need the secret k1/,
    ),
  ]);
  expect(await look('old-secrets')).toEqual(['ok TOKEN_SECRETS has every secret that is needed']);
});

it('finds a time zone that this Node does not know', async () => {
  await database.pool.query(`update attendees set time_zone = 'Mars/Base' where role = 'guest'`);
  expect(await look('zones')).toContain(
    'wrong 1 people or applications have the zone Mars/Base, which this Node does not know',
  );
});

it('judges where the links in mails lead', async () => {
  const own = `http://127.0.0.1:${service.httpPort}`;
  const dev = { SMTP_URL: undefined };
  expect(await look('public-url', { ...dev, PUBLIC_URL: own })).toEqual([
    'ok PUBLIC_URL leads to Parley',
  ]);
  const below = { ...dev, PUBLIC_URL: `${own}/elsewhere` };
  expect((await look('public-url', below))[0]).toMatch(/^wrong PUBLIC_URL answers .livez with 404/);
  expect((await look('public-url', { PUBLIC_URL: own }))[0]).toMatch(/^wrong .*is not https/);
  expect((await look('public-url', { PUBLIC_URL: undefined }))[0]).toMatch(/^wrong .*is not set/);
  const closed = { ...dev, PUBLIC_URL: 'http://127.0.0.1:2' };
  expect((await look('public-url', closed))[0]).toMatch(/^warn .*ECONNREFUSED/);
});
