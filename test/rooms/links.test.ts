import type { Cause } from '../../service/rooms/cause.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { byApi, gil, openWaistHouse, type WaistHouse } from './waist-house.ts';

let house: WaistHouse;
beforeAll(async () => {
  house = await openWaistHouse();
  await house.db.pool.query('update applications set decline_hold_seconds = 600');
});
afterAll(() => house.close());

const byMail: Cause = { ...byApi, channel: 'mail', actor: 'guest', requestId: null };

/** Purpose, whose, and how long each link of a room is valid, the newest last. */
async function linksOf(roomId: string): Promise<string[]> {
  const { rows } = await house.db.pool.query<{ purpose: string; role: string; until: Date }>(
    `select l.purpose, p.role, l.expires_at as until
     from magic_links l join attendees p on p.id = l.attendee_id
     where l.room_id = $1 order by l.id`,
    [roomId],
  );
  return rows.map((row) => `${row.role} ${row.purpose} ${row.until.toISOString().slice(0, 16)}`);
}

async function idOf(roomId: string, role: string): Promise<string> {
  const { rows } = await house.db.pool.query<{ id: string }>(
    'select id from attendees where room_id = $1 and role = $2',
    [roomId, role],
  );
  return rows[0]?.id ?? '';
}

const propose = (by: 'host' | 'guest'): Command => ({
  do: 'propose',
  by,
  source: 'page',
  proposalId: house.random.uuid(),
  startUtc: new Date('2027-03-20T10:00:00Z'),
  durationMinutes: null,
  note: null,
});

describe('a link is valid', () => {
  it('to propose until the session ends, to decide until the proposal expires', async () => {
    const roomId = await house.create({ guest: gil });
    const toRoomEnd = ['host propose 2027-03-10T15:00', 'guest propose 2027-03-10T15:00'];
    expect(await linksOf(roomId)).toEqual(toRoomEnd);
    await house.apply(roomId, propose('guest'));
    expect((await linksOf(roomId)).slice(2)).toEqual([
      'host approve 2027-03-03T09:00',
      'host decline 2027-03-03T09:00',
    ]);
  });

  it('to decide until the session begins when that is sooner', async () => {
    const startUtc = new Date('2027-03-02T14:00:00Z');
    const roomId = await house.create({ guest: gil, startUtc });
    await house.apply(roomId, propose('host'));
    expect((await linksOf(roomId)).slice(2)).toEqual([
      'guest approve 2027-03-02T14:00',
      'guest decline 2027-03-02T14:00',
    ]);
  });

  it('to keep the session until the hold ends, and is only the decliner’s', async () => {
    const roomId = await house.create({ guest: gil });
    const reply = {
      answer: 'declined' as const,
      sequence: 0,
      stampedAt: null,
      receivedAt: house.clock.now(),
      startUtc: null,
      endUtc: null,
      comment: null,
      alias: null,
    };
    const attendeeId = await idOf(roomId, 'guest');
    await house.apply(roomId, { do: 'record-reply', attendeeId, reply }, byMail);
    expect((await linksOf(roomId)).slice(2)).toEqual(['guest keep 2027-03-01T09:10']);
  });
});
