import { generateKeyPairSync } from 'node:crypto';
import net from 'node:net';
import pino from 'pino';
import {
  createSmtpTransport,
  type SmtpTransportOptions,
} from '../../service/outbox/smtp-transport.ts';
import type { SendOutcome } from '../../service/ports.ts';
import { type Misbehaviour, startMisbehavingRelay } from './misbehaving-relay.ts';

const log = pino({ level: 'silent' });
const timeouts = { connectMs: 2_000, greetingMs: 2_000, socketMs: 400 };
const raw = Buffer.from('Message-ID: <1@parley.test>\r\nSubject: x\r\n\r\n.a line\r\nthe end\r\n');
const mail = { envelopeFrom: 'b-1@in.parley.test', envelopeTo: 'guest@example.org', raw };

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function startRelay(how: Misbehaviour = 'none') {
  const relay = await startMisbehavingRelay(how);
  cleanUps.push(() => relay.close());
  return relay;
}

function openTransport(urls: string[], options: Partial<SmtpTransportOptions> = {}) {
  const transport = createSmtpTransport({ urls, dkim: null, log, timeouts, ...options });
  cleanUps.unshift(() => transport.close());
  return transport;
}

async function sendTo(how: Misbehaviour) {
  const relay = await startRelay(how);
  const transport = openTransport([relay.url]);
  const report = await transport.send(mail);
  return { report, mails: relay.mails };
}

const ends: [Misbehaviour, SendOutcome, string][] = [
  ['none', 'accepted', '250 2.0.0 queued as 1'],
  ['rcpt-450', 'temporary', '450 4.2.0 greylisted'],
  ['dot-451', 'temporary', '451 4.3.0 later'],
  ['drop-before-data', 'temporary', 'closed'],
  ['drop-in-data', 'unknown', 'closed'],
  ['hang-before-data', 'temporary', 'Timeout'],
  ['rcpt-550', 'final', '550 5.1.1 no such user'],
  ['dot-554', 'final', '554 5.7.1 spam'],
  ['refuse-size', 'final', '552 5.3.4 too big'],
  ['refuse-login', 'configuration', '535 5.7.8 no'],
  ['refuse-sender', 'configuration', '550 5.1.8 not from you'],
  ['refuse-greeting', 'configuration', '554 5.7.1 go away'],
  ['drop-after-dot', 'unknown', 'closed'],
  ['hang-after-dot', 'unknown', 'Timeout'],
];

test.each(ends)('a relay that does %s makes the attempt %s', async (how, outcome, words) => {
  const { report } = await sendTo(how);
  expect(report.outcome).toBe(outcome);
  expect(report.response).toContain(words);
});

test('the mail arrives as it was written, for its one recipient', async () => {
  const { mails } = await sendTo('none');
  expect(mails).toEqual([
    {
      from: mail.envelopeFrom,
      to: [mail.envelopeTo],
      raw: raw.toString().replace('\r\n.a', '\r\n..a'),
    },
  ]);
});

test('a relay that is away is a temporary failure', async () => {
  const relay = await startMisbehavingRelay();
  await relay.close();
  const transport = openTransport([relay.url]);
  expect((await transport.send(mail)).outcome).toBe('temporary');
});

test('the next relay is tried when one is away, refuses us or puts us off', async () => {
  for (const how of ['drop-before-data', 'refuse-login', 'rcpt-450'] as const) {
    const first = await startRelay(how);
    const second = await startRelay();
    const urls = [first.url, second.url];
    const transport = openTransport(urls);
    expect((await transport.send(mail)).outcome).toBe('accepted');
    expect(second.mails).toHaveLength(1);
  }
});

test('no second relay is tried when the mail was refused or may have arrived', async () => {
  for (const how of ['rcpt-550', 'drop-after-dot'] as const) {
    const first = await startRelay(how);
    const second = await startRelay();
    const urls = [first.url, second.url];
    const transport = openTransport(urls);
    expect((await transport.send(mail)).outcome).toBe(how === 'rcpt-550' ? 'final' : 'unknown');
    expect(second.mails).toHaveLength(0);
  }
});

test('one relay away and one refusing us leave the mail to be tried again', async () => {
  const first = await startRelay('rcpt-450');
  const second = await startRelay('refuse-login');
  const urls = [first.url, second.url];
  const transport = openTransport(urls);
  const report = await transport.send(mail);
  expect(report.outcome).toBe('temporary');
  expect(report.response).toContain('relay 1: 450');
  expect(report.response).toContain('relay 2: ');
});

test('an abort before DATA is temporary and one after the final dot is in doubt', async () => {
  const slow = { ...timeouts, socketMs: 20_000 };
  for (const [how, outcome] of [
    ['hang-before-data', 'temporary'],
    ['hang-after-dot', 'unknown'],
  ] as const) {
    const relay = await startRelay(how);
    const transport = openTransport([relay.url], { timeouts: slow });
    expect((await transport.send(mail, AbortSignal.timeout(300))).outcome).toBe(outcome);
  }
});

test('a recipient that would parse into another or several never leaves', async () => {
  const relay = await startRelay();
  const transport = openTransport([relay.url]);
  for (const envelopeTo of ['a@example.org, b@example.org', 'x: a@example.org;', 'nobody', '']) {
    expect((await transport.send({ ...mail, envelopeTo })).outcome).toBe('final');
  }
  expect(relay.mails).toHaveLength(0);
});

test('a server that never speaks is left after the deadline', async () => {
  const server = net.createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
  const url = `smtp://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  const short = { connectMs: 300, greetingMs: 300, socketMs: 300 };
  const transport = openTransport([url], { timeouts: short });
  expect((await transport.send(mail)).outcome).toBe('temporary');
});

test('with DKIM configured the mail is signed, the same way each time', async () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const relay = await startRelay();
  const dkim = { domain: 'parley.test', selector: 's1', privateKey };
  const transport = openTransport([relay.url], { dkim });
  await transport.send(mail);
  await transport.send({ ...mail, raw: Buffer.from(raw) });
  expect(relay.mails[0]?.raw).toMatch(/d=parley\.test;\s+q=dns\/txt; s=s1/);
  expect(relay.mails[1]?.raw).toBe(relay.mails[0]?.raw);
});
