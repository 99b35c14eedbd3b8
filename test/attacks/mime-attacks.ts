import {
  boxOf,
  calendarMail,
  declined,
  headOf,
  icsOf,
  lines,
  partOf,
} from '../journeys/hostile-mails.ts';
import {
  appointment,
  binary,
  globalId,
  meeting,
  number,
  text,
  time,
  wide,
  writeTnef,
} from '../mail/tnef-samples.ts';
import { gil } from '../rooms/waist-house.ts';
import type { Target } from './attack-house.ts';

/** A decline of the guest in a mail of this shape: its number and name, what must become of it. */
export type MimeAttack = readonly [
  number: number,
  name: string,
  outcome: string,
  write: (target: Target) => string,
];

const decline = ({ uid }: Target) => icsOf({ uid, attendee: declined(gil.email) });
const accept = (target: Target) => decline(target).replace('DECLINED', 'ACCEPTED');
const part = (target: Target) => partOf(decline(target));
const many = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => one(index)).join('');
const mixed = (boundary: string) => `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`;
const words = 'Content-Type: text/plain\r\n\r\nHello';
const gone = 'unreadable not-understood';

/** The decline behind these header lines. */
const under = (header: string) => (target: Target) => headOf(gil.email, header) + part(target);
/** The decline behind these parts. */
const beside = (before: string) => (target: Target) =>
  `${headOf(gil.email)}${mixed('b')}${before}--b\r\n${part(target)}\r\n--b--\r\n`;
/** The decline behind the start of a body, with this charset and transfer encoding. */
const within = (start: string, charset: string, encoding: string) => (target: Target) =>
  headOf(gil.email, `Content-Transfer-Encoding: ${encoding}`) +
  part(target)
    .replace('REPLY', `REPLY; charset=${charset}`)
    .replace('\r\n\r\n', `\r\n\r\n${start}`);

const nested = (depth: number, name: (level: number) => string) => (target: Target) =>
  headOf(gil.email) + many(depth, (i) => `${mixed(name(i))}--${name(i)}\r\n`) + part(target);

export const shapes: readonly MimeAttack[] = [
  [28, 'parts nested a thousand deep', gone, nested(1_000, (level) => `b${level}`)],
  [29, 'ten thousand siblings', gone, beside(many(10_000, () => '--b\r\n\r\nx\r\n'))],
  [30, 'one boundary at each level', gone, nested(500, () => 'b')],
  [31, 'a boundary of two thousand letters', 'applied', nested(1, () => 'b'.repeat(2_000))],
  [31, 'a boundary that never comes', 'human', (t) => headOf(gil.email) + mixed('b') + part(t)],
  [
    32,
    'five thousand returned mails',
    gone,
    beside(many(5_000, () => '--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n')),
  ],
  [33, 'a hundred thousand headers', gone, under(many(100_000, () => 'X: y\r\n').trimEnd())],
  [34, 'one header of four megabytes', gone, under(`Subject: ${'x'.repeat(4_000_000)}`)],
  [35, 'three hundred thousand folds', gone, under(`Subject: x${'\r\n y'.repeat(300_000)}`)],
  [36, 'a hundred thousand addresses', gone, under(`To: ${'a@b.example,'.repeat(100_000)}`)],
  [36, 'nested groups', 'applied', under(`To: ${'g:'.repeat(50_000)}`)],
  [36, 'brackets without an end', gone, under(`To: ${'<("'.repeat(60_000)}`)],
  [37, 'a hundred thousand words', gone, under(`Subject: ${'=?utf-8?Q?a?= '.repeat(100_000)}`)],
  [
    38,
    'a hundred thousand parameters',
    gone,
    (t) => headOf(gil.email) + part(t).replace(';', `; ${many(100_000, (i) => `x*${i}=a; `)}`),
  ],
  [38, 'a charset that is a path', 'applied', within('', `"../x"; name*0*=../x''%00`, '8bit')],
  [39, 'base64 of nothing', 'unreadable not-a-calendar', within('*=\0'.repeat(99), '', 'base64')],
  [
    39,
    'quoted-printable without an end',
    'unreadable too-large',
    within('='.repeat(1_000_000), 'utf-8', 'quoted-printable'),
  ],
  [39, 'UTF-7', 'applied', within('', 'utf-7', '7bit')],
  [
    39,
    'two hundred thousand escapes',
    'unreadable too-large',
    within('\x1b$B\x1b(B'.repeat(200_000), 'iso-2022-jp', '7bit'),
  ],
  [
    40,
    'two megabytes of HTML',
    'human',
    () => `${headOf(gil.email)}Content-Type: text/html\r\n\r\n${'<table><tr><td>'.repeat(120_000)}`,
  ],
  [
    41,
    'twenty thousand images',
    'applied',
    beside(
      `--b\r\nContent-Type: text/html\r\n\r\n${many(20_000, (i) => `<img src="cid:${i}">`)}\r\n` +
        many(190, (i) => `--b\r\nContent-Type: image/png\r\nContent-ID: <${i}>\r\n\r\nx\r\n`),
    ),
  ],
  [47, 'a million NULs', 'unreadable too-large', within('\0'.repeat(1_000_000), 'utf-8', '8bit')],
];

const file = (ics: string) =>
  lines(
    'Content-Type: application/ics; name="invite.ics"',
    'Content-Disposition: attachment; filename="invite.ics"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(ics).toString('base64'),
  );
const winmail = (content: Buffer) =>
  lines(
    'Content-Type: application/ms-tnef; name=winmail.dat',
    'Content-Transfer-Encoding: base64',
    '',
    content.toString('base64'),
  );
/** What Outlook sends when it takes us for Outlook. */
const sealedAnswer = ({ uid }: Target) =>
  writeTnef('IPM.Schedule.Meeting.Resp.Neg', [
    text(0x001a, 'IPM.Schedule.Meeting.Resp.Neg'),
    wide(0x5d02, gil.email),
    binary(meeting, 0x0003, globalId(uid)),
    binary(meeting, 0x0023, globalId(uid)),
    number(appointment, 0x8201, 0),
    time(meeting, 0x0001, '2027-03-01T08:00:00Z'),
    time(appointment, 0x820d, '2027-03-10T14:00:00Z'),
    time(appointment, 0x820e, '2027-03-10T15:00:00Z'),
  ]);
const report = (count: number) =>
  many(
    count,
    (i) => `Final-Recipient: rfc822; a${i}@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n`,
  );
/** Parts of the guest's mail in a box, of a type of its own. */
const box =
  (parts: (target: Target) => readonly string[], type?: string, ...heads: readonly string[]) =>
  (target: Target) =>
    headOf(gil.email, ...heads) + boxOf('b', parts(target), type);

export const places: readonly MimeAttack[] = [
  [42, 'an attachment alone', 'applied', box((t) => [words, file(decline(t))])],
  [42, 'a part alone', 'applied', box((t) => [words, part(t)], 'multipart/alternative')],
  [42, 'part and attachment alike', 'applied', box((t) => [part(t), file(decline(t))])],
  [
    42,
    'part and attachment that differ',
    'parked parts-differ',
    box((t) => [partOf(accept(t)), file(decline(t))]),
  ],
  [
    43,
    'two parts of two METHODs',
    'parked parts-differ',
    box((t) => [part(t), partOf(decline(t).replace('REPLY', 'COUNTER'), 'COUNTER')]),
  ],
  [
    44,
    'another method',
    'parked methods-differ',
    (t) => calendarMail(gil.email, decline(t), 'REQUEST'),
  ],
  [
    44,
    'another METHOD',
    'parked methods-differ',
    (t) => calendarMail(gil.email, decline(t).replace('REPLY', 'REQUEST')),
  ],
  [45, 'an answer in winmail.dat', 'applied', box((t) => [winmail(sealedAnswer(t))])],
  [45, 'half of it', 'parked sealed', box((t) => [winmail(sealedAnswer(t).subarray(0, 200))])],
  [45, 'a letter in winmail.dat', 'human', box(() => [words, winmail(writeTnef('IPM.Note', []))])],
  [
    46,
    'a report on twenty thousand',
    'bounce message-unknown',
    box(
      () => [`Content-Type: message/delivery-status\r\n\r\n${report(20_000)}`],
      'multipart/report; report-type=delivery-status',
    ),
  ],
  [
    48,
    'signed',
    'applied',
    box(
      (t) => [boxOf('s', [words, part(t)]), 'Content-Type: application/pkcs7-signature\r\n\r\nx'],
      'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256',
    ),
  ],
  [
    48,
    'encrypted',
    'parked sealed',
    () =>
      `${headOf(gil.email, 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data')}\r\nx`,
  ],
  [
    48,
    'encrypted with PGP',
    'parked sealed',
    box(
      () => ['Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1', words],
      'multipart/encrypted; protocol="application/pgp-encrypted"',
    ),
  ],
  [
    48,
    'through a mailing list',
    'applied',
    box(
      (t) => [boxOf('l', [words, part(t)]), words],
      'multipart/mixed',
      'List-Id: <all.x.example>',
    ),
  ],
  [
    48,
    'in a forwarded mail',
    'human',
    box((t) => [
      words,
      `Content-Type: message/rfc822\r\n\r\n${calendarMail(gil.email, decline(t))}`,
    ]),
  ],
];
