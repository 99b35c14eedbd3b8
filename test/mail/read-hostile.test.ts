import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Writer } from '../../service/mail/mail-reading.ts';
import { readMail } from '../../service/mail/read-mail.ts';
import { cpuMs } from '../house/cpu-time.ts';
import { buildIcs, buildMail, envelope, gina, type SamplePart } from './mime-samples.ts';

/** Generous for a busy machine; the point is that nothing grows with the square of the size. */
const boundMs = 3_000;

const nested = (depth: number) =>
  Array.from(
    { length: depth },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
  ).join('');
const continuations = (count: number) =>
  Array.from({ length: count }, (_, i) => `method*${i}=a`).join('; ');
const repeated = (head: string, part: string, count: number) => head + part.repeat(count);

const hostile: readonly (readonly [string, () => string])[] = [
  ['28: 1,000 nested parts', () => nested(1_000)],
  [
    '29: 10,000 siblings',
    () => repeated('Content-Type: multipart/mixed; boundary=b\n\n', '--b\n\nx\n', 10_000),
  ],
  [
    '30: one boundary at each level',
    () => 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'.repeat(500),
  ],
  [
    '31: a boundary without an end',
    () => `Content-Type: multipart/mixed; boundary=${'b'.repeat(2_000)}\n\n`,
  ],
  [
    '32: 5,000 returned mails',
    () =>
      repeated(
        'Content-Type: multipart/mixed; boundary=b\n\n',
        '--b\nContent-Type: message/rfc822\n\nSubject: x\n\n',
        5_000,
      ),
  ],
  ['33: 100,000 headers', () => `${'X: y\n'.repeat(100_000)}\nbody`],
  ['34: one header of 10 MB', () => `Subject: ${'x'.repeat(10_000_000)}\n\nbody`],
  ['35: 1,000,000 folds', () => `Subject: ${'x\n '.repeat(1_000_000)}\n\nbody`],
  ['35: folds below the limit', () => `Subject: ${'x\n '.repeat(40_000)}\n\nbody`],
  [
    '36: 100,000 addresses',
    () => `From: ${'a@b.example,'.repeat(9_000)}\nTo: ${'a@b.example,'.repeat(100_000)}\n\n`,
  ],
  ['36: nested groups', () => `From: ${'g:'.repeat(50_000)}\n\n`],
  ['36: brackets without an end', () => `From: ${'<("'.repeat(40_000)}\n\n`],
  ['36: parentheses', () => `To: ${'('.repeat(120_000)}\n\n`],
  ['36: quotes', () => `Reply-To: ${'"'.repeat(120_000)}\n\n`],
  ['36: References without an end', () => `References: ${'<a@b'.repeat(30_000)}\n\n`],
  ['37: 100,000 encoded words', () => `Subject: ${'=?utf-8?Q?a?= '.repeat(100_000)}\n\n`],
  ['37: as many as a head holds', () => `Subject: ${'=?utf-8?Q?a?= '.repeat(9_000)}\n\n`],
  ['38: RFC 2231 parameters', () => `Content-Type: text/calendar; ${continuations(5_000)}\n\nx`],
  ['38: 100,000 of them', () => `Content-Type: text/calendar; ${continuations(100_000)}\n\nx`],
  [
    '38: RFC 2231 with gaps and a path for a charset',
    () => "Content-Type: text/plain; charset*0*=../x''a; charset*7=b; name*3*=%\n\nx",
  ],
  ['39: base64 garbage', () => `Content-Transfer-Encoding: base64\n\n${'=*!Zg='.repeat(800_000)}`],
  ['39: UTF-7', () => `Content-Type: text/plain; charset=utf-7\n\n${'+AGE-'.repeat(500_000)}`],
  [
    '39: 5 MB of quoted-printable',
    () => `Content-Transfer-Encoding: quoted-printable\n\n${'='.repeat(5_000_000)}`,
  ],
  [
    '39: ISO-2022-JP escapes',
    () => `Content-Type: text/plain; charset=iso-2022-jp\n\n${'\x1b$B\x1b(B'.repeat(1_000_000)}`,
  ],
  [
    '40: 10 MB of HTML tags',
    () => `Content-Type: text/html\n\n${'<table><tr><td>'.repeat(650_000)}`,
  ],
  ['40: styles without an end', () => `Content-Type: text/html\n\n${'<style>'.repeat(100_000)}`],
  [
    '40: quotations without an end',
    () => `Content-Type: text/html\n\n${'<blockquote>'.repeat(1e5)}`,
  ],
  ['40: comments without an end', () => `Content-Type: text/html\n\n${'<!--'.repeat(200_000)}`],
  ['40: entities', () => `Content-Type: text/html\n\n${'&#'.repeat(200_000)}`],
  [
    '41: 20,000 images by cid',
    () => `Content-Type: text/html\n\n${'<img src="cid:a@b">'.repeat(20_000)}`,
  ],
  ['47: 5 MB of NUL', () => `Content-Type: text/plain\n\n${'\0'.repeat(5_000_000)}`],
  [
    'a bounce of 5 MB',
    () => `From: mailer-daemon@x\nSubject: delivery failure\n\n${'message-id: '.repeat(400_000)}`,
  ],
  [
    '46: a status of 100,000 recipients',
    () =>
      `Content-Type: message/delivery-status\n\n${'Final-Recipient: rfc822;a@b.c\n\n'.repeat(1e5)}`,
  ],
  ['a letter of attributions', () => `From: a@b.example\n\n${'On 1 wrote:\n'.repeat(290_000)}`],
  ['a letter of hours', () => `From: a@b.example\n\n${'1 hour 2 minutes 3pm '.repeat(200_000)}`],
  [
    'a bounce that quotes 5 MB',
    () => `From: mailer-daemon@x\nSubject: undelivered\n\n${'> Message-ID: <a@b>\n'.repeat(2e5)}`,
  ],
  [
    'a body of 800 kB whose parts cannot be found',
    () => `Content-Type: multipart/mixed; boundary=b\n\n${'--c\n\n \n'.repeat(95_000)}`,
  ],
  [
    'a refusal of 2 MB',
    () => `From: postmaster@x\nSubject: failed mail\n\n${'mailbox 5.1.1 \n\n \n'.repeat(95_000)}`,
  ],
  ['nothing', () => ''],
  ['a head alone', () => 'Subject: x'],
];

const writer: Writer = {
  timeZone: 'Europe/Berlin',
  locale: 'en',
  sessionStartUtc: new Date('2027-03-09T13:00:00Z'),
  receivedAt: new Date('2027-03-01T09:00:00Z'),
};

describe('hostile mail', () => {
  it.each(['\n', '> \n', 'x \r\n'])('of nothing but lines is not taken apart: %j', async (line) => {
    const raw = Buffer.from(`From: a@b.example\n\n${line.repeat(1e7 / line.length)}`);
    const reading = await readMail(raw, { from: 'a@b.example', to: 'r-x@in.example' });
    expect(reading).toMatchObject({
      kind: 'unreadable',
      problemDetail: expect.stringMatching(/lines/),
    });
  });

  it.each(hostile)('is read in bounded time and without an error: %s', async (_name, make) => {
    const raw = Buffer.from(make(), 'latin1');
    const start = cpuMs();
    const reading = await readMail(raw, envelope, writer);
    expect(cpuMs() - start).toBeLessThan(boundMs);
    expect(reading.calendar).toBeNull();
    expect(reading.suggestedStartUtc).toBeNull();
    expect(JSON.stringify(reading).length).toBeLessThan(64_000);
  });

  it('is plain data that crosses a process border unchanged', async () => {
    const ics = buildIcs(
      'REPLY',
      ['ATTENDEE;PARTSTAT=ACCEPTED:mailto:gina@example.net'],
      '__proto__',
    );
    const raw = buildMail([gina, '__proto__: x'], {
      type: 'text/calendar; method=REPLY',
      body: ics,
    });
    const reading = await readMail(raw, envelope);
    expect(structuredClone(reading)).toEqual(reading);
    expect(reading.calendar?.uid).toBe('__proto__');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('never makes the reader throw, whichever bytes of a good mail are broken', async () => {
    const ics = buildIcs('REPLY', ['ATTENDEE;PARTSTAT=ACCEPTED:mailto:gina@example.net']);
    const good = buildMail([gina], {
      type: 'multipart/mixed',
      body: [
        { type: 'text/plain', body: 'yes' },
        { type: 'text/calendar; method=REPLY; charset=utf-8', body: ics },
        { type: 'message/delivery-status', body: 'Final-Recipient: rfc822;a@b.example' },
      ],
    });
    const hit = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(hit, { minLength: 1, maxLength: 30 }), async (hits) => {
        const broken = Buffer.from(good);
        for (const { at, byte } of hits) broken[at] = byte;
        const { kind } = await readMail(broken, envelope);
        expect(kind).toMatch(/^(report|complaint|calendar|automatic|human|unreadable)$/);
      }),
      { numRuns: 300 },
    );
  });
});

const reply = (partstat: string, method = 'REPLY') =>
  buildIcs(method, [`ATTENDEE;PARTSTAT=${partstat}:mailto:gina@example.net`]);
const calendarPart = (ics: string, type = 'text/calendar; method=REPLY'): SamplePart => ({
  type,
  body: ics,
});
const file = (ics: string): SamplePart => ({
  type: 'application/ics; name=invite.ics',
  headers: ['Content-Disposition: attachment; filename=invite.ics'],
  body: ics,
});
const words: SamplePart = { type: 'text/plain', body: 'yes' };
const mixed = (...body: SamplePart[]) =>
  readMail(buildMail([gina], { type: 'multipart/mixed', body }), envelope);

describe('the calendar of a mail', () => {
  it.each([
    ['42: as a file alone', [words, file(reply('ACCEPTED'))]],
    ['42: as a part alone', [calendarPart(reply('ACCEPTED'))]],
    ['42: as both', [calendarPart(reply('ACCEPTED')), file(reply('ACCEPTED'))]],
  ])('%s is read', async (_name, parts) => {
    expect(await mixed(...parts)).toMatchObject({
      kind: 'calendar',
      problem: null,
      calendar: { method: 'REPLY' },
    });
  });

  it.each([
    [
      '42: in two parts that differ',
      [calendarPart(reply('ACCEPTED')), file(reply('DECLINED'))],
      'parts-differ',
    ],
    [
      '43: in two parts of two methods',
      [calendarPart(reply('ACCEPTED')), file(reply('ACCEPTED', 'COUNTER'))],
      'parts-differ',
    ],
    [
      '44: of another method than its part says',
      [calendarPart(reply('ACCEPTED'), 'text/calendar; method=REQUEST')],
      'methods-differ',
    ],
  ])('%s is a problem and never a choice', async (_name, parts, problem) => {
    expect(await mixed(...parts)).toMatchObject({ kind: 'calendar', calendar: null, problem });
  });

  it.each([
    'multipart/mixed; boundary=gone',
    'multipart/alternative',
    'multipart/mixed; boundary=""',
  ])('is not looked for in a body whose parts cannot be found by its %s', async (type) => {
    for (const start of ['', '\uFEFF', ' \r\n\r\n']) {
      const body = `${start}${reply('DECLINED')}`;
      const raw = Buffer.from(`${gina}\r\nContent-Type: ${type}\r\n\r\n${body}`);
      const reading = await readMail(raw, envelope);
      expect(reading).toMatchObject({ kind: 'human', calendar: null, text: null });
    }
  });

  it('48: in a signed mail, and in one that a list wrapped and signed itself, is read', async () => {
    const signature = { type: 'application/pgp-signature', body: 'x' };
    const signed: SamplePart = {
      type: 'multipart/signed; protocol="application/pgp-signature"',
      body: [{ type: 'multipart/mixed', body: [words, file(reply('ACCEPTED'))] }, signature],
    };
    const footer = { type: 'text/plain', body: '_____\r\nsession mailing list' };
    const wrapped: SamplePart = { type: 'multipart/mixed', body: [signed, footer] };
    for (const root of [signed, wrapped]) {
      const reading = await readMail(buildMail([gina, 'List-Id: <x.y>'], root), envelope);
      expect(reading).toMatchObject({ kind: 'calendar', problem: null, kindDetail: null });
    }
  });

  it.each([
    ['application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'S/MIME content'],
    ['application/x-pkcs7-mime; smime-type=signed-data', 'S/MIME content'],
    ['application/octet-stream; name=smime.p7m', 'S/MIME content'],
    ['application/pgp-encrypted', 'PGP content'],
  ])('48: in a sealed %s is put aside with the reason', async (type, problemDetail) => {
    const sealed = { type, body: 'Version: 1' };
    expect(await mixed(sealed)).toMatchObject({
      kind: 'unreadable',
      kindDetail: 'sealed',
      problemDetail,
    });
  });
});
