import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { createRelayPlaces } from '../../service/outbox/relay/relay-places.ts';
import { waitFor } from '../house/wait-for.ts';
import { mail, openRelayHouse, patient, type RelayHouse, raw, yes } from './relay-house.ts';

/** What stands on the wire: a dot at the start of a line is doubled (RFC 5321 §4.5.2). */
const onTheWire = raw.toString().replace('\r\n.a', '\r\n..a');

let house: RelayHouse;
beforeEach(() => {
  house = openRelayHouse();
});
afterEach(() => house.close());

test('the mail arrives as it was written, for its one recipient, over one connection', async () => {
  const relay = await house.startRelay('none', { pipelining: true });
  const transport = house.openTransport([relay.url]);
  await transport.send(mail, yes);
  await transport.send(mail, yes);
  const arrived = { from: mail.envelopeFrom, to: [mail.envelopeTo], raw: onTheWire };
  expect(relay.mails).toEqual([arrived, arrived]);
  expect(relay.connections()).toEqual({ made: 1, open: 1 });
});

test('the gate is asked when all but the dot is with the relay, and names it', async () => {
  const relay = await house.startRelay();
  const transport = house.openTransport([relay.url]);
  const gate = Promise.withResolvers<boolean>();
  let asked = '';
  const sent = transport.send(mail, {
    mayFinish(name) {
      asked = name;
      return gate.promise;
    },
  });
  await waitFor(() => relay.receiving() === onTheWire);
  await waitFor(() => asked !== '');
  expect(asked).toBe(new URL(relay.url).host);
  expect(relay.dots()).toBe(0);
  gate.resolve(true);
  expect(await sent).toMatchObject({ outcome: 'accepted', relay: asked });
  expect(relay.dots()).toBe(1);
});

test.each([
  ['a no', async () => false],
  ['a rejection', () => Promise.reject(new Error('nobody could be asked'))],
  [
    'a throw',
    () => {
      throw new Error('nobody could be asked');
    },
  ],
])('%s at the gate cuts the connection without the dot', async (_what, mayFinish) => {
  const relay = await house.startRelay();
  const spare = await house.startRelay();
  const transport = house.openTransport([relay.url, spare.url], { rests: { failures: 1 } });
  const report = await transport.send(mail, { mayFinish });
  expect(report.outcome).toBe('withdrawn');
  await waitFor(() => relay.connections().open === 0);
  expect(relay.unfinished.map((one) => one.raw)).toEqual([onTheWire]);
  expect(relay.dots() + relay.mails.length + spare.connections().made).toBe(0);
  // The relay is not to blame.
  expect(house.resting.get(1)).toBe(false);
  expect((await transport.send(mail, yes)).outcome).toBe('accepted');
});

test('a gate that does not answer withdraws the mail at its deadline, blaming nobody', async () => {
  const relay = await house.startRelay();
  const deadlines = { ...patient, toDotMs: 500 };
  const transport = house.openTransport([relay.url], { rests: { failures: 1 }, deadlines });
  const never = { mayFinish: () => new Promise<boolean>(() => {}) };
  expect((await transport.send(mail, never)).outcome).toBe('withdrawn');
  expect(transport.restsUntil()).toBeNull();
  await waitFor(() => relay.connections().open === 0);
  expect(relay.dots()).toBe(0);
});

test('a yes that comes after the relay went away lets nothing out, here or elsewhere', async () => {
  const relay = await house.startRelay('drop-in-data');
  const spare = await house.startRelay();
  const transport = house.openTransport([relay.url, spare.url]);
  const gate = Promise.withResolvers<boolean>();
  const report = await transport.send(mail, { mayFinish: () => gate.promise });
  gate.resolve(true);
  expect(report.outcome).toBe('temporary');
  await waitFor(() => relay.connections().open === 0);
  expect(relay.dots() + spare.connections().made).toBe(0);
});

test('an abort before the dot is temporary and blames nobody; after it the mail is in doubt', async () => {
  for (const [how, outcome] of [
    ['hang-before-data', 'temporary'],
    ['hang-after-dot', 'unknown'],
  ] as const) {
    const relay = await house.startRelay(how);
    const transport = house.openTransport([relay.url], { rests: { failures: 1 } });
    const cut = new AbortController();
    const sent = transport.send(mail, { ...yes, signal: cut.signal });
    await waitFor(() => relay.reached() === (how === 'hang-before-data' ? 'DATA' : 'dot'));
    cut.abort();
    const report = await sent;
    expect(report.outcome).toBe(outcome);
    expect(report.relay === null).toBe(how === 'hang-before-data');
    expect(transport.restsUntil()).toBeNull();
  }
});

test('the next relay takes over when one is away or refuses us', async () => {
  for (const how of ['drop-before-data', 'refuse-login', 'sender-451'] as const) {
    const [first, second] = [await house.startRelay(how), await house.startRelay()];
    const transport = house.openTransport([first.url, second.url]);
    const report = await transport.send(mail, yes);
    expect(report).toMatchObject({ outcome: 'accepted', relay: new URL(second.url).host });
    expect(second.mails).toHaveLength(1);
  }
});

test('no second relay is asked when the mail was judged or may have arrived', async () => {
  for (const how of ['rcpt-550', 'rcpt-450', 'dot-421', 'drop-after-dot'] as const) {
    const [first, second] = [await house.startRelay(how), await house.startRelay()];
    const transport = house.openTransport([first.url, second.url]);
    expect((await transport.send(mail, yes)).outcome).not.toBe('accepted');
    expect(second.connections().made).toBe(0);
  }
});

test('one relay away and one refusing us leave the mail to be tried again', async () => {
  const first = await house.startRelay('drop-at-connect');
  const second = await house.startRelay('refuse-login');
  const transport = house.openTransport([first.url, second.url]);
  const report = await transport.send(mail, yes);
  expect(report.outcome).toBe('temporary');
  expect(report.response).toContain('relay 1: Connection closed');
  expect(report.response).toContain('relay 2: 535');
});

test('a resting relay is left out, told of once, and probed by one mail', async () => {
  const first = await house.startRelay('refuse-login');
  const second = await house.startRelay();
  const transport = house.openTransport([first.url, second.url]);
  for (let count = 0; count < 3; count += 1) await transport.send(mail, yes);
  expect(first.connections().made).toBe(1);
  expect(second.mails).toHaveLength(3);
  expect(house.resting).toEqual(
    new Map([
      [1, true],
      [2, false],
    ]),
  );
  expect(transport.restsUntil()).toBeNull();

  house.clock.advance({ seconds: 61 });
  first.behave('hang-at-login');
  const probe = transport.send(mail, yes);
  await waitFor(() => first.reached() === 'AUTH');
  const others = await Promise.all([transport.send(mail, yes), transport.send(mail, yes)]);
  expect(others.map((report) => report.relay)).toEqual(Array(2).fill(new URL(second.url).host));
  first.sayNow('235 2.7.0 welcome');
  expect((await probe).relay).toBe(new URL(first.url).host);
  expect(house.resting.get(1)).toBe(false);
  const lines = house.logged.map(({ level, relay, msg }) => ({ level, relay, msg }));
  expect(lines).toEqual([
    { level: 50, relay: 1, msg: 'a relay refuses us and rests: check SMTP_URL' },
    { level: 30, relay: 1, msg: 'a relay is back' },
  ]);
  expect(JSON.stringify(house.logged)).not.toMatch(/secret|user|example\.org/);
});

test('when every relay rests nobody is asked, no mail is blamed, and the end is known', async () => {
  const relay = await house.startRelay('refuse-sender');
  const transport = house.openTransport([relay.url]);
  await transport.send(mail, yes);
  const report = await transport.send(mail, yes);
  expect(report).toEqual({ outcome: 'configuration', response: 'every relay rests', relay: null });
  expect(relay.connections().made).toBe(1);
  const restMs = (transport.restsUntil()?.getTime() ?? 0) - house.clock.now().getTime();
  expect(restMs).toBeGreaterThanOrEqual(45_000);
  expect(restMs).toBeLessThanOrEqual(60_000);
});

test('mails that find only a probe under way wait for it and then follow', async () => {
  const relay = await house.startRelay('refuse-login');
  const transport = house.openTransport([relay.url]);
  await transport.send(mail, yes);
  house.clock.advance({ minutes: 2 });
  relay.behave('hang-at-login');
  const sent = Array.from({ length: 4 }, () => transport.send(mail, yes));
  await waitFor(() => relay.reached() === 'AUTH');
  expect(relay.connections().open).toBe(1);
  relay.behave('none');
  relay.sayNow('235 2.7.0 welcome');
  for (const report of await Promise.all(sent)) expect(report.outcome).toBe('accepted');
  expect(relay.mails).toHaveLength(4);
});

test('an idle connection that died meanwhile costs the mail nothing', async () => {
  const relay = await house.startRelay();
  const transport = house.openTransport([relay.url], { rests: { failures: 1 } });
  await transport.send(mail, yes);
  for (const how of ['drop-at-mail', 'drop-before-data'] as const) {
    relay.behave(how, { once: true });
    expect((await transport.send(mail, yes)).outcome).toBe('accepted');
  }
  expect(relay.connections().made).toBe(3);
  expect(relay.mails).toHaveLength(3);
});

test('never more connections than allowed; each carries as many mails as it may', async () => {
  const relay = await house.startRelay();
  const transport = house.openTransport([`${relay.url}?maxConnections=2&maxMessages=3`]);
  expect(transport.concurrency).toBe(2);
  let most = 0;
  const mayFinish = async () => {
    most = Math.max(most, relay.connections().open);
    return true;
  };
  const sent = Array.from({ length: 12 }, () => transport.send(mail, { mayFinish }));
  const reports = await Promise.all(sent);
  expect(reports.every(({ outcome }) => outcome === 'accepted')).toBe(true);
  // One that says QUIT may still be there while its place is used again.
  expect(most).toBeLessThanOrEqual(4);
  expect(relay.connections().made).toBe(4);
});

test('a rate is kept, in order, and the wait is not charged to the mail', async () => {
  const places = createRelayPlaces(10, { mails: 3, perMs: 150 });
  const began: number[] = [];
  const startedAt = performance.now();
  const mails = Array.from({ length: 8 }, async () => {
    const giveBack = await places.take();
    began.push(performance.now() - startedAt);
    giveBack?.();
  });
  await Promise.all(mails);
  for (let at = 3; at < began.length; at += 1) {
    // The first ones are told of their places late, once all have asked: they count from the start.
    const before = at < 6 ? 0 : (began[at - 3] ?? 0);
    expect((began[at] ?? 0) - before).toBeGreaterThanOrEqual(149);
  }
  places.close();
  expect(await places.take()).toBeNull();
});

test('closing lets the mail on the wire end, and cuts what does not', async () => {
  const relay = await house.startRelay();
  const gate = Promise.withResolvers<boolean>();
  const transport = house.openTransport([relay.url], { deadlines: { ...patient, closeMs: 5_000 } });
  const sent = transport.send(mail, { mayFinish: () => gate.promise });
  await waitFor(() => relay.receiving() !== '');
  const closed = transport.close();
  gate.resolve(true);
  expect((await sent).outcome).toBe('accepted');
  await closed;
  await waitFor(() => relay.connections().open === 0);
  expect(await transport.send(mail, yes)).toMatchObject({ outcome: 'temporary', relay: null });

  const stalled = await house.startRelay('hang-at-rcpt');
  const impatient = house.openTransport([stalled.url]);
  const hanging = impatient.send(mail, yes);
  await waitFor(() => stalled.reached() === 'RCPT');
  await impatient.close();
  expect((await hanging).outcome).toBe('temporary');
  await waitFor(() => stalled.connections().open === 0);
});

test('a recipient that would parse into another or several never leaves', async () => {
  const relay = await house.startRelay();
  const transport = house.openTransport([relay.url]);
  for (const envelopeTo of ['a@example.org, b@example.org', 'x: a@example.org;', 'nobody', '']) {
    expect((await transport.send({ ...mail, envelopeTo }, yes)).outcome).toBe('final');
  }
  expect(relay.connections().made).toBe(0);
});

test('the DKIM signature verifies, and every attempt sends the same bytes', async () => {
  const key = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  const relay = await house.startRelay('drop-after-dot');
  const dkim = { domain: 'parley.test', selector: 's1', privateKey: key.privateKey };
  await house.openTransport([relay.url], { dkim }).send(mail, yes);
  relay.behave('none');
  await house.openTransport([relay.url], { dkim }).send({ ...mail, raw: Buffer.from(raw) }, yes);
  const [first, second] = relay.mails.map((one) => one.raw);
  expect(first).toBe(second);
  const resolver = async () => [[`v=DKIM1; k=rsa; p=${key.publicKey.toString('base64')}`]];
  const { results } = await dkimVerify(Buffer.from(String(first).replace('\r\n..a', '\r\n.a')), {
    resolver,
    minBitLength: 1024,
  } as Parameters<typeof dkimVerify>[1]);
  expect(results[0]).toMatchObject({ signingDomain: 'parley.test', status: { result: 'pass' } });
});

test('a key that cannot sign stops the start; it would leave the mails unsigned', () => {
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const dkim = { domain: 'parley.test', selector: 's1', privateKey };
  expect(() => house.openTransport(['smtp://relay.test'], { dkim })).toThrow('RSA');
});
