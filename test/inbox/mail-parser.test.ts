import { createMailParser, ParseFailure, ParserAway } from '../../service/inbox/mail-parser.ts';
import { quiet } from './inbox-house.ts';

const envelope = { from: 'gil@guest.example', to: 'x@in.parley.example' };
const child = new URL('./programs/bad-child.ts', import.meta.url);

describe('a mail that harms its reader', () => {
  const parser = createMailParser({ log: quiet, child, parseTimeoutMs: 1500 });
  afterAll(() => parser.close());

  it.each([
    ['hang', 'timeout'],
    ['die', 'crash'],
    ['fail', 'error'],
  ])('is blamed, and the next one is read: %s', async (wish, reason) => {
    const bad = parser.read(Buffer.from(wish), envelope);
    const good = parser.read(Buffer.from('fine'), envelope);
    await expect(bad).rejects.toMatchObject({ name: 'ParseFailure', reason });
    expect(await good).toMatchObject({ subject: 'fine' });
  });

  it('reads without any secret of the environment', async () => {
    expect(await parser.read(Buffer.from('fine'), envelope)).toMatchObject({
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
    const reading = await parser.read(Buffer.from(raw), envelope);
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
    expect((await parser.read(raw, envelope)).kind).toBe('human');
  });

  it('leaves the prototype of all objects alone, here and there', async () => {
    const ics = 'BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:__proto__\nSUMMARY:polluted\n';
    const raw = Buffer.from(`From: a@b.example\nContent-Type: text/calendar\n\n${ics}`);
    await parser.read(raw, envelope).catch((error) => expect(error).toBeInstanceOf(ParseFailure));
    expect('summary' in {}).toBe(false);
    const next = await parser.read(Buffer.from('From: a@b.example\r\n\r\nhello'), envelope);
    expect(next).toMatchObject({ kind: 'human', text: 'hello' });
  });
});

it('dies of memory alone, without this process', async () => {
  const parser = createMailParser({ log: quiet, child, parseTimeoutMs: 25_000 });
  const eaten = parser.read(Buffer.from('eat'), envelope);
  await expect(eaten).rejects.toMatchObject({ name: 'ParseFailure', reason: 'crash' });
  expect(await parser.read(Buffer.from('fine'), envelope)).toMatchObject({ subject: 'fine' });
  await parser.close();
});

it('blames no mail when it is closed, even with one in hand', async () => {
  const parser = createMailParser({ log: quiet, child });
  await parser.read(Buffer.from('fine'), envelope);
  const inHand = parser.read(Buffer.from('hang'), envelope);
  const refused = expect(inHand).rejects.toBeInstanceOf(ParserAway);
  await parser.close();
  await refused;
  await expect(parser.read(Buffer.from('fine'), envelope)).rejects.toBeInstanceOf(ParserAway);
});

it('blames no mail when its process cannot start', async () => {
  const missing = new URL('./programs/missing.ts', import.meta.url);
  const parser = createMailParser({ log: quiet, child: missing });
  await expect(parser.read(Buffer.from('fine'), envelope)).rejects.toBeInstanceOf(ParserAway);
  await parser.close();
});
