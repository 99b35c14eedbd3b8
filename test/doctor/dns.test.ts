import { generateKeyPairSync } from 'node:crypto';
import { type MailSink, startMailSink } from '../house/mail-sink.ts';
import { type Records, startDnsServer } from './dns-server.ts';
import { lookAt } from './doctor-house.ts';

const makeKey = (bits: number) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return {
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    record: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
};
const key = makeKey(2048);
const short = makeKey(1024);
const keyName = 's1._domainkey.parley.example TXT';
const signing = { DKIM_DOMAIN: 'parley.example', DKIM_SELECTOR: 's1', DKIM_PRIVATE_KEY: key.pem };

const right: Records = {
  'parley.example MX': ['10 mx.parley.example'],
  'mx.parley.example A': ['127.0.0.1'],
  'parley.example TXT': ['some-site-verification=1', 'v=spf1 include:relay.example -all'],
  'relay.example TXT': ['v=spf1 ip4:9.9.9.9 -all'],
  'relay.example A': ['9.9.9.9'],
  [keyName]: [`v=DKIM1; k=rsa; p=${key.record}`],
  '_dmarc.parley.example TXT': ['v=DMARC1; p=reject; rua=mailto:dmarc@parley.example'],
};

let mx: MailSink;
beforeAll(async () => {
  mx = await startMailSink();
});
afterAll(() => mx.close());

/** Asks a real name server on the loopback; the relay itself is not there. */
async function ask(
  records: Records,
  check: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const dns = await startDnsServer({ ...right, ...records });
  const SMTP_URL = 'smtp://relay.example:587?requireTLS=true&connectionTimeout=100';
  const options = { dns: dns.address, mailPort: mx.port };
  const found = await lookAt(check, { SMTP_URL, ...signing, ...env }, options);
  dns.close();
  return found;
}

it('finds nothing wrong with records that are right, and sends no mail to see it', async () => {
  expect(await ask({}, 'mx')).toEqual([
    'ok the MX mx.parley.example leads to a mail server in front; it must hand mail for ' +
      'parley.example on to here',
  ]);
  expect(await ask({}, 'spf')).toEqual(['ok SPF of parley.example covers relay 1']);
  expect(await ask({}, 'dkim')).toEqual([
    'ok the key record s1._domainkey.parley.example is that of DKIM_PRIVATE_KEY',
  ]);
  expect(await ask({}, 'dmarc')).toEqual([
    'ok SPF and DKIM can pass DMARC of parley.example (p=reject)',
  ]);
  expect(mx.mails).toEqual([]);
});

it.each<[string, Records, RegExp]>([
  ['there is none', { 'parley.example MX': [] }, /^wrong .*has no MX/],
  ['it says that no mail is taken', { 'parley.example MX': ['0 .'] }, /^wrong .*takes no mail/],
  ['its host has no address', { 'mx.parley.example A': [] }, /^wrong .*has no address/],
  ['DNS does not tell', { 'parley.example MX': 'SERVFAIL' }, /^warn .*ESERVFAIL/],
])('judges the MX when %s', async (_when, records, sentence) => {
  expect((await ask(records, 'mx'))[0]).toMatch(sentence);
});

it('takes an MX that refuses our mail, or does not answer on this machine, as wrong', async () => {
  mx.answerWith(550, 'rcpt-to');
  expect((await ask({}, 'mx'))[0]).toMatch(/^wrong .*answers mail for parley\.example with 550/);
  mx.answerWith(null);
  const dns = await startDnsServer(right);
  const found = await lookAt('mx', {}, { dns: dns.address, mailPort: 1 });
  dns.close();
  expect(found[0]).toMatch(/^wrong .*is this machine, but port 1 does not answer/);
});

it.each<[string, Records, RegExp]>([
  ['there is none', { 'parley.example TXT': ['x'] }, /^wrong .*has no SPF record/],
  ['there are two', { 'parley.example TXT': ['v=spf1 -all', 'v=spf1 mx -all'] }, /^wrong .*has 2/],
  ['everybody may send', { 'parley.example TXT': ['v=spf1 +all'] }, /^wrong .*lets everybody/],
  ['it ends with a bare all', { 'parley.example TXT': ['v=spf1 mx all'] }, /^wrong .*everybody/],
  ['the relay is not in it', { 'parley.example TXT': ['v=spf1 mx -all'] }, /^warn .*says fail/],
  ['it is misspelt', { 'parley.example TXT': ['v=spf1 ipv4:1.2.3.4 -all'] }, /^wrong .*evaluated/],
  ['DNS does not tell a part', { 'relay.example TXT': 'SERVFAIL' }, /^warn .*did not tell all/],
  ['DNS does not tell', { 'parley.example TXT': 'SERVFAIL' }, /^warn .*ESERVFAIL/],
])('judges SPF when %s', async (_when, records, sentence) => {
  expect((await ask(records, 'spf'))[0]).toMatch(sentence);
});

it.each<[string, Records, RegExp]>([
  ['there is none', { [keyName]: [] }, /^wrong there is no key record/],
  ['it is of another key', { [keyName]: [`p=${short.record}`] }, /^wrong .*of another key/],
  ['it is revoked', { [keyName]: ['v=DKIM1; p='] }, /^wrong .*revoked/],
  ['it is for trying', { [keyName]: [`v=DKIM1; t=y; p=${key.record}`] }, /^warn .*t=y/],
  ['DNS does not tell', { [keyName]: 'SERVFAIL' }, /^warn .*ESERVFAIL/],
])('judges the DKIM record when %s', async (_when, records, sentence) => {
  expect((await ask(records, 'dkim'))[0]).toMatch(sentence);
});

it('warns of a short DKIM key, and of none', async () => {
  const records = { [keyName]: [`v=DKIM1; k=rsa; p=${short.record}`] };
  const found = await ask(records, 'dkim', { DKIM_PRIVATE_KEY: short.pem });
  expect(found[1]).toBe('warn the DKIM key has only 1024 bits');
  expect((await lookAt('dkim', {}))[0]).toMatch(/^warn Parley does not sign/);
});

it.each<[string, Records, Record<string, string>, RegExp]>([
  ['there is none', { '_dmarc.parley.example TXT': [] }, {}, /^wrong .*no DMARC record/],
  ['it only watches', { '_dmarc.parley.example TXT': ['v=DMARC1; p=none'] }, {}, /^warn .*p=none/],
  [
    'nothing is aligned',
    {},
    { INBOUND_DOMAIN: 'in.other.example', DKIM_DOMAIN: 'other.example' },
    /^wrong neither/,
  ],
  ['only SPF is aligned', {}, { DKIM_DOMAIN: 'other.example' }, /^warn DKIM_DOMAIN is not aligned/],
  ['DNS does not tell', { '_dmarc.parley.example TXT': 'SERVFAIL' }, {}, /^warn DNS did not tell/],
])('judges DMARC when %s', async (_when, records, env, sentence) => {
  expect((await ask(records, 'dmarc', env))[0]).toMatch(sentence);
});

it('asks nothing of DNS in development', async () => {
  for (const check of ['mx', 'spf', 'dkim', 'dmarc']) {
    expect((await lookAt(check, { SMTP_URL: undefined }))[0]).toMatch(
      /^ok the development mailbox needs no/,
    );
  }
});
