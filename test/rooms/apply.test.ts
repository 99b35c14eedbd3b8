import { inTransaction } from '../../service/db/transaction.ts';
import { createWaist } from '../../service/rooms/apply.ts';
import { viewHistory } from '../../service/rooms/history-views.ts';
import { listRooms, viewProposals, viewRoom } from '../../service/rooms/room-views.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { byApi, gil, openWaistHouse, roomFacts, type WaistHouse } from './waist-house.ts';

let house: WaistHouse;
beforeAll(async () => {
  house = await openWaistHouse();
});
afterAll(() => house.close());

const book = (guest = gil): Command => ({
  do: 'book',
  guest: { ...guest, attendeeId: house.random.uuid() },
});

const countOf = async (table: string, roomId: string): Promise<number> => {
  const { rows } = await house.db.pool.query<{ count: string }>(
    `select count(*) as count from ${table} where room_id = $1`,
    [roomId],
  );
  return Number(rows[0]?.count);
};

describe('the waist', () => {
  it('stores room, people, mail, links, history and events of one decision together', async () => {
    const roomId = await house.create({ guest: gil, reference: 'case-7' });
    const room = await viewRoom(house.db.pool, house.applicationId, roomId);
    expect(room).toMatchObject({
      reference: 'case-7',
      status: 'booked',
      icsSequence: 0,
      startUtc: '2027-03-10T14:00:00.000Z',
      endUtc: '2027-03-10T15:00:00.000Z',
      host: { email: 'helen@host.example', answer: 'needs-action' },
      guest: { email: 'gil@guest.example', answer: 'needs-action' },
    });
    expect(await countOf('messages', roomId)).toBe(2);
    expect(await countOf('magic_links', roomId)).toBe(2);
    const history = await viewHistory(house.db.pool, house.applicationId, roomId);
    expect(history.filter((one) => one.kind === 'deed').map((one) => one.what)).toEqual([
      'created',
      'booked',
    ]);
    const { rows } = await house.db.pool.query<{ type: string; version: number }>(
      `select type, (payload #>> '{room,version}')::int as version from events
       where room_id = $1 order by ordinal`,
      [roomId],
    );
    expect(rows).toEqual([
      { type: 'room.created', version: 1 },
      { type: 'room.booked', version: 2 },
    ]);
  });

  it('leaves nothing behind when the door rolls back', async () => {
    const roomId = await house.create();
    const failing = inTransaction(house.db.database, 'fails', async (tx) => {
      const ref = { applicationId: house.applicationId, roomId };
      await house.waist.apply(tx, ref, book(), byApi);
      throw new Error('the door changed its mind');
    });
    await expect(failing).rejects.toThrow('the door changed its mind');
    expect(await countOf('messages', roomId)).toBe(0);
    const room = await viewRoom(house.db.pool, house.applicationId, roomId);
    expect(room).toMatchObject({ status: 'open', version: 1, guest: null });
  });

  it('lets one of many bookings at once win, and the others see the winner', async () => {
    const roomId = await house.create();
    const guests = Array.from({ length: 8 }, (_, i) => ({ ...gil, email: `g${i}@guest.example` }));
    const all = await Promise.all(guests.map((guest) => house.apply(roomId, book(guest))));
    expect(all.filter((one) => one.outcome === 'changed')).toHaveLength(1);
    expect(
      all.filter((one) => one.outcome === 'refused' && one.reason === 'already-booked'),
    ).toHaveLength(7);
    expect(await countOf('messages', roomId)).toBe(2);
  });

  it('keeps the reply address of a guest who leaves and comes back', async () => {
    const roomId = await house.create({ guest: gil });
    const addresses = async () => {
      const { rows } = await house.db.pool.query<{ hash: string }>(
        `select encode(reply_hash, 'hex') as hash from attendees
         where room_id = $1 and role = 'guest'`,
        [roomId],
      );
      return rows.map((row) => row.hash);
    };
    const before = await addresses();
    await house.apply(roomId, { do: 'unbook', reason: null });
    await house.apply(roomId, book());
    expect(await addresses()).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('supersedes what waits when a newer proposal is made, and keeps one open', async () => {
    const roomId = await house.create({ guest: gil });
    const propose = (startUtc: string): Command => ({
      do: 'propose',
      by: 'guest',
      source: 'page',
      proposalId: house.random.uuid(),
      startUtc: new Date(startUtc),
      durationMinutes: null,
      note: null,
    });
    await house.apply(roomId, propose('2027-03-11T10:00:00Z'));
    await house.apply(roomId, propose('2027-03-11T11:00:00Z'));
    const proposals = await viewProposals(house.db.pool, house.applicationId, roomId);
    expect(proposals.map((one) => one.status)).toEqual(['superseded', 'pending']);
    const { rows } = await house.db.pool.query<{ state: string }>(
      `select state from messages where room_id = $1 and kind = 'proposal-to-decide'
       order by created_at, room_version`,
      [roomId],
    );
    expect(rows.map((row) => row.state)).toEqual(['superseded', 'waiting']);
  });

  it('writes one line of history for each command by link, also when it changes nothing', async () => {
    const roomId = await house.create({ guest: gil });
    const proposalId = house.random.uuid();
    const byLink = { ...byApi, channel: 'link' as const, linkId: house.random.uuid() };
    const commands: Command[] = [
      {
        do: 'propose',
        by: 'guest',
        source: 'page',
        proposalId,
        startUtc: new Date('2027-03-11T10:00:00Z'),
        durationMinutes: null,
        note: null,
      },
      { do: 'approve', proposalId, by: 'guest' },
      { do: 'approve', proposalId, by: 'host' },
      { do: 'decline-proposal', proposalId, by: 'host' },
      { do: 'keep-session', attendeeId: house.random.uuid() },
    ];
    for (const command of commands) await house.apply(roomId, command, byLink);
    const history = await viewHistory(house.db.pool, house.applicationId, roomId);
    const told = history.filter((one) => one.channel === 'link');
    expect(told.map((one) => [one.what, one.why, one.proposalId, one.version])).toEqual([
      ['proposed', null, proposalId, 3],
      ['ignored', 'own-proposal', proposalId, 3],
      ['proposal-approved', null, proposalId, 4],
      ['ignored', 'proposal-settled', proposalId, 4],
      ['ignored', 'no-longer-invited', null, 4],
    ]);
  });

  it('books at the moment it creates: a refusal leaves no room behind', async () => {
    const startUtc = new Date('2027-03-10T14:00:00Z');
    let asked = 0;
    const clock = { now: () => new Date(startUtc.getTime() - 1 + asked++) };
    const waist = createWaist({ ...house.deps, clock });
    const created = await inTransaction(house.db.database, 'create', (tx) =>
      waist.create(tx, house.applicationId, { ...roomFacts, startUtc, guest: gil }, byApi),
    );
    expect(created.decision).toMatchObject({ outcome: 'changed', deed: 'booked' });
  });

  it('answers unknown-room for another application and changes nothing', async () => {
    const roomId = await house.create();
    const foreign = { applicationId: house.random.uuid(), roomId };
    const answer = await inTransaction(house.db.database, 'foreign', (tx) =>
      house.waist.apply(tx, foreign, book(), byApi),
    );
    expect(answer).toEqual({ outcome: 'unknown-room' });
    expect(await viewRoom(house.db.pool, foreign.applicationId, roomId)).toBeNull();
  });

  it('lists rooms by start in pages, cancelled ones only when asked for', async () => {
    const reference = 'paging';
    const ids: string[] = [];
    for (const day of ['12', '11', '13']) {
      ids.push(await house.create({ reference, startUtc: new Date(`2027-04-${day}T09:00:00Z`) }));
    }
    await house.apply(ids[2] ?? '', { do: 'cancel', reason: null });
    const first = await listRooms(house.db.pool, house.applicationId, { reference, limit: 1 });
    expect(first.data.map((room) => room.id)).toEqual([ids[1]]);
    const second = await listRooms(house.db.pool, house.applicationId, {
      reference,
      limit: 1,
      ...(first.next ? { cursor: first.next } : {}),
    });
    expect(second.data.map((room) => room.id)).toEqual([ids[0]]);
    expect(second.next).toBeNull();
    const cancelled = await listRooms(house.db.pool, house.applicationId, {
      reference,
      limit: 5,
      status: 'cancelled',
    });
    expect(cancelled.data.map((room) => room.id)).toEqual([ids[2]]);
  });
});
