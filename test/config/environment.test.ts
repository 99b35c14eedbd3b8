import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { simpleParser } from 'mailparser';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { parseConfig } from '../../service/config.ts';
import { createLog } from '../../service/ops/log.ts';
import { type Service, startService } from '../../service/service.ts';
import { type MailSink, startMailSink } from '../house/mail-sink.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { callSmtp } from '../inbox/smtp-client.ts';

/** What is set from outside is what a running service does, variable by variable. */

const apiKey = 'parley_key_of_the_environment_test';
const day = 24 * 60 * 60_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
const logged: string[] = [];

async function start(database: TestDatabase, env: Record<string, string>): Promise<Service> {
  const config = parseConfig({
    PORT: '0',
    INBOUND_SMTP_PORT: '0',
    INBOUND_SMTP_HOST: '127.0.0.1',
    DATABASE_URL: database.databaseUrl,
    TOKEN_SECRETS: 'k1:a-secret-of-the-environment-test-32',
    PARLEY_API_KEY: apiKey,
    ...env,
  });
  const { databaseUrl, tokenSecrets } = config;
  if (databaseUrl === null || tokenSecrets === null) throw new Error('both were set above');
  const destination = { write: (line: string) => void logged.push(line) };
  const log = createLog({ ...config.log, destination });
  return startService({ ...config, databaseUrl, tokenSecrets }, { log });
}

const at = (service: Service, path: string) => `http://127.0.0.1:${service.httpPort}${path}`;

async function api(service: Service, method: string, path: string, body?: object) {
  const answer = await fetch(at(service, path), {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: rooms, proposals and messages.
  return (await answer.json()) as any;
}

const book = (service: Service) =>
  api(service, 'POST', '/v1/rooms', {
    startUtc: inDays(7),
    durationMinutes: 60,
    host: { name: 'Helen Hart', email: 'helen@host.example' },
    guest: { name: 'Gil Grant', email: 'gil@guest.example' },
  });

async function offersTls(service: Service): Promise<boolean> {
  const client = callSmtp(service.smtpPort ?? 0);
  await client.reply();
  const offer = await client.ask('EHLO client.example');
  client.close();
  return /STARTTLS/.test(offer);
}

/** A port that answers no connection: it was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('with everything set', () => {
  const hookSecret = 'hook-secret-of-the-environment';
  const adminKey = 'parley_admin_of_the_environment_test';
  let database: TestDatabase;
  let sink: MailSink;
  let service: Service;

  beforeAll(async () => {
    database = await openTestDatabase();
    sink = await startMailSink();
    // The test certificate of smtp-server: public, so good for nothing else.
    const { key, cert } = tlsOptions();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    service = await start(database, {
      METRICS_PORT: '0',
      INBOUND_TLS_CERT: String(cert),
      INBOUND_TLS_KEY: String(key),
      INBOUND_DOMAIN: 'in.parley.example',
      SMTP_URL: `smtp://127.0.0.1:${await closedPort()},${sink.url}`,
      DKIM_DOMAIN: 'parley.example',
      DKIM_SELECTOR: 's1',
      DKIM_PRIVATE_KEY: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      NOTIFICATIONS_REDIRECT_TO: 'desk@staging.example',
      NOTIFICATIONS_FROM_EMAIL: 'sessions@parley.example',
      PUBLIC_URL: 'https://meet.parley.example',
      LINK_CONFIRMATION: 'one-click',
      HOOK_SECRET: hookSecret,
      PARLEY_ADMIN_KEY: adminKey,
      API_REQUESTS_PER_MINUTE: '77',
    });
  });
  afterAll(async () => {
    await service.stop();
    await sink.close();
    await database.drop();
  });

  test('METRICS_PORT: metrics are there, and not on the port of the world; probes on both', async () => {
    const there = (path: string) => fetch(`http://127.0.0.1:${service.metricsPort}${path}`);
    expect((await there('/livez')).status).toBe(200);
    expect((await there('/readyz')).status).toBe(200);
    const metrics = await there('/metrics');
    expect(await metrics.text()).toContain('parley_outbox_waiting');
    expect((await fetch(at(service, '/metrics'))).status).toBe(404);
  });

  test('INBOUND_TLS_…: STARTTLS is offered', async () => {
    expect(await offersTls(service)).toBe(true);
  });

  test('PARLEY_ADMIN_KEY, API_REQUESTS_PER_MINUTE: the operator gets in, with that share', async () => {
    const headers = { authorization: `Bearer ${adminKey}` };
    const answer = await fetch(at(service, '/v1/applications'), { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ratelimit-policy')).toContain('q=77;');
  });

  test('PARLEY_ADMIN_KEY: there is an operator’s view, and the workers tell it of their relays', async () => {
    expect((await fetch(at(service, '/ops/sign-in'))).status).toBe(200);
    // Asked of the database: the operator's own share of requests is small here.
    await waitFor(async () => {
      const { rows } = await database.pool.query('select relays from workers');
      return rows[0]?.relays?.length === 2;
    });
    const headers = { authorization: `Bearer ${adminKey}` };
    const answer = await fetch(at(service, '/v1/operator/workers'), { headers });
    const state = { state: 'good', restsUntil: null };
    expect(await answer.json()).toMatchObject({
      data: [{ isSilent: false, relays: [{ relay: 1 }, { relay: 2, ...state }] }],
    });
  });

  test('a relay keeps the development mailbox closed', async () => {
    expect((await fetch(at(service, '/dev/mailbox'))).status).toBe(404);
  });

  test('SMTP_URL, REDIRECT_TO, FROM_EMAIL, INBOUND_DOMAIN, DKIM: the second relay gets it', async () => {
    await book(service);
    const mails = await sink.waitForMails(2);
    const people: (string | undefined)[] = [];
    for (const { envelopeFrom, envelopeTo, raw } of mails) {
      expect(envelopeTo).toEqual(['desk@staging.example']);
      expect(envelopeFrom).toMatch(/^b-[a-z2-7]{32}@in\.parley\.example$/);
      const mail = await simpleParser(raw);
      expect(mail.to).toMatchObject({ text: expect.stringContaining('desk@staging.example') });
      expect(mail.from?.text).toContain('sessions@parley.example');
      expect(mail.text).toContain('https://meet.parley.example/reschedule?r=');
      expect(unfold(raw)).toMatch(/^DKIM-Signature: .*d=parley\.example/m);
      const calendar = unfold(mail.attachments.find(({ filename }) => filename)?.content);
      people.push(/ATTENDEE[^\r]*:mailto:(\S+)/i.exec(calendar)?.[1]);
    }
    expect(people.sort()).toEqual(['gil@guest.example', 'helen@host.example']);
  });

  test('LINK_CONFIRMATION=one-click: a click decides; HEAD and prefetch do not', async () => {
    sink.clear();
    const { id } = await book(service);
    const wish = { proposedBy: 'guest', startUtc: inDays(8) };
    const proposal = await api(service, 'POST', `/v1/rooms/${id}/proposals`, wish);
    const link = await waitFor(async () => {
      const texts = await Promise.all(sink.mails.map(({ raw }) => simpleParser(raw)));
      return texts.flatMap(({ text }) => /\/approve\?t=\S+/.exec(text ?? '') ?? [])[0];
    });
    const statusNow = async () =>
      (await api(service, 'GET', `/v1/proposals/${proposal.id}`)).status;
    await fetch(at(service, link), { method: 'HEAD' });
    await fetch(at(service, link), { headers: { 'sec-purpose': 'prefetch;prerender' } });
    expect(await statusNow()).toBe('pending');
    expect(await (await fetch(at(service, link))).text()).toContain('The session has a new time');
    expect(await statusNow()).toBe('approved');
  });

  test('HOOK_SECRET: who knows it hands mail in', async () => {
    const organizer = await replyAddress();
    const hand = (secret: string) =>
      fetch(at(service, `/api/imip/inbound?to=${organizer}&from=gil@guest.example`), {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'message/rfc822' },
        body: `From: gil@guest.example\r\nTo: ${organizer}\r\nSubject: hi\r\n\r\nhello\r\n`,
      });
    expect((await hand('not-the-secret-at-all')).status).toBe(401);
    expect((await hand(hookSecret)).status).toBe(202);
  });

  async function replyAddress(): Promise<string> {
    const [mail] = await sink.waitForMails(1);
    return /r-[a-z2-7]{32}@in\.parley\.example/.exec(unfold(mail?.raw))?.[0] ?? '';
  }
});

const unfold = (raw: Buffer | undefined): string =>
  String(raw)
    .replace(/=\r?\n/g, '')
    .replace(/\r?\n[ \t]/g, '');

describe('with NOTIFICATIONS_ENABLED=false and no more', () => {
  let database: TestDatabase;
  let service: Service;

  beforeAll(async () => {
    database = await openTestDatabase();
    logged.length = 0;
    service = await start(database, { NOTIFICATIONS_ENABLED: 'false', LOG_FORMAT: 'json' });
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  test('mails are recorded and logged as dry-run, and go nowhere', async () => {
    const { id } = await book(service);
    const states = () =>
      api(service, 'GET', `/v1/rooms/${id}/messages`).then(({ data }) =>
        data.map((one: { state: string }) => one.state),
      );
    await waitFor(async () => (await states()).every((state: string) => state === 'dry-run'));
    expect(await states()).toEqual(['dry-run', 'dry-run']);
    const lines = logged.map((line) => JSON.parse(line) as { roomId?: string; state?: string });
    const dry = lines.filter((line) => line.roomId === id && line.state === 'dry-run');
    expect(dry).toHaveLength(2);
    const { rows } = await database.pool.query('select count(*)::int from development_mails');
    expect(rows).toEqual([{ count: 0 }]);
  });

  test('what was not set is not there: no STARTTLS, no hook, no second port', async () => {
    expect(await offersTls(service)).toBe(false);
    const hook = await fetch(at(service, '/api/imip/inbound'), { method: 'POST' });
    expect(hook.status).toBe(404);
    expect(service.metricsPort).toBeNull();
    expect((await fetch(at(service, '/metrics'))).status).toBe(200);
    expect((await fetch(at(service, '/dev/mailbox'))).status).toBe(200);
  });
});

describe('PARLEY_ROLES', () => {
  test.each([
    ['worker', 404, false],
    ['smtp', 404, true],
    ['api', 401, false],
  ] as const)('%s is all that a process of it does', async (roles, status, listens) => {
    const database = await openTestDatabase();
    const service = await start(database, { PARLEY_ROLES: roles });
    expect((await fetch(at(service, '/v1/rooms'))).status).toBe(status);
    expect((await fetch(at(service, '/readyz'))).status).toBe(200);
    expect(service.smtpPort !== null).toBe(listens);
    await service.stop();
    await database.drop();
  });
});
