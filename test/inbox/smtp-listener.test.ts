import { limits } from '../../service/limits.ts';
import { waitFor } from '../house/wait-for.ts';
import { gil } from '../rooms/waist-house.ts';
import { type InboxHouse, inboundDomain, openInboxHouse } from './inbox-house.ts';
import { callSmtp, type SmtpClient } from './smtp-client.ts';

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

describe('the quota', () => {
  it('puts off what comes to one mailbox too often, until the next hour', async () => {
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
    expect(await deliver(guest)).toMatch(/^452 4\.2\.2/);
    await client.ask('RSET');
    expect(await deliver(host)).toMatch(/^250/);
    house.clock.advance({ hours: 1 });
    expect(await deliver(guest)).toMatch(/^250/);
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
});

describe('behind a balancer', () => {
  it('the address of the PROXY header counts, and without one nobody gets in', async () => {
    const first = await call({ connectionsPerAddress: 1, dawdleMs: 60_000 }, { proxy: true });
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
