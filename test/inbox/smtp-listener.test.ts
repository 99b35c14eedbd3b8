import { connect as connectTls } from 'node:tls';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { limits } from '../../service/limits.ts';
import { waitFor } from '../house/wait-for.ts';
import { gil } from '../rooms/waist-house.ts';
import { type InboxHouse, inboundDomain, openInboxHouse } from './inbox-house.ts';
import { callSmtp, listenTo, type SmtpClient } from './smtp-client.ts';

let house: InboxHouse;
let guest: string;
let host: string;
let attendeeIds: string[];
let listener: ReturnType<InboxHouse['listener']> | null = null;
let port = 0;
const clients: SmtpClient[] = [];

beforeAll(async () => {
  house = await openInboxHouse();
  const people = await house.people(await house.create({ guest: gil }));
  guest = people.guest.address;
  host = people.host.address;
  attendeeIds = [people.guest.attendeeId, people.host.attendeeId];
});

afterAll(() => house.close());

beforeEach(async () => {
  await house.db.pool.query('delete from imip_messages');
  house.counts.length = 0;
  house.rings.length = 0;
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await listener?.stop();
  listener = null;
});

async function call(...options: Parameters<InboxHouse['listener']>): Promise<SmtpClient> {
  listener = house.listener(...options);
  port = (await listener.start()).port;
  return callAgain();
}

function callAgain(): SmtpClient {
  const client = callSmtp(port);
  clients.push(client);
  return client;
}

describe('a mail that was answered 250', () => {
  it('is stored byte for byte, one row per recipient, and the reader is woken', async () => {
    const client = await call();
    expect(await client.begin(gil.email, guest, host)).toMatch(/^354/);
    client.say('Subject: hi\r\n\r\n..dotted\r\n\xff8bit\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250 2\.0\.0 stored as/);
    const mails = await house.mails();
    expect(mails.map((mail) => mail.attendeeId)).toEqual(attendeeIds);
    // Whose address it was is known by its row; its token is in no other column.
    expect(mails.map((mail) => mail.envelopeTo)).toEqual(Array(2).fill(`r-*@${inboundDomain}`));
    expect(mails.every((mail) => mail.hashFits && mail.outcome === null)).toBe(true);
    expect(mails[0]?.raw.toString('utf8')).toBe('Subject: hi\r\n\r\n.dotted\r\n\xff8bit\r\n');
    expect(mails[0]?.envelopeFrom).toBe(gil.email);
    expect(house.rings).toEqual(['read-mails']);
  });

  it('may come from the null sender, and to an address in any case', async () => {
    const client = await call();
    expect(await client.begin('', guest.toUpperCase())).toMatch(/^354/);
    client.say('\r\nbounced\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect((await house.mails())[0]).toMatchObject({ envelopeFrom: '' });
    expect((await house.mails())[0]?.attendeeId).not.toBeNull();
  });

  it('may go to postmaster, with and without a domain', async () => {
    const client = await call();
    expect(await client.begin(gil.email, 'Postmaster', `postmaster@${inboundDomain}`)).toMatch(
      /^354/,
    );
    client.say('\r\nhello\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect((await house.mails()).map((mail) => mail.attendeeId)).toEqual([null, null]);
  });
});

describe('a recipient that is not ours', () => {
  it.each([
    ['user@elsewhere.example', /^550 5\.7\.1/],
    [`user%elsewhere.example@${inboundDomain}`, /^550 5\.1\.1/],
    [`@relay.example:user@${inboundDomain}`, /^550 5\.1\.1/],
    [`"user@elsewhere.example"@${inboundDomain}`, /^501/],
    ['user@[127.0.0.1]', /^550 5\.7\.1/],
    [`r-${'a'.repeat(32)}@${inboundDomain}`, /^550 5\.1\.1/],
    [`b-${'a'.repeat(32)}@${inboundDomain}`, /^550 5\.1\.1/],
    [`info@${inboundDomain}`, /^550 5\.1\.1/],
    [`postmaster@sub.${inboundDomain}`, /^550 5\.7\.1/],
  ])('is refused for good: %s', async (address, refusal) => {
    const client = await call();
    await client.reply();
    await client.ask('EHLO client.example');
    await client.ask('MAIL FROM:<x@y.example>');
    expect(await client.ask(`RCPT TO:<${address}>`)).toMatch(refusal);
    expect(await client.ask('DATA')).toMatch(/^503/);
    expect(await house.mails()).toEqual([]);
  });

  it('costs the connection after some guesses', async () => {
    const client = await call();
    await client.reply();
    await client.ask('EHLO client.example');
    await client.ask('MAIL FROM:<x@y.example>');
    const replies: string[] = [];
    for (let guess = 0; guess < 11; guess++) {
      const token = String.fromCharCode(97 + guess).repeat(32);
      replies.push(await client.ask(`RCPT TO:<r-${token}@${inboundDomain}>`));
    }
    expect(replies.slice(0, 10).every((reply) => reply.startsWith('550'))).toBe(true);
    expect(replies[10]).toMatch(/^421/);
    await waitFor(() => client.isClosed());
  });
});

describe('the limits', () => {
  it('refuse one recipient too many with 452 and keep the others', async () => {
    const client = await call({ recipients: 1 });
    await client.reply();
    await client.ask('EHLO client.example');
    await client.ask('MAIL FROM:<x@y.example>');
    expect(await client.ask(`RCPT TO:<${guest}>`)).toMatch(/^250/);
    expect(await client.ask(`RCPT TO:<${host}>`)).toMatch(/^452/);
    await client.ask('DATA');
    client.say('\r\nhello\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
    expect(await house.mails()).toHaveLength(1);
  });

  it('refuse a declared size at once, and an undeclared one after the dot', async () => {
    const client = await call({ mailBytes: 1000 });
    await client.reply();
    await client.ask('EHLO client.example');
    expect(await client.ask('MAIL FROM:<x@y.example> SIZE=999999999')).toMatch(/^552/);
    await client.ask('MAIL FROM:<x@y.example>');
    await client.ask(`RCPT TO:<${guest}>`);
    await client.ask('DATA');
    client.say(`\r\n${'x'.repeat(998)}\r\n.\r\n`);
    expect(await client.reply()).toMatch(/^552/);
    expect(await house.mails()).toEqual([]);
  });

  it('answer 452 when all sessions together hold too much, and recover', async () => {
    const client = await call({ bufferedBytes: 500 });
    expect(await client.begin('x@y.example', guest)).toMatch(/^354/);
    client.say(`\r\n${'x'.repeat(900)}\r\n.\r\n`);
    expect(await client.reply()).toMatch(/^452/);
    await client.ask('MAIL FROM:<x@y.example>');
    await client.ask(`RCPT TO:<${guest}>`);
    await client.ask('DATA');
    client.say('\r\nsmall\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250/);
  });

  it('cap the connections of one address, and count down again', async () => {
    const first = await call({ connectionsPerAddress: 1 });
    expect(await first.reply()).toMatch(/^220/);
    const second = callAgain();
    expect(await second.reply()).toMatch(/^421/);
    first.close();
    await waitFor(() => house.counts.length === 2);
    const third = callAgain();
    expect(await third.reply()).toMatch(/^220/);
  });

  it.each(['in HELO', 'in DATA'])('cut a slow drip %s at the absolute deadline', async (where) => {
    const client = await call({ sessionTimeoutMs: 600, handlerTimeoutMs: 100 });
    if (where === 'in DATA') await client.begin('x@y.example', guest);
    const drip = setInterval(() => client.say('x'), 20);
    await waitFor(() => client.isClosed(), { timeoutMs: 8000 });
    clearInterval(drip);
    expect(await house.mails()).toEqual([]);
    await waitFor(() => house.counts.some((count) => count[1] === 'timeout'));
  });

  it('put off what comes to one mailbox too often, until the next hour', async () => {
    const client = await call();
    const deliver = async (to: string) => {
      await client.ask('MAIL FROM:<x@y.example>');
      const said = await client.ask(`RCPT TO:<${to}>`);
      if (!said.startsWith('250')) return said;
      await client.ask('DATA');
      return client.ask('\r\nhello\r\n.');
    };
    await client.reply();
    await client.ask('EHLO client.example');
    for (let count = 0; count < limits.mailboxMailsPerHour; count += 1) {
      expect(await deliver(guest)).toMatch(/^250/);
    }
    expect(await deliver(guest)).toMatch(/^452 4\.2\.1/);
    await client.ask('RSET');
    expect(await deliver(host)).toMatch(/^250/);
    house.clock.advance({ hours: 1 });
    expect(await deliver(guest)).toMatch(/^250/);
  });

  it('stop mail that goes in circles with 554', async () => {
    const client = await call();
    await client.begin('x@y.example', guest);
    client.say(`${'Received: from a by b\r\n'.repeat(100)}\r\nhello\r\n.\r\n`);
    expect(await client.reply()).toMatch(/^554 5\.4\.6/);
    await client.ask('MAIL FROM:<x@y.example>');
    await client.ask(`RCPT TO:<${guest}>`);
    await client.ask('DATA');
    client.say('Subject: x\r\nX-Parley-Loop: 1\r\n\r\nhello\r\n.\r\n');
    expect(await client.reply()).toMatch(/^554 5\.4\.6/);
    expect(await house.mails()).toEqual([]);
  });
});

describe('the dialogue', () => {
  it('says neither its software nor its host, and offers nothing it does not need', async () => {
    const client = await call();
    expect(await client.reply()).toBe(`220 ${inboundDomain} ESMTP`);
    const offered = await client.ask('EHLO client.example');
    expect(offered).not.toMatch(/AUTH|STARTTLS|XCLIENT|DSN/);
    expect(offered).toMatch(/SIZE 10485760/);
  });

  it.each([
    'AUTH PLAIN',
    'VRFY x',
    'EXPN x',
    'WIZ x',
    'SHELL',
    'KILL',
    'STARTTLS',
    'ETRN x',
    'BDAT 1',
  ])('does not know %s', async (command) => {
    const client = await call();
    await client.reply();
    await client.ask('EHLO client.example');
    expect(await client.ask(command)).toMatch(/^50[02]/);
  });

  it.each([
    ['EHLO a\0b', /^501/],
    ['MAIL FROM:<a\0b@y.example>', /^501/],
    ['MAIL FROM:<a\rb@y.example>', /^501/],
    ['MAIL FROM:<a b@y.example>', /^501/],
    ['MAIL FROM: a@y.example', /^501/],
    [`MAIL FROM:<${'a'.repeat(3_000)}@y.example>`, /^501/],
    ['MAIL FROM:<a@y.example> SIZE=-1', /^501/],
    ['MAIL FROM:<a@y.example> SIZE=1e309', /^501/],
    ['MAIL FROM:<a@y.example> BODY=BINARYMIME', /^501/],
    ['RCPT TO:<x@y.example>', /^503/],
    ['DATA', /^503/],
  ])('refuses what is out of form or out of turn, and goes on: %j', async (command, refusal) => {
    const client = await call();
    await client.reply();
    await client.ask('EHLO client.example');
    expect(await client.ask(command)).toMatch(refusal);
    await client.ask('EHLO client.example');
    await client.ask('MAIL FROM:<x@y.example>');
    await client.ask(`RCPT TO:<${guest}>`);
    await client.ask('DATA');
    expect(await client.ask('\r\nhello\r\n.')).toMatch(/^250/);
  });

  it('takes a sender and a name that are no UTF-8, and stores them as text', async () => {
    const client = await call();
    await client.reply();
    for (const bytes of ['EHLO \xff\xfe', 'MAIL FROM:<\xff@y.example>', `RCPT TO:<${guest}>`]) {
      client.say(Buffer.from(`${bytes}\r\n`, 'latin1'));
      expect(await client.reply()).toMatch(/^250/);
    }
    await client.ask('DATA');
    expect(await client.ask('\r\nhello\r\n.')).toMatch(/^250/);
    expect((await house.mails()).map((mail) => mail.envelopeFrom)).toEqual(['\ufffd@y.example']);
  });

  it('hangs up on who talks before the greeting, speaks HTTP or talks nonsense', async () => {
    const early = await call();
    early.say('EHLO x\r\n');
    expect(await early.reply()).toMatch(/^421/);
    const http = callAgain();
    await http.reply();
    expect(await http.ask('POST / HTTP/1.1')).toMatch(/^421/);
    const nonsense = callAgain();
    await nonsense.reply();
    nonsense.say('NONSENSE\r\n'.repeat(10));
    await waitFor(() => nonsense.isClosed());
    expect(nonsense.heard()).toMatch(/421/);
    const endless = callAgain();
    await endless.reply();
    endless.say(`EHLO ${'x'.repeat(300_000)}\r\n`);
    expect(await endless.reply()).toMatch(/^421/);
  });

  it.each([
    ['LF.LF', '\n.\n'],
    ['LF.CRLF', '\n.\r\n'],
    ['CRLF.LF', '\r\n.\n'],
    ['CR.CR', '\r.\r'],
    ['CRLF NUL.CRLF', '\r\n\0.\r\n'],
    ['CRCRLF.CRCRLF', '\r\r\n.\r\r\n'],
  ])('lets nobody smuggle a second mail behind %s', async (_name, ending) => {
    const client = await call();
    await client.begin('x@y.example', guest);
    const smuggled = `MAIL FROM:<evil@y.example>\r\nRCPT TO:<${host}>\r\nDATA\r\nevil\r\n`;
    client.say(`\r\nhello${ending}${smuggled}.\r\n`);
    expect(await client.reply()).toMatch(/^250/);
    const mails = await house.mails();
    expect(mails.map((mail) => [mail.envelopeFrom, mail.attendeeId])).toEqual([
      ['x@y.example', attendeeIds[0]],
    ]);
    expect(mails[0]?.raw.toString()).toContain('evil');
  });

  it('keeps one mail whole wherever its end is cut into packets', async () => {
    const client = await call();
    await client.begin('x@y.example', guest);
    for (const piece of ['..', '\r\nx\r', '\n', '.', '\r', '\n']) {
      client.say(piece);
      await new Promise((resolve) => client.socket.write('', resolve));
    }
    expect(await client.reply()).toMatch(/^250/);
    expect((await house.mails()).map((mail) => mail.raw.toString())).toEqual(['.\r\nx\r\n']);
  });

  it('stores nothing of a mail whose sender vanished before the end', async () => {
    const client = await call();
    await client.begin('x@y.example', guest);
    client.say('\r\nhalf a mail');
    client.close();
    await waitFor(() => house.counts.length === 1);
    expect(await house.mails()).toEqual([]);
  });

  it('answers a thousand pipelined transactions in order', async () => {
    const client = await call();
    await client.reply();
    await client.ask('EHLO client.example');
    const one = `MAIL FROM:<x@y.example>\r\nRCPT TO:<${guest}>\r\nRSET\r\n`;
    client.say(one.repeat(1000));
    await waitFor(() => client.heard().match(/^250 Flushed/gm)?.length === 1000);
    expect(client.heard().match(/^250 Accepted/gm)).toHaveLength(2000);
  });
});

describe('STARTTLS', () => {
  // The test certificate of smtp-server: public, so good for nothing else.
  const { key, cert } = tlsOptions();
  const tls = { key: String(key), cert: String(cert) };

  it('is offered with a certificate of our own, and forgets what was said before it', async () => {
    const plain = await call({}, { tls });
    await plain.reply();
    expect(await plain.ask('EHLO client.example')).toMatch(/STARTTLS/);
    plain.say('STARTTLS\r\nMAIL FROM:<evil@y.example>\r\n');
    expect(await plain.reply()).toMatch(/^220/);
    plain.socket.removeAllListeners('data');
    const socket = connectTls({ socket: plain.socket, rejectUnauthorized: false });
    const secure = listenTo(socket);
    clients.push(secure);
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    expect(await secure.ask('RCPT TO:<x@y.example>')).toMatch(/^503/);
    await secure.ask('EHLO client.example');
    expect(await secure.ask(`RCPT TO:<${guest}>`)).toMatch(/^503 Error: need MAIL/);
    await secure.ask('MAIL FROM:<x@y.example>');
    await secure.ask(`RCPT TO:<${guest}>`);
    expect(await secure.ask('DATA')).toMatch(/^354/);
    secure.say('\r\nhello\r\n.\r\n');
    expect(await secure.reply()).toMatch(/^250/);
    expect((await house.mails()).map((mail) => mail.envelopeFrom)).toEqual(['x@y.example']);
  });
});

describe('behind a balancer', () => {
  it('the address of the PROXY header counts, and without one nobody gets in', async () => {
    const first = await call({ connectionsPerAddress: 1 }, { proxy: true });
    first.say('PROXY TCP4 192.0.2.1 192.0.2.9 4000 25\r\n');
    expect(await first.reply()).toMatch(/^220/);
    const same = callAgain();
    same.say('PROXY TCP4 192.0.2.1 192.0.2.9 4001 25\r\n');
    expect(await same.reply()).toMatch(/^421/);
    const other = callAgain();
    other.say('PROXY TCP4 192.0.2.2 192.0.2.9 4002 25\r\n');
    expect(await other.reply()).toMatch(/^220/);
    const bare = callAgain();
    bare.say('EHLO client.example\r\n');
    await waitFor(() => bare.isClosed());
    expect(bare.heard()).not.toMatch(/^2/m);
    await other.ask('EHLO client.example');
    await other.ask('MAIL FROM:<x@y.example>');
    await other.ask(`RCPT TO:<${guest}>`);
    await other.ask('DATA');
    other.say('\r\nhello\r\n.\r\n');
    expect(await other.reply()).toMatch(/^250/);
    const { rows } = await house.db.pool.query('select remote_address from imip_messages');
    expect(rows).toEqual([{ remote_address: '192.0.2.2' }]);
  });
});

describe('stopping', () => {
  it('tells idle sessions to come back, and lets a mail in transfer end', async () => {
    const idle = await call();
    await idle.reply();
    const busy = callAgain();
    await busy.begin('x@y.example', guest);
    const stopped = listener?.stop();
    expect(await idle.reply()).toMatch(/^421/);
    busy.say('\r\nthe last one\r\n.\r\n');
    expect(await busy.reply()).toMatch(/^250/);
    busy.close();
    await stopped;
    listener = null;
    expect(await house.mails()).toHaveLength(1);
  });

  it('at once cuts every connection and stores nothing more', async () => {
    const busy = await call();
    await busy.begin('x@y.example', guest);
    listener?.kill();
    await waitFor(() => busy.isClosed());
    listener = null;
    expect(await house.mails()).toEqual([]);
  });
});
