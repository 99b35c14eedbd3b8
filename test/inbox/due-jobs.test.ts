import { createSettleDueJob } from '../../service/inbox/settle-due-job.ts';
import { createTellFailuresJob } from '../../service/inbox/tell-failures-job.ts';
import { gil } from '../rooms/waist-house.ts';
import { type InboxHouse, openInboxHouse } from './inbox-house.ts';

let house: InboxHouse;
let roomId: string;
let guestId: string;

beforeAll(async () => {
  house = await openInboxHouse();
});
afterAll(() => house.close());

beforeEach(async () => {
  house.clock.set('2027-03-01T09:00:00Z');
  roomId = await house.create({ guest: gil });
  guestId = (await house.people(roomId)).guest.attendeeId;
  house.counts.length = 0;
  house.rings.length = 0;
  house.db.commits.length = 0;
});

async function one<T extends object>(statement: string, id: string): Promise<T | undefined> {
  return (await house.db.pool.query<T>(statement, [id])).rows[0];
}

describe('what is due', () => {
  it('is a proposal whose time is over: it expires once, and the proposer is told', async () => {
    const proposalId = house.random.uuid();
    await house.apply(roomId, {
      do: 'propose',
      by: 'guest',
      source: 'page',
      proposalId,
      startUtc: new Date('2027-03-12T10:00:00Z'),
      durationMinutes: null,
      note: null,
    });
    const status = () => one(`select status from pending_proposals where id = $1`, proposalId);
    const job = createSettleDueJob(house.ground);
    await job.run();
    expect(await status()).toEqual({ status: 'pending' });
    house.clock.advance({ hours: 49 });
    await job.run();
    await job.run();
    expect(await status()).toEqual({ status: 'expired' });
    expect(house.counts).toEqual([['proposalDecision', 'expired']]);
    expect(house.rings).toEqual(['send-messages']);
    expect(house.db.commits.filter((name) => name === 'settle-due')).toHaveLength(1);
  });

  it('is a held decline whose hold is over: only then it is acted on', async () => {
    await house.db.pool.query('update applications set decline_hold_seconds = 600');
    await house.apply(roomId, {
      do: 'record-reply',
      attendeeId: guestId,
      reply: {
        answer: 'declined',
        sequence: 0,
        stampedAt: house.clock.now(),
        receivedAt: house.clock.now(),
        startUtc: null,
        endUtc: null,
        comment: null,
        alias: null,
      },
    });
    const status = () => one(`select status from rooms where id = $1`, roomId);
    const job = createSettleDueJob(house.ground);
    house.clock.advance({ minutes: 9 });
    await job.run();
    expect(await status()).toEqual({ status: 'booked' });
    house.clock.advance({ minutes: 2 });
    await job.run();
    expect(await status()).toEqual({ status: 'open' });
    await house.db.pool.query('update applications set decline_hold_seconds = 0');
  });

  it('in one room is settled although another room fails', async () => {
    const rooms = [roomId, await house.create({ guest: gil })];
    for (const id of rooms) {
      await house.apply(id, {
        do: 'propose',
        by: 'host',
        source: 'api',
        proposalId: house.random.uuid(),
        startUtc: new Date('2027-03-12T10:00:00Z'),
        durationMinutes: null,
        note: null,
      });
    }
    house.clock.advance({ hours: 49 });
    const failing = {
      ...house.waist,
      apply: ((tx, ref, ...rest) =>
        ref.roomId === rooms[0]
          ? Promise.reject(new Error('a bug'))
          : house.waist.apply(tx, ref, ...rest)) as typeof house.waist.apply,
    };
    await createSettleDueJob({ ...house.ground, waist: failing }).run();
    const { rows } = await house.db.pool.query(
      `select room_id as id, status from pending_proposals where room_id = any($1) order by id`,
      [rooms],
    );
    expect(rows.map((row) => row.status)).toEqual(['pending', 'expired']);
    await createSettleDueJob(house.ground).run();
  });
});

describe('a message that finally failed', () => {
  async function fail(response: string): Promise<void> {
    await house.db.pool.query(
      `update messages set state = 'failed', settled_at = $2, last_response = $3
       where attendee_id = $1`,
      [guestId, house.clock.now(), response],
    );
  }

  const person = () => one(`select reachable from attendees where id = $1`, guestId);
  const told = () =>
    one<{ told: Date | null }>(
      `select failure_told_at as told from messages where attendee_id = $1 and state = 'failed'`,
      guestId,
    );

  it('by a refusal of the far server makes the person unreachable, told once', async () => {
    await fail('relay 1: 535 5.7.8 no; relay 2: 550 5.1.1 <gil@guest.example> no such user');
    const job = createTellFailuresJob(house.ground);
    await job.run();
    await job.run();
    expect(await person()).toEqual({ reachable: false });
    expect((await told())?.told).toEqual(house.clock.now());
    expect(house.db.commits).toEqual(['tell-failure']);
    const { rows } = await house.db.pool.query(
      `select channel, outbox_id is not null as about, why from room_history
       where room_id = $1 and deed = 'undeliverable'`,
      [roomId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ channel: 'bounce', about: true });
    expect(JSON.stringify(rows)).not.toContain('@guest.example');
  });

  it('by giving up blames nobody, and is told once all the same', async () => {
    await fail('451 4.7.1 try later (550 was said upstream)');
    await createTellFailuresJob(house.ground).run();
    expect(await person()).toEqual({ reachable: true });
    expect((await told())?.told).toEqual(house.clock.now());
  });
});
