import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMail } from '../../service/mail/read-mail.ts';
import { buildIcs, buildMail, envelope, gina } from './mime-samples.ts';

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
  ['1,000 nested parts', () => nested(1_000)],
  [
    '10,000 siblings',
    () => repeated('Content-Type: multipart/mixed; boundary=b\n\n', '--b\n\nx\n', 10_000),
  ],
  [
    'one boundary at each level',
    () => 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'.repeat(500),
  ],
  [
    'a boundary without an end',
    () => `Content-Type: multipart/mixed; boundary=${'b'.repeat(2_000)}\n\n`,
  ],
  [
    '5,000 returned mails',
    () =>
      repeated(
        'Content-Type: multipart/mixed; boundary=b\n\n',
        '--b\nContent-Type: message/rfc822\n\nSubject: x\n\n',
        5_000,
      ),
  ],
  ['100,000 headers', () => `${'X: y\n'.repeat(100_000)}\nbody`],
  ['one header of 5 MB', () => `Subject: ${'x'.repeat(5_000_000)}\n\nbody`],
  ['100,000 folds', () => `Subject: ${'x\n '.repeat(100_000)}\n\nbody`],
  [
    '100,000 addresses',
    () => `From: ${'a@b.example,'.repeat(9_000)}\nTo: ${'a@b.example,'.repeat(100_000)}\n\n`,
  ],
  ['nested groups', () => `From: ${'g:'.repeat(50_000)}\n\n`],
  ['brackets without an end', () => `From: ${'<("'.repeat(40_000)}\n\n`],
  ['100,000 encoded words', () => `Subject: ${'=?utf-8?Q?a?= '.repeat(9_000)}\n\n`],
  ['RFC 2231 parameters', () => `Content-Type: text/calendar; ${continuations(5_000)}\n\nx`],
  [
    '5 MB of quoted-printable',
    () => `Content-Transfer-Encoding: quoted-printable\n\n${'='.repeat(5_000_000)}`,
  ],
  [
    'ISO-2022-JP escapes',
    () => `Content-Type: text/plain; charset=iso-2022-jp\n\n${'\x1b$B\x1b(B'.repeat(200_000)}`,
  ],
  ['10 MB of HTML tags', () => `Content-Type: text/html\n\n${'<table><tr><td>'.repeat(650_000)}`],
  ['styles without an end', () => `Content-Type: text/html\n\n${'<style>'.repeat(100_000)}`],
  ['5 MB of NUL', () => `Content-Type: text/plain\n\n${'\0'.repeat(5_000_000)}`],
  [
    'a bounce of 5 MB',
    () => `From: mailer-daemon@x\nSubject: delivery failure\n\n${'message-id: '.repeat(400_000)}`,
  ],
  [
    'a status of 5 MB',
    () => `Content-Type: message/delivery-status\n\n${'Action: failed\n\n'.repeat(300_000)}`,
  ],
  ['nothing', () => ''],
  ['a head alone', () => 'Subject: x'],
];

describe('hostile mail', () => {
  it.each(hostile)('is read in bounded time and without an error: %s', async (_name, make) => {
    const raw = Buffer.from(make(), 'latin1');
    const start = performance.now();
    const reading = await readMail(raw, envelope);
    expect(performance.now() - start).toBeLessThan(boundMs);
    expect(reading.calendar).toBeNull();
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
