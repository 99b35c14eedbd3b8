import { gil } from '../rooms/waist-house.ts';
import { type InboxHouse, inboundDomain, openInboxHouse } from './inbox-house.ts';
import { callSmtp, type SmtpClient } from './smtp-client.ts';

let house: InboxHouse;
let guest: string;
let listener: ReturnType<InboxHouse['listener']>;
let port = 0;
let client: SmtpClient;

beforeAll(async () => {
  house = await openInboxHouse();
  guest = (await house.people(await house.create({ guest: gil }))).guest.address;
  listener = house.listener({ guessesPerSession: 1_000, connectionsPerRelay: 100 });
  port = (await listener.start()).port;
  client = await talk();
});

afterAll(async () => {
  client.close();
  await listener.stop();
  await house.close();
});

beforeEach(() => house.db.pool.query('delete from imip_messages'));

async function talk(on = port): Promise<SmtpClient> {
  const one = callSmtp(on);
  await one.reply();
  await one.ask('EHLO client.example');
  return one;
}

/** What a recipient is told, in a transaction of its own; nothing else is left of it. */
async function tell(to: string, from = 'x@y.example'): Promise<string> {
  await client.ask('RSET');
  await client.ask(`MAIL FROM:<${from}>`);
  return client.ask(`RCPT TO:${to}`);
}

const here = inboundDomain;
const foreign = /^550 5\.7\.1/;
const unknown = /^550 5\.1\.1/;
const badForm = /^501/;

it.each<[string, RegExp]>([
  // A plain relay, and whatever looks like our domain but is not.
  ['<user@elsewhere.example>', foreign],
  [`<user@sub.${here}>`, foreign],
  [`<user@${here}.elsewhere.example>`, foreign],
  [`<user@x${here}>`, foreign],
  [`<postmaster@sub.${here}>`, foreign],
  ['<postmaster@elsewhere.example>', foreign],
  ['<user@localhost>', foreign],
  ['<user@xn--e1afmkfd.example>', foreign],
  ['<user@\u0456n.parley.example>', foreign],
  // Address literals (RFC 5321 §4.1.3).
  ['<user@[127.0.0.1]>', foreign],
  ['<postmaster@[127.0.0.1]>', foreign],
  ['<user@[IPv6:::1]>', foreign],
  ['<user@[IPv6:::ffff:127.0.0.1]>', foreign],
  ['<user@[999.0.0.1]>', badForm],
  ['<user@127.0.0.1>', foreign],
  ['<user@2130706433>', foreign],
  ['<user@0x7f000001>', foreign],
  // Routes (RFC 5321 appendix C): what follows the route counts, and the route is never taken.
  [`<@relay.example:user@${here}>`, unknown],
  [`<@${here}:user@elsewhere.example>`, foreign],
  [`<@${here},@relay.example:user@elsewhere.example>`, foreign],
  [`<@elsewhere.example:@${here}:user@relay.example>`, badForm],
  [`<@${here}>`, badForm],
  // Percent, bang, and other ways of writing a route into a local part.
  [`<user%elsewhere.example@${here}>`, unknown],
  [`<user%elsewhere.example%relay.example@${here}>`, unknown],
  [`<elsewhere.example!user@${here}>`, unknown],
  [`<relay!elsewhere.example!user@${here}>`, unknown],
  [`<user=elsewhere.example@${here}>`, unknown],
  ['<elsewhere.example!user>', badForm],
  ['<user%elsewhere.example>', badForm],
  [`<user%elsewhere.example@[127.0.0.1]>`, foreign],
  // Quoted local parts.
  [`<"user@elsewhere.example"@${here}>`, badForm],
  [`<"user"@elsewhere.example>`, foreign],
  [`<"user%elsewhere.example"@${here}>`, unknown],
  [`<"postmaster"@${here}>`, unknown],
  [`<"@relay.example:user"@${here}>`, badForm],
  [`<user\\@elsewhere.example@${here}>`, badForm],
  // Two addresses, or none.
  [`<user@elsewhere.example@${here}>`, badForm],
  [`<user@${here}@elsewhere.example>`, badForm],
  [`<user@${here},user@elsewhere.example>`, badForm],
  [`<user@elsewhere.example> <x@${here}>`, foreign],
  ['<>', badForm],
  ['<user>', badForm],
  ['user@elsewhere.example', badForm],
  ['<user@>', badForm],
  [`<@@${here}>`, badForm],
  [`< user@${here}>`, badForm],
  // Mailboxes of ours that nobody has.
  [`<info@${here}>`, unknown],
  [`<r-${'a'.repeat(32)}@${here}>`, unknown],
  [`<b-${'a'.repeat(32)}@${here}>`, unknown],
  [`<r-${'a'.repeat(31)}@${here}>`, unknown],
  [`<r-${'1'.repeat(32)}@${here}>`, unknown],
  [`<r-${'a'.repeat(32)}+x@${here}>`, unknown],
  [`<postmaster+x@${here}>`, unknown],
])('10: never relays, and says so for good: %s', async (to, refusal) => {
  expect(await tell(to)).toMatch(refusal);
  expect(await client.ask('DATA')).toMatch(/^503/);
});

it('10: postmaster is there, in any case, with our domain and without one', async () => {
  for (const to of ['<postmaster>', '<POSTMASTER>', `<Postmaster@${here.toUpperCase()}>`]) {
    expect(await tell(to)).toMatch(/^250/);
  }
});

it.each([
  ['NUL', '\0'],
  ['a bare CR', '\r'],
  ['a tab', '\t'],
  ['an escape', '\x1b'],
  ['DEL', '\x7f'],
  ['a C1 control', '\u0085'],
  ['a zero-width space', '\u200b'],
  ['a zero-width joiner', '\u200d'],
  ['a right-to-left override', '\u202e'],
  ['a right-to-left isolate', '\u2067'],
  ['a word joiner', '\u2060'],
  ['a soft hyphen', '\u00ad'],
  ['a byte order mark', '\ufeff'],
])('15: an address with %s is refused, sender or recipient', async (_what, character) => {
  const [local = '', domain] = guest.split('@');
  expect(await tell(`<${local}${character}@${domain}>`)).toMatch(badForm);
  await client.ask('RSET');
  expect(await client.ask(`MAIL FROM:<x${character}y@y.example>`)).toMatch(badForm);
  expect(await client.ask('MAIL FROM:<x@y.example>')).toMatch(/^250/);
});

it('15: a domain may have the joiners that its script needs', async () => {
  await client.ask('RSET');
  expect(
    await client.ask('MAIL FROM:<x@\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example>'),
  ).toMatch(/^250/);
});

it('16: the null sender may write to a reply address, as answers of calendar servers do', async () => {
  expect(await tell(`<${guest}>`, '')).toMatch(/^250/);
  await client.ask('DATA');
  expect(await client.ask('Subject: x\r\n\r\nhello\r\n.')).toMatch(/^250/);
  expect(await house.mails()).toMatchObject([{ envelopeFrom: '', outcome: null }]);
  expect(await tell('<user@elsewhere.example>', '')).toMatch(foreign);
});

it('10: guessing mailboxes costs the connection after some guesses', async () => {
  const strict = house.listener();
  const guesser = await talk((await strict.start()).port);
  await guesser.ask('MAIL FROM:<x@y.example>');
  const replies: string[] = [];
  for (const letter of 'abcdefghijk') {
    replies.push((await guesser.ask(`RCPT TO:<r-${letter.repeat(32)}@${here}>`)).slice(0, 3));
  }
  expect(replies).toEqual([...Array(10).fill('550'), '421']);
  const counted = house.counts.filter(([name]) => name === 'recipientRefused').slice(-11);
  expect(counted).toEqual(Array(11).fill(['recipientRefused', 'unknown']));
  guesser.close();
  await strict.stop();
});
