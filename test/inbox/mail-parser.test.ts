import {
  createMailParser,
  ParseFailure,
  ParserAway,
  type ReadContext,
} from '../../service/inbox/mail-parser.ts';
import { openZone } from '../house/dns-zone.ts';
import { decline, keyRecord, sign } from '../mail/signed-mail.ts';
import { quiet } from './inbox-house.ts';

const context: ReadContext = {
  envelope: { from: 'gil@guest.example', to: 'x@in.parley.example' },
  peer: { address: '192.0.2.7', helo: 'mail.guest.example' },
  receivedAt: new Date('2027-03-01T10:00:00Z'),
  writer: null,
  isSenderAsked: true,
};
const child = new URL('./programs/bad-child.ts', import.meta.url);

describe('a mail that harms its reader', () => {
  const parser = createMailParser({ log: quiet, child, parseTimeoutMs: 1500 });
  afterAll(() => parser.close());

  it.each([
    ['hang', 'timeout'],
    ['die', 'crash'],
    ['fail', 'error'],
    // DNS without end: the child is ended long before it would be late.
    ['ask', 'crash'],
  ])('is blamed, and the next one is read: %s', async (wish, reason) => {
    const bad = parser.read(Buffer.from(wish), context);
    const good = parser.read(Buffer.from('fine'), context);
    await expect(bad).rejects.toMatchObject({ name: 'ParseFailure', reason });
    expect(await good).toMatchObject({ subject: 'fine' });
  });

  it('harms nobody by what it says out of turn', async () => {
    const said = await parser.read(Buffer.from('babble'), context);
    expect(said).toMatchObject({ subject: 'babble' });
    expect(await parser.read(Buffer.from('fine'), context)).toMatchObject({ subject: 'fine' });
  });

  it('reads without any secret of the environment', async () => {
    expect(await parser.read(Buffer.from('fine'), context)).toMatchObject({
      environment: ['TZ'],
    });
  });
});

describe('the real reader', () => {
  const parser = createMailParser({ log: quiet });
  afterAll(() => parser.close());

  it('reads a reply through its process, dates and all', async () => {
    const raw = [
      'From: Gil Grant <gil@guest.example>',
      'Message-ID: <1@guest.example>',
      'Content-Type: text/calendar; method=REPLY; charset=utf-8',
      '',
      'BEGIN:VCALENDAR',
      'METHOD:REPLY',
      'BEGIN:VEVENT',
      'UID:room@in.parley.example',
      'SEQUENCE:2',
      'DTSTAMP:20270301T090000Z',
      'DTSTART:20270310T140000Z',
      'ATTENDEE;PARTSTAT=ACCEPTED:mailto:gil@guest.example',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const reading = await parser.read(Buffer.from(raw), context);
    expect(reading).toMatchObject({ kind: 'calendar', from: ['gil@guest.example'] });
    expect(reading.calendar).toMatchObject({ sequence: 2, uid: 'room@in.parley.example' });
    expect(reading.calendar?.stampedAt).toEqual(new Date('2027-03-01T09:00:00Z'));
  });

  it('reads a mail of the largest size we take', async () => {
    const head =
      'From: gil@guest.example\r\nContent-Type: application/pdf\r\n' +
      'Content-Transfer-Encoding: base64\r\n\r\n';
    const line = `${'A'.repeat(76)}\r\n`;
    const raw = Buffer.from(head + line.repeat(Math.floor((10 * 1024 * 1024 - 200) / line.length)));
    expect((await parser.read(raw, context)).kind).toBe('human');
  });

  it('leaves the prototype of all objects alone, here and there', async () => {
    const ics = 'BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:__proto__\nSUMMARY:polluted\n';
    const raw = Buffer.from(`From: a@b.example\nContent-Type: text/calendar\n\n${ics}`);
    await parser.read(raw, context).catch((error) => expect(error).toBeInstanceOf(ParseFailure));
    expect('summary' in {}).toBe(false);
    const next = await parser.read(Buffer.from('From: a@b.example\r\n\r\nhello'), context);
    expect(next).toMatchObject({ kind: 'human', text: 'hello' });
  });
});

const guestZone = {
  'guest.example TXT': ['v=spf1 ip4:192.0.2.0/24 -all'],
  '_dmarc.guest.example TXT': ['v=DMARC1; p=reject'],
  's1._domainkey.guest.example TXT': [keyRecord],
};

describe('who sent a mail', () => {
  const zone = openZone(guestZone);
  const silent = openZone({ ...guestZone, '_dmarc.guest.example TXT': 'silence' });
  const parserOf = (resolveDns: typeof zone.resolve) =>
    createMailParser({
      log: quiet,
      authentication: { mode: 'dns', resolveDns },
      dnsQuestionTimeoutMs: 50,
    });
  const parser = parserOf(zone.resolve);
  const waiting = parserOf(silent.resolve);
  afterAll(() => Promise.all([parser.close(), waiting.close()]));

  it('is found out in the process, which asks DNS through this one', async () => {
    const raw = Buffer.from(await sign(decline(), 'guest.example'));
    const { kind, authentication } = await parser.read(raw, context);
    expect(kind).toBe('calendar');
    expect(authentication).toMatchObject({
      source: 'checked',
      spf: { result: 'pass', aligned: true },
      dkim: [{ result: 'pass', aligned: true }],
      dmarc: { result: 'pass', policy: 'reject', domain: 'guest.example' },
    });
    expect(zone.asked).toContain('s1._domainkey.guest.example TXT');
  });

  it('is not known when DNS keeps silent, and the next mail is read', async () => {
    const raw = Buffer.from(await sign(decline(), 'guest.example'));
    const first = await waiting.read(raw, context);
    expect(first).toMatchObject({
      kind: 'calendar',
      authentication: { dmarc: { result: 'temperror' } },
    });
    expect(await waiting.read(raw, context)).toEqual(first);
  });

  it('takes as long as DNS takes, and holds up no other mail meanwhile', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const slow = createMailParser({
      log: quiet,
      authentication: {
        mode: 'dns',
        resolveDns: (name, type) => answered.then(() => zone.resolve(name, type)),
      },
    });
    const waits = slow.read(Buffer.from(await sign(decline(), 'guest.example')), context);
    const letter = Buffer.from('From: bob@elsewhere.example\r\n\r\nhello');
    const reading = await slow.read(letter, { ...context, isSenderAsked: false });
    expect(reading).toMatchObject({ kind: 'human' });
    answer();
    expect(await waits).toMatchObject({ authentication: { dmarc: { result: 'pass' } } });
    await slow.close();
  });

  it('is not asked when it makes no difference', async () => {
    const before = zone.asked.length;
    const raw = Buffer.from(await sign(decline(), 'guest.example'));
    const reading = await parser.read(raw, { ...context, isSenderAsked: false });
    expect(reading).toMatchObject({ kind: 'calendar', authentication: null });
    expect(zone.asked.length).toBe(before);
  });

  it('is not told by an address of our own network', async () => {
    for (const peer of [null, { address: '127.0.0.1', helo: null }]) {
      const { authentication } = await parser.read(Buffer.from(decline()), { ...context, peer });
      expect(authentication).toMatchObject({
        spf: { result: 'none' },
        dmarc: { result: 'fail', policy: 'reject' },
      });
    }
  });

  it('is of no interest for what carries nobody’s word', async () => {
    const before = zone.asked.length;
    const raw = Buffer.from('From: gil@guest.example\r\nAuto-Submitted: auto-replied\r\n\r\nAway');
    const reading = await parser.read(raw, context);
    expect(reading).toMatchObject({ kind: 'automatic', authentication: null });
    expect(zone.asked.length).toBe(before);
  });

  it('is what the relay in front of us wrote, when one is trusted', async () => {
    const authservId = 'mx.relay.example';
    const front = createMailParser({
      log: quiet,
      authentication: { mode: 'front-relay', authservId },
    });
    const told = `Authentication-Results: ${authservId}; dmarc=pass header.from=guest.example\r\n`;
    const source = async (raw: string) =>
      (await front.read(Buffer.from(raw), context)).authentication;
    expect(await source(told + decline())).toMatchObject({
      source: 'front-relay',
      dmarc: { result: 'pass' },
    });
    expect(await source(decline())).toMatchObject({ source: 'missing' });
    await front.close();
  });

  it('stays unknown when a mail breaks the check, and it is read all the same', async () => {
    const fragile = createMailParser({
      log: quiet,
      child,
      authentication: { mode: 'dns', resolveDns: zone.resolve },
    });
    for (const wish of ['die later', 'fail later']) {
      expect(await fragile.read(Buffer.from(wish), context)).toMatchObject({
        subject: wish,
        authentication: { source: 'checked', dmarc: { result: 'permerror' } },
      });
    }
    await fragile.close();
  });
});

it('dies of memory alone, without this process', async () => {
  const parser = createMailParser({ log: quiet, child, parseTimeoutMs: 25_000 });
  const eaten = parser.read(Buffer.from('eat'), context);
  await expect(eaten).rejects.toMatchObject({ name: 'ParseFailure', reason: 'crash' });
  expect(await parser.read(Buffer.from('fine'), context)).toMatchObject({ subject: 'fine' });
  await parser.close();
});

it('blames no mail when it is closed, even with one in hand', async () => {
  const parser = createMailParser({ log: quiet, child });
  await parser.read(Buffer.from('fine'), context);
  const inHand = parser.read(Buffer.from('hang'), context);
  const refused = expect(inHand).rejects.toBeInstanceOf(ParserAway);
  await parser.close();
  await refused;
  await expect(parser.read(Buffer.from('fine'), context)).rejects.toBeInstanceOf(ParserAway);
});

it('blames no mail when its process cannot start', async () => {
  const missing = new URL('./programs/missing.ts', import.meta.url);
  const parser = createMailParser({ log: quiet, child: missing });
  await expect(parser.read(Buffer.from('fine'), context)).rejects.toBeInstanceOf(ParserAway);
  await parser.close();
});
