import { inTransaction } from '../../service/db/transaction.ts';
import { createReadMailsJob } from '../../service/inbox/read-mails-job.ts';
import { bounceAddress } from '../../service/links/reply-address.ts';
import { bounceTokenOf, gil } from '../rooms/waist-house.ts';
import {
  appleMail,
  bounceMail,
  googleMail,
  humanMail,
  outlookMail,
  type Said,
  thunderbirdMail,
} from './client-mails.ts';
import { type InboxHouse, inboundDomain, openInboxHouse } from './inbox-house.ts';

let house: InboxHouse;
let roomId: string;
let guest: Awaited<ReturnType<InboxHouse['people']>>['guest'];
let host: typeof guest;

beforeAll(async () => {
  house = await openInboxHouse();
});
afterAll(() => house.close());

beforeEach(async () => {
  house.clock.set('2027-03-01T09:00:10Z');
  await house.forgetMails();
  roomId = await house.create({ guest: gil });
  ({ guest, host } = await house.people(roomId));
  house.counts.length = 0;
  house.rings.length = 0;
});

const receive = (raw: string | Buffer, to = guest.address, from = gil.email) =>
  house.receive(raw, to, from);

async function read(raw: string | Buffer, to?: string, from?: string) {
  const id = await receive(raw, to, from);
  await house.job.run();
  const mail = (await house.mails()).find((one) => one.id === id);
  return mail ? [mail.outcome, mail.reason] : [];
}

const says = (changes: Partial<Said> & { partstat: string }): Said => ({
  icsUid: guest.icsUid,
  email: gil.email,
  ...changes,
});

async function room() {
  const { rows } = await house.db.pool.query(
    `select r.status, r.ics_sequence as sequence,
       (select string_agg(role || '=' || answer, ' ' order by role desc) from attendees a
        where a.room_id = r.id) as answers,
       (select count(*)::int from pending_proposals p
        where p.room_id = r.id and p.status = 'pending') as proposals
     from rooms r where r.id = $1`,
    [roomId],
  );
  return rows[0];
}

async function kinds(): Promise<string[]> {
  const { rows } = await house.db.pool.query<{ kind: string }>(
    `select kind from messages where room_id = $1 order by created_at, id`,
    [roomId],
  );
  return rows.map((row) => row.kind);
}

describe('an answer', () => {
  it.each([
    ['Google', googleMail, 'ACCEPTED', 'accepted'],
    ['Outlook', outlookMail, 'TENTATIVE', 'tentative'],
    ['Apple', appleMail, 'TENTATIVE', 'tentative'],
    ['Thunderbird', thunderbirdMail, 'ACCEPTED', 'accepted'],
  ])('from %s is applied', async (_client, write, partstat, answer) => {
    expect(await read(write(says({ partstat })))).toEqual(['applied', null]);
    expect((await room()).answers).toBe(`host=needs-action guest=${answer}`);
    expect(house.counts).toEqual([
      ['inboundMail', 'calendar', 'applied'],
      ['reply', answer, 'applied'],
    ]);
  });

  it('that declines opens the room again, and the mails it owes are rung for', async () => {
    expect(await read(outlookMail(says({ partstat: 'DECLINED' })))).toEqual(['applied', null]);
    expect(await room()).toMatchObject({ status: 'open', sequence: 1 });
    expect(await kinds()).toEqual(expect.arrayContaining(['cancellation', 'guest-left']));
    expect(house.rings).toContain('send-messages');
  });

  it('commits its effect and its outcome together, under one name', async () => {
    house.db.commits.length = 0;
    await read(googleMail(says({ partstat: 'ACCEPTED' })));
    expect(house.db.commits).toEqual(['store-mail', 'read-mail']);
    const { rows } = await house.db.pool.query(
      `select h.channel, h.actor from room_history h join imip_messages m on m.id = h.inbound_mail_id
       where h.room_id = $1`,
      [roomId],
    );
    expect(rows).toEqual([{ channel: 'mail', actor: 'guest' }]);
  });

  it('that comes twice has one effect', async () => {
    const raw = googleMail(says({ partstat: 'ACCEPTED' }));
    await read(raw);
    expect(await read(raw)).toEqual(['duplicate', 'seen-before']);
    const again = googleMail(says({ partstat: 'ACCEPTED', messageId: '<other@x.example>' }));
    expect(await read(again)).toEqual(['duplicate', 'seen-before']);
  });

  it('counts again after another one, even with the same DTSTAMP', async () => {
    await read(googleMail(says({ partstat: 'ACCEPTED' })));
    await read(googleMail(says({ partstat: 'TENTATIVE' })));
    expect(await read(googleMail(says({ partstat: 'ACCEPTED' })))).toEqual(['applied', null]);
    expect((await room()).answers).toContain('guest=accepted');
  });

  it('of a stranger who was forwarded the invitation changes nothing', async () => {
    const raw = googleMail(says({ partstat: 'DECLINED', email: 'sam@elsewhere.example' }));
    expect(await read(raw)).toEqual(['parked', 'someone-else']);
    const forged = googleMail(says({ partstat: 'DECLINED', from: 'sam@elsewhere.example' }));
    expect(await read(forged)).toEqual(['parked', 'forwarded']);
    expect(await room()).toMatchObject({ status: 'booked', sequence: 0 });
  });

  it('to the other person’s address changes nothing', async () => {
    expect(await read(googleMail(says({ partstat: 'DECLINED' })), host.address)).toEqual([
      'parked',
      'someone-else',
    ]);
    const other = await house.people(await house.create({ guest: gil }));
    expect(await read(googleMail(says({ partstat: 'DECLINED' })), other.guest.address)).toEqual([
      'parked',
      'uid-mismatch',
    ]);
    expect(await room()).toMatchObject({ status: 'booked' });
  });

  it('to a cancelled room is recorded and ignored', async () => {
    await house.apply(roomId, { do: 'cancel', reason: null });
    expect(await read(googleMail(says({ partstat: 'ACCEPTED' })))).toEqual([
      'ignored',
      'room-cancelled',
    ]);
  });

  it('to an old sequence is stale and gets the present invitation', async () => {
    const startUtc = new Date('2027-03-11T14:00:00Z');
    await house.apply(roomId, { do: 'reschedule', startUtc, durationMinutes: null });
    house.rings.length = 0;
    expect(await read(outlookMail(says({ partstat: 'DECLINED' })))).toEqual([
      'stale',
      'stale-answer',
    ]);
    expect(await room()).toMatchObject({ status: 'booked', sequence: 1 });
    expect(house.rings).toContain('send-messages');
  });
});

describe('a counter', () => {
  const asked = { newStart: '20270312T100000Z', newEnd: '20270312T110000Z', partstat: 'DECLINED' };

  it.each([
    ['Google', googleMail],
    ['Outlook', outlookMail],
    ['Apple', appleMail],
    ['Thunderbird', thunderbirdMail],
  ])('from %s becomes a proposal and never a decline', async (_client, write) => {
    expect(await read(write(says(asked)))).toEqual(['applied', null]);
    expect(await room()).toMatchObject({ status: 'booked', sequence: 0, proposals: 1 });
    expect(await kinds()).toEqual(expect.arrayContaining(['proposal-to-decide', 'proposal-sent']));
    expect(house.counts).toContainEqual(['proposal', 'mail']);
  });

  it('nobody can understand is parked, and its sender is mailed the link', async () => {
    const raw = thunderbirdMail(
      says({ ...asked, newStart: '20270312T100000', newEnd: '20270312T110000' }),
    );
    expect(await read(raw)).toEqual(['parked', 'counter-parked']);
    expect(await kinds()).toContain('counter-not-understood');
    expect(await room()).toMatchObject({ status: 'booked', proposals: 0 });
  });
});

describe('other mail', () => {
  it('written by hand is kept and answered once a day', async () => {
    expect(await read(humanMail(gil.email, 'Can we do 3pm?'))).toEqual(['human', null]);
    expect((await read(humanMail(gil.email, 'Hello?')))[0]).toBe('human');
    expect((await kinds()).filter((kind) => kind === 'human-answer')).toHaveLength(1);
  });

  it('that bounces for good makes the person unreachable and unbooks nobody', async () => {
    const { rows } = await house.db.pool.query<{ id: string; message_id: string }>(
      `update messages set state = 'sent' where attendee_id = $1 returning id, message_id`,
      [guest.attendeeId],
    );
    const sent = rows[0] ?? { id: '', message_id: '' };
    const to = bounceAddress(bounceTokenOf(sent.id), inboundDomain);
    const raw = bounceMail(gil.email, '5.1.1', sent.message_id);
    expect(await read(raw, to, '')).toEqual(['bounce', 'permanent']);
    const { rows: after } = await house.db.pool.query(
      `select a.reachable, m.state from attendees a join messages m on m.id = $2 where a.id = $1`,
      [guest.attendeeId, sent.id],
    );
    expect(after).toEqual([{ reachable: false, state: 'bounced' }]);
    expect(await room()).toMatchObject({ status: 'booked' });
    expect(house.counts).toContainEqual(['bounce', 'permanent']);
  });

  it('that a relay gave up has failed, and nobody is out of reach; one for good is told', async () => {
    const { rows } = await house.db.pool.query<{ id: string; message_id: string }>(
      `update messages set state = 'sent' where attendee_id = $1 returning id, message_id`,
      [guest.attendeeId],
    );
    const sent = rows[0] ?? { id: '', message_id: '' };
    const to = bounceAddress(bounceTokenOf(sent.id), inboundDomain);
    const told = async (status: string) => {
      await read(bounceMail(gil.email, status, sent.message_id), to, '');
      const { rows: events } = await house.db.pool.query<{ type: string }>(
        `select type from events where room_id = $1 and type ~ 'failed|bounced|undeliverable'
         order by ordinal`,
        [roomId],
      );
      return events.map((event) => event.type);
    };
    expect(await told('4.2.2')).toEqual(['message.failed']);
    const { rows: after } = await house.db.pool.query(
      `select a.reachable, m.state from attendees a join messages m on m.id = $2 where a.id = $1`,
      [guest.attendeeId, sent.id],
    );
    expect(after).toEqual([{ reachable: true, state: 'failed' }]);
    expect(await told('4.2.2')).toEqual(['message.failed']);
    const both = ['message.failed', 'attendee.undeliverable', 'message.bounced'];
    expect(await told('5.1.1')).toEqual(both);
    expect(house.counts.filter(([name]) => name === 'bounce')).toEqual([
      ['bounce', 'temporary'],
      ['bounce', 'temporary'],
      ['bounce', 'permanent'],
    ]);
    expect(await kinds()).toContain('delivery-trouble');
  });

  it('that bounces to the reply address is known by the Message-ID it returns', async () => {
    const { rows } = await house.db.pool.query<{ message_id: string }>(
      `select message_id from messages where attendee_id = $1`,
      [guest.attendeeId],
    );
    const foreign = bounceMail(gil.email, '5.1.1', '<unknown@x.example>');
    expect(await read(foreign, guest.address, '')).toEqual(['bounce', 'message-unknown']);
    const ours = bounceMail(gil.email, '5.1.1', rows[0]?.message_id ?? '');
    expect(await read(ours, guest.address, '')).toEqual(['bounce', 'permanent']);
  });

  it('to postmaster, of another method or of any bytes is recorded with its outcome', async () => {
    const postmaster = `postmaster@${inboundDomain}`;
    expect(await read(humanMail(gil.email, 'hi'), postmaster)).toEqual(['ignored', 'postmaster']);
    const request = googleMail(says({ partstat: 'ACCEPTED' })).replaceAll(
      'METHOD:REPLY',
      'METHOD:CANCEL',
    );
    const cancel = request
      .replaceAll('method=REPLY', 'method=CANCEL')
      .split('--m\r\nContent-Type: application')[0];
    expect((await read(`${cancel}--m--\r\n`))[1]).toBe('method-not-for-organizers');
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_one, index) => (index * 7919) % 256));
    expect((await read(bytes))[0]).toMatch(/human|unreadable|automatic/);
    expect(await room()).toMatchObject({ status: 'booked', sequence: 0 });
  });
});

describe('trouble with one mail', () => {
  function jobWhere(failsOn: string, error: () => Error) {
    const parser: InboxHouse['parser'] = {
      read: (raw, envelope) =>
        raw.includes(failsOn) ? Promise.reject(error()) : house.parser.read(raw, envelope),
      close: async () => {},
    };
    return createReadMailsJob({ ...house.ground, parser, claimedBy: 'reader' });
  }

  it('never holds up the next one, and three strikes put it aside', async () => {
    const job = jobWhere('poison', () => Object.assign(new Error('a bug'), { code: '22021' }));
    const poison = await receive(humanMail(gil.email, 'poison'));
    const fine = await receive(googleMail(says({ partstat: 'ACCEPTED' })));
    const outcomes = async () => {
      await job.run();
      const mails = await house.mails();
      const of = (id: string) => mails.find((mail) => mail.id === id);
      return [of(poison)?.outcome, of(poison)?.attempts, of(fine)?.outcome];
    };
    expect(await outcomes()).toEqual([null, 1, 'applied']);
    // At once it is not tried again.
    expect(await outcomes()).toEqual([null, 1, 'applied']);
    house.clock.advance({ seconds: 6 });
    expect(await outcomes()).toEqual([null, 2, 'applied']);
    house.clock.advance({ seconds: 11 });
    expect(await outcomes()).toEqual(['unreadable', 2, 'applied']);
    expect(house.counts).toContainEqual(['inboundMail', 'unreadable', 'unreadable']);
  });

  it('that passes ends the run, however many wait, so that nobody tries without a pause', async () => {
    let tries = 0;
    for (let mail = 0; mail < 24; mail++) {
      await receive(humanMail(gil.email, 'poison'), mail % 2 ? host.address : guest.address);
    }
    await jobWhere('poison', () => {
      tries += 1;
      return Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    }).run();
    expect(tries).toBe(20);
  });

  it('that passes costs no strike', async () => {
    const away = () => Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    const id = await receive(humanMail(gil.email, 'poison'));
    await jobWhere('poison', away).run();
    expect(await house.mails()).toMatchObject([{ id, outcome: null, attempts: 0 }]);
    await house.job.run();
    expect(await house.mails()).toMatchObject([{ id, outcome: 'human' }]);
  });
});

it('reads each mail once, however many read at the same time', async () => {
  for (let mail = 0; mail < 30; mail++) {
    await receive(humanMail(gil.email, `mail ${mail}`), mail % 2 ? host.address : guest.address);
  }
  const { ground, parser } = house;
  const jobs = ['a', 'b', 'c'].map((claimedBy) =>
    createReadMailsJob({ ...ground, parser, claimedBy }),
  );
  await Promise.all(jobs.map((job) => job.run()));
  expect((await house.mails()).every((mail) => mail.outcome === 'human')).toBe(true);
  expect(house.counts.filter((count) => count[0] === 'inboundMail')).toHaveLength(30);
});

it('leaves to a new reader what an old one claimed and never read', async () => {
  const id = await receive(googleMail(says({ partstat: 'ACCEPTED' })));
  await inTransaction(house.db.database, 'crash', (tx) =>
    tx.query(`update imip_messages set claimed_by = 'dead', claimed_until = $1`, [
      new Date('2027-03-01T09:01:00Z'),
    ]),
  );
  await house.job.run();
  expect(await house.mails()).toMatchObject([{ id, outcome: null }]);
  house.clock.set('2027-03-01T09:01:01Z');
  await house.job.run();
  expect(await house.mails()).toMatchObject([{ id, outcome: 'applied' }]);
});

it('gives up a claim whose answer was lost, as soon as the database answers again', async () => {
  const id = await receive(googleMail(says({ partstat: 'ACCEPTED' })));
  const { pool } = house.db;
  let isCut = true;
  const query = async (sql: string, values?: unknown[]) => {
    const answer = await pool.query(sql, values);
    if (isCut && sql.includes('set claimed_by = $1')) {
      isCut = false;
      throw new Error('Connection terminated unexpectedly');
    }
    return answer;
  };
  const cut = Object.assign(Object.create(pool) as typeof pool, { query });
  const database = { ...house.db.database, pool: cut };
  const { ground, parser } = house;
  const job = createReadMailsJob({ ...ground, parser, database, claimedBy: 'cut' });
  await expect(job.run()).rejects.toThrow('terminated');
  expect(await house.mails()).toMatchObject([{ id, outcome: null }]);
  await job.run();
  expect(await house.mails()).toMatchObject([{ id, outcome: 'applied' }]);
});

it('logs no address', async () => {
  const said: unknown[] = [];
  const log = Object.assign(Object.create(house.ground.log), {
    info: (...words: unknown[]) => said.push(words),
    warn: (...words: unknown[]) => said.push(words),
  });
  await receive(googleMail(says({ partstat: 'DECLINED' })));
  const { ground, parser } = house;
  await createReadMailsJob({ ...ground, log, parser, claimedBy: 'reader' }).run();
  expect(said).toHaveLength(1);
  expect(JSON.stringify(said)).not.toMatch(/@(guest|host)\.example/);
});
