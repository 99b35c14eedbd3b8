import { inTransaction } from '../../service/db/transaction.ts';
import { claimUnread, type UnreadMail } from '../../service/inbox/inbox-store.ts';
import { settleMail } from '../../service/inbox/settle-mail.ts';
import { viewHistory } from '../../service/rooms/history-views.ts';
import { gil, helen } from '../rooms/waist-house.ts';
import { googleMail, humanMail, outlookMail, thunderbirdMail } from './client-mails.ts';
import { type InboxHouse, openInboxHouse } from './inbox-house.ts';

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
});

const receive = (raw: string, to = guest.address, from = gil.email) => house.receive(raw, to, from);

const answer = (partstat: string, more: { sequence?: number; messageId?: string } = {}) =>
  outlookMail({ icsUid: guest.icsUid, email: gil.email, partstat, ...more });

const claim = (claimedBy: string, limit = 20) => {
  const now = house.clock.now();
  const until = new Date(now.getTime() + 60_000);
  return claimUnread(house.db.pool, { claimedBy, now, until, limit });
};

/** Both readers have parsed their copy before either settles it. */
async function settleAtOnce(mails: readonly UnreadMail[], raw: string): Promise<void> {
  const deps = { ...house.ground, parser: house.parser };
  const envelope = { from: gil.email, to: guest.address };
  const receivedAt = house.clock.now();
  const context = { envelope, peer: null, receivedAt, writer: null, isSenderAsked: true };
  const reading = await house.parser.read(Buffer.from(raw), context);
  await Promise.all(mails.map((mail) => settleMail(deps, 'a', mail, reading)));
}

const outcomes = async () =>
  (await house.mails()).map((mail) => [mail.outcome, mail.reason].join(' '));

async function eventTypes(prefix: string): Promise<string[]> {
  const { rows } = await house.db.pool.query<{ type: string }>(
    `select type from events where room_id = $1 and type like $2 || '%' order by ordinal`,
    [roomId, prefix],
  );
  return rows.map((row) => row.type);
}

describe('two copies of one mail that are read at once', () => {
  it('have one effect, and the second is called a duplicate', async () => {
    for (let time = 0; time < 8; time++) {
      await house.forgetMails();
      roomId = await house.create({ guest: gil });
      ({ guest } = await house.people(roomId));
      const raw = answer('DECLINED');
      await receive(raw);
      await receive(raw);
      await settleAtOnce(await claim('a'), raw);
      expect((await outcomes()).sort()).toEqual(['applied ', 'duplicate seen-before']);
      expect(await eventTypes('attendee.')).toEqual(['attendee.declined']);
    }
  });

  it('are one mail to the host application when a person wrote them', async () => {
    const raw = humanMail(gil.email, 'Can we do 3pm?');
    await receive(raw);
    await receive(raw);
    await settleAtOnce(await claim('a'), raw);
    expect((await outcomes()).sort()).toEqual(['duplicate seen-before', 'human ']);
    expect(await eventTypes('mail.')).toEqual(['mail.received']);
  });
});

describe('what one person sent', () => {
  it('is read by one reader at a time, in the order it came; others are not held up', async () => {
    const first = await receive(answer('ACCEPTED'));
    const second = await receive(answer('TENTATIVE'));
    const other = await receive(humanMail(helen.email, 'Hello'), host.address, helen.email);
    const idsOf = (mails: readonly UnreadMail[]) => mails.map((mail) => mail.id);
    expect(idsOf(await claim('a', 1))).toEqual([first]);
    expect(idsOf(await claim('b'))).toEqual([other]);
    house.clock.advance({ seconds: 61 });
    expect(idsOf(await claim('c', 1))).toEqual([first]);
    await house.db.pool.query('update imip_messages set claimed_until = null, claimed_by = null');
    expect(idsOf(await claim('d'))).toEqual([first, second, other]);
  });

  it('waits for the one before it even while that is only just being claimed', async () => {
    await receive(answer('ACCEPTED'));
    await receive(answer('TENTATIVE'));
    const now = house.clock.now();
    const wanted = { claimedBy: 'a', now, until: new Date(now.getTime() + 60_000), limit: 1 };
    await inTransaction(house.db.database, 'claim', async (tx) => {
      expect(await claimUnread(tx, wanted)).toHaveLength(1);
      expect(await claim('b')).toEqual([]);
    });
  });

  it('within one second counts as it came, however many read at the same time', async () => {
    const rooms = await Promise.all(Array.from({ length: 6 }, () => house.create({ guest: gil })));
    for (const id of rooms) {
      ({ guest } = await house.people(id));
      for (const word of ['ACCEPTED', 'DECLINED-NOT', 'TENTATIVE']) await receive(answer(word));
    }
    await Promise.all([1, 2, 3].map(() => house.job.run()));
    await house.job.run();
    const { rows } = await house.db.pool.query<{ answer: string }>(
      `select answer from attendees where role = 'guest' and room_id = any($1)`,
      [rooms],
    );
    expect(rows.map((row) => row.answer)).toEqual(rooms.map(() => 'tentative'));
  });
});

it('answers a refresh that is asked for again later, though it looks the same', async () => {
  const asks = () =>
    thunderbirdMail({
      icsUid: guest.icsUid,
      email: gil.email,
      partstat: 'NEEDS-ACTION',
    }).replaceAll('REPLY', 'REFRESH');
  for (const minutes of [0, 5, 6]) {
    house.clock.advance({ minutes });
    await receive(asks());
    await house.job.run();
  }
  expect(await outcomes()).toEqual(['applied ', 'ignored sent-again-lately', 'applied ']);
});

describe('the history of a room', () => {
  const mailsIn = async () => {
    const history = await viewHistory(house.db.pool, house.applicationId, roomId);
    return history
      .filter((one) => one.kind === 'mail-in')
      .map((one) => [one.what, one.why, one.actor].join(' '));
  };

  it('says what became of every mail and why, and does not blame a stranger on the guest', async () => {
    const startUtc = new Date('2027-03-11T14:00:00Z');
    await house.apply(roomId, { do: 'reschedule', startUtc, durationMinutes: null });
    const sam = { icsUid: guest.icsUid, email: 'sam@elsewhere.example', partstat: 'DECLINED' };
    await receive(answer('DECLINED'));
    await receive(googleMail(sam), guest.address, sam.email);
    await receive(humanMail(sam.email, 'Who is this?'), guest.address, sam.email);
    await receive(answer('NEEDS-ACTION', { sequence: 1 }));
    await receive(answer('ACCEPTED', { sequence: 9 }));
    await house.job.run();
    await house.apply(roomId, { do: 'unbook', reason: null });
    await receive(answer('ACCEPTED', { sequence: 1 }));
    await house.apply(roomId, { do: 'cancel', reason: null });
    await house.job.run();
    expect(await mailsIn()).toEqual([
      'stale stale-answer guest',
      'stale stale-answer ',
      'human unknown-sender ',
      'ignored not-an-answer guest',
      'parked impossible-sequence ',
      'ignored room-cancelled guest',
    ]);
  });

  it('tells the host application the words of a wish that is not taken here', async () => {
    await house.db.pool.query('update applications set allow_counter = false');
    const wish = {
      partstat: 'TENTATIVE',
      newStart: '20270311T100000Z',
      newEnd: '20270311T110000Z',
      comment: 'My train is late',
    };
    await receive(outlookMail({ icsUid: guest.icsUid, email: gil.email, ...wish }), guest.address);
    await house.job.run();
    await house.db.pool.query('update applications set allow_counter = true');
    const { rows } = await house.db.pool.query(
      `select payload -> 'message' as message from events
       where room_id = $1 and type = 'mail.parked'`,
      [roomId],
    );
    expect(rows).toMatchObject([
      {
        message: {
          reason: 'counter-parked',
          asks: { proposedStartUtc: '2027-03-11T10:00:00.000Z', comment: 'My train is late' },
        },
      },
    ]);
  });

  it('tells of parked mail in an event without an actor', async () => {
    const sam = { icsUid: guest.icsUid, email: 'sam@elsewhere.example', partstat: 'DECLINED' };
    await receive(googleMail(sam), guest.address, sam.email);
    await house.job.run();
    const { rows } = await house.db.pool.query(
      `select payload -> 'cause' as cause, payload -> 'message' ->> 'reason' as reason,
         payload -> 'message' -> 'asks' as asks
       from events where room_id = $1 and type = 'mail.parked'`,
      [roomId],
    );
    expect(rows).toEqual([
      {
        reason: 'someone-else',
        cause: { channel: 'mail', inboundMailId: expect.any(String) },
        asks: { answer: 'declined', comment: null },
      },
    ]);
  });
});
