import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type ParsedMail, simpleParser } from 'mailparser';
import { hideTokensInMail } from '../../service/api/hide-tokens-in-mail.ts';
import { deriveBounceToken, deriveReplyToken } from '../../service/links/reply-address.ts';
import { signLink } from '../../service/links/sign-link.ts';
import { secrets } from './api-house.ts';

const id = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
const reply = deriveReplyToken(id, 'k1', secrets);
const bounce = deriveBounceToken(id, 'k1', secrets);
const link = signLink(
  {
    id,
    keyId: 'k1',
    purpose: 'approve',
    icsUid: `${id}@parley.example`,
    role: 'guest',
    email: 'gil@guest.example',
    issuedAt: new Date('2027-03-01T09:00:00Z'),
    expiresAt: new Date('2027-03-10T09:00:00Z'),
  },
  secrets,
);
const said = `Write to R-${reply.toUpperCase()}@IN.EXAMPLE or b-${bounce}@in.example, or
see https://parley.example/approve?t=${link}&x=1
--and so on-- eyJ.not.a-token? No.`;

/** A mail of one part with this transfer encoding. */
const mailOf = (encoding: string, body: string, type = 'text/plain; charset=utf-8') =>
  [
    `Return-Path: <SRS0=ab=cd=in.example=b-${bounce}@relay.example>`,
    `To: <r-${reply}@in.example>`,
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    body,
    '',
  ].join('\r\n');
const base64 = (bytes: string | Buffer, width = 76) =>
  Buffer.from(bytes)
    .toString('base64')
    .replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\r\n');
/** As the most cautious writer does it: every letter coded, a soft break after each 24. */
const quoted = (text: string, width = 24) =>
  [...Buffer.from(text)]
    .map((byte, at) => {
      const coded = `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      return at % width === width - 1 ? `${coded}=\r\n` : coded;
    })
    .join('');
const softBroken = (text: string) => text.replaceAll('=', '=3D').replace(/.{40}/g, '$&=\r\n');
const folded = (text: string) => text.replace(/\n/g, '\\n').replace(/.{70}/g, '$&\r\n ');

/** All that a mail program can read in these bytes, and in what is attached to them. */
async function readAll(raw: Buffer): Promise<string> {
  const mail: ParsedMail = await simpleParser(raw, { keepDeliveryStatus: true });
  const parts = [mail.text ?? '', mail.html || '', mail.headerLines.map((one) => one.line).join()];
  for (const { content } of mail.attachments) {
    parts.push(content.toString('latin1'), content.toString('utf16le'), await readAll(content));
  }
  return parts.join('\n').replace(/\r?\n[\t ]/g, '');
}

const live = [reply, bounce, link, link.split('.')[2] ?? ''];
async function expectHidden(raw: string | Buffer): Promise<string> {
  const before = Buffer.from(raw);
  const hidden = hideTokensInMail(before);
  expect(hidden).toHaveLength(before.length);
  const text = `${hidden.toString('latin1')}\n${await readAll(hidden)}`;
  for (const token of live) expect(text.toLowerCase()).not.toContain(token.toLowerCase());
  return text;
}

const nested = mailOf('base64', base64(said));
const forms: readonly [string, string | Buffer][] = [
  ['plain text', mailOf('7bit', said)],
  ['quoted text', mailOf('7bit', `> ${said.replace(/.{50}/g, '$&\r\n> > ')}`)],
  ['hard-wrapped text', mailOf('7bit', said.replace(/.{60}/g, '$&\r\n'))],
  ['text quoted by bars', mailOf('7bit', said.replace(/.{60}/g, '$&\r\n| '))],
  [
    'flowed text',
    mailOf('7bit', said.replace(/.{60}/g, '$& \r\n'), 'text/plain; format=flowed; delsp=yes'),
  ],
  ['soft breaks', mailOf('quoted-printable', softBroken(said))],
  ['quoted-printable of every letter', mailOf('quoted-printable', quoted(said))],
  ['a folded calendar', mailOf('8bit', folded(said), 'text/calendar')],
  ['a folded calendar, coded', mailOf('quoted-printable', quoted(folded(said), 30))],
  ['base64', mailOf('base64', base64(said))],
  ['base64 of odd lines', mailOf('base64', base64(said, 61))],
  ['base64 in one line', mailOf('base64', base64(said, 10_000))],
  ['base64 of UTF-16', mailOf('base64', base64(Buffer.from(said, 'utf16le')))],
  [
    'base64 of quoted-printable',
    mailOf('base64', base64(mailOf('quoted-printable', quoted(said)))),
  ],
  ['an attached mail', mailOf('7bit', nested, 'message/rfc822')],
  ['an attached mail in base64', mailOf('base64', base64(nested), 'application/octet-stream')],
  ['a header field', `Subject: =?utf-8?B?${base64(said, 10_000)}?=\r\n${mailOf('7bit', 'x')}`],
];

test.each(forms)('no live token is left in %s', async (_name, raw) => {
  await expectHidden(raw);
});

test('what holds no token stays byte for byte, and so does what stands around one', async () => {
  const picture = Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7919) % 256));
  const plain = mailOf('base64', base64(picture)).replaceAll(reply, 'x').replaceAll(bounce, 'y');
  expect(hideTokensInMail(Buffer.from(plain)).toString()).toBe(plain);
  const text = await expectHidden(mailOf('7bit', said));
  expect(text).toContain(`?t=${'*'.repeat(link.length)}&x=1`);
  expect(text).toContain('--and so on--');
  expect(text).toContain('Return-Path: <SRS0=ab=cd=in.example=');
});

test('a boundary behind a token still bounds', () => {
  const raw = mailOf('7bit', `https://x.example/?t=${link}\r\n--b--`);
  expect(hideTokensInMail(Buffer.from(raw)).toString()).toContain('*\r\n--b--');
});

test('packed attachments, which may hold one unseen, are overwritten', async () => {
  const tnef = Buffer.concat([
    Buffer.from('789f3e22', 'hex'),
    Buffer.from('packed words '.repeat(9)),
  ]);
  for (const packed of [
    gzipSync(said),
    tnef,
    Buffer.from(`PK\x03\x04${'packed words '.repeat(9)}`),
  ]) {
    const raw = mailOf('base64', base64(packed), 'application/octet-stream');
    const { attachments } = await simpleParser(hideTokensInMail(Buffer.from(raw)));
    const content = attachments[0]?.content ?? Buffer.alloc(0);
    expect(content).toHaveLength(packed.length);
    expect(content.subarray(4).toString()).toMatch(/^\*+$/);
  }
});

test('however a writer breaks and codes a token, it is hidden', async () => {
  const letter = fc.constantFrom('as it is', 'coded', 'soft break', 'folded', 'coded break');
  await fc.assert(
    fc.asyncProperty(fc.array(letter, { minLength: 34, maxLength: 34 }), async (ways) => {
      const written = [...`r-${reply}`].map((one, at) => {
        const coded = `=${one.charCodeAt(0).toString(16)}`;
        const before = { 'soft break': '=\r\n', folded: '\r\n ', 'coded break': '=0D=0A ' };
        const way = ways[at] ?? '';
        return `${before[way as keyof typeof before] ?? ''}${way === 'coded' ? coded : one}`;
      });
      const hidden = hideTokensInMail(Buffer.from(`x:${written.join('')}@in.example`)).toString();
      const rest = hidden.replace(/=0D=0A |=\r\n|\r\n /g, '').replaceAll('=2A', '*');
      expect(rest).toMatch(/^x:(r|=72)(-|=2d)\*{32}@in\.example$/);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['heads of tokens without end', 'eyJ'.repeat(50_000)],
  ['parts of tokens without end', 'eyJ.'.repeat(50_000)],
  ['letters without end', 'a\n'.repeat(75_000)],
  ['words that are never coded', '=?a?b?'.repeat(25_000)],
])('%s are looked through in one pass, however many', (_name, text) => {
  // Forty times the size: were each looked at from all the others, this would never end.
  const raw = Buffer.from(text.repeat(40));
  expect(hideTokensInMail(raw)).toHaveLength(raw.length);
});
