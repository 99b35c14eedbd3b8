import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { inTransaction } from '../../service/db/transaction.ts';
import type { Applied } from '../../service/rooms/apply.ts';
import type { Cause } from '../../service/rooms/cause.ts';
import { lockRoom } from '../../service/rooms/room-store.ts';
import { viewProposals } from '../../service/rooms/room-views.ts';
import type { StoredRoom } from '../../service/rooms/stored-room.ts';
import type { Command } from '../../service/scheduling/command.ts';
import { decide } from '../../service/scheduling/decide.ts';
import type { Answer, Role, Room } from '../../service/scheduling/room.ts';
import { gil, openWaistHouse, type WaistHouse } from './waist-house.ts';

/** Rooms whose commands race at the same time, and how often: a few hundred races in all. */
const roomsAtOnce = 10;
const rounds = 20;

let house: WaistHouse;
beforeAll(async () => {
  house = await openWaistHouse();
});
afterAll(() => house.close());

const contenders = [
  'host approves',
  'host declines',
  'application approves',
  'guest approves',
  'application cancels',
  'application unbooks',
  'application reschedules',
  'guest replies declined',
  'guest replies accepted',
  'host replies declined',
  'guest counters',
] as const;
type Contender = (typeof contenders)[number];

/** Both people have asked for a new time; then these commands come, each after its delay. */
interface Race {
  readonly racers: readonly { readonly who: Contender; readonly delayMs: number }[];
}

const races: fc.Arbitrary<Race> = fc.record({
  racers: fc.array(
    fc.record({ who: fc.constantFrom(...contenders), delayMs: fc.integer({ min: 0, max: 2 }) }),
    { minLength: 2, maxLength: 3 },
  ),
});

const newStart = { guest: '2027-03-11T10:00:00Z', host: '2027-03-12T10:00:00Z' };

const propose = (by: Role, proposalId: string): Command => ({
  do: 'propose',
  by,
  source: 'page',
  proposalId,
  startUtc: new Date(newStart[by]),
  durationMinutes: null,
  note: null,
});

function replyOf(attendeeId: string, answer: Answer) {
  const reply = {
    answer,
    sequence: 0,
    stampedAt: house.clock.now(),
    receivedAt: house.clock.now(),
    startUtc: new Date('2027-03-10T14:00:00Z'),
    endUtc: new Date('2027-03-10T15:00:00Z'),
    comment: null,
    alias: null,
  };
  return { do: 'record-reply', attendeeId, reply } as const;
}

function commandOf(who: Contender, room: Room, asked: Record<Role, string>): Command {
  const guestId = room.guest?.id ?? '';
  switch (who) {
    case 'host approves':
      return { do: 'approve', proposalId: asked.guest, by: 'host' };
    case 'host declines':
      return { do: 'decline-proposal', proposalId: asked.guest, by: 'host' };
    case 'application approves':
      return { do: 'approve', proposalId: asked.guest, by: 'application' };
    case 'guest approves':
      return { do: 'approve', proposalId: asked.host, by: 'guest' };
    case 'application cancels':
      return { do: 'cancel', reason: null };
    case 'application unbooks':
      return { do: 'unbook', reason: null };
    case 'application reschedules':
      return {
        do: 'reschedule',
        startUtc: new Date('2027-03-13T10:00:00Z'),
        durationMinutes: null,
      };
    case 'guest replies declined':
      return replyOf(guestId, 'declined');
    case 'guest replies accepted':
      return replyOf(guestId, 'accepted');
    case 'host replies declined':
      return replyOf(room.host.id, 'declined');
    case 'guest counters': {
      const { reply, attendeeId } = replyOf(guestId, 'tentative');
      const proposedStartUtc = new Date('2027-03-14T10:00:00Z');
      const counter = { ...reply, proposedStartUtc, proposedEndUtc: null };
      return { do: 'counter', attendeeId, proposalId: house.random.uuid(), counter };
    }
  }
}

/** As by link: what changes nothing is written down too, so that history shows the whole order. */
const causeOf = (racer: number): Cause => ({
  channel: 'link',
  actor: null,
  requestId: `racer-${racer}`,
  inboundMailId: null,
  linkId: null,
  outboxId: null,
});

async function look(roomId: string): Promise<StoredRoom> {
  const ref = { applicationId: house.applicationId, roomId };
  const stored = await inTransaction(house.db.database, 'look', (tx) => lockRoom(tx, ref, null));
  if (!stored) throw new Error('the room is gone');
  return stored;
}

async function queryRows<T extends object>(sql: string, roomId: string): Promise<T[]> {
  return (await house.db.pool.query<T>(sql, [roomId])).rows;
}

const wordOf = (decision: Applied): string => {
  if (decision.outcome === 'changed') return decision.deed;
  return decision.outcome === 'unknown-room' ? decision.outcome : decision.reason;
};

/** The room before the race, what raced, and what each racer was told. */
async function run(race: Race) {
  const roomId = await house.create({ guest: gil });
  const asked = { guest: house.random.uuid(), host: house.random.uuid() };
  await house.apply(roomId, propose('guest', asked.guest));
  await house.apply(roomId, propose('host', asked.host));
  const { room, settings, version } = await look(roomId);
  const commands = race.racers.map(({ who }) => commandOf(who, room, asked));
  const told = await Promise.all(
    commands.map(async (command, racer) => {
      await pause(race.racers[racer]?.delayMs);
      return house.apply(roomId, command, causeOf(racer));
    }),
  );
  return { roomId, room, settings, version, commands, told };
}

type Raced = Awaited<ReturnType<typeof run>>;

/** Somebody who plays the commands one by one, in history's order, ends in the same place. */
async function expectAnOrder({ roomId, room, settings, version, commands, told }: Raced) {
  const history = await queryRows<{ request_id: string; version: number }>(
    `select request_id, version from room_history
     where room_id = $1 and request_id like 'racer-%' order by id`,
    roomId,
  );
  const order = history.map((row) => Number(row.request_id.slice('racer-'.length)));
  expect([...order].sort()).toEqual(commands.map((_, racer) => racer));
  let expected = room;
  let expectedVersion = version;
  for (const [place, racer] of order.entries()) {
    const command = commands[racer] as Command;
    const decision = decide(expected, command, settings, house.clock.now());
    expect(wordOf(told[racer] as Applied)).toBe(wordOf(decision));
    if (decision.outcome !== 'refused' && decision.room !== expected) {
      expected = decision.room;
      expectedVersion += 1;
    }
    expect(history[place]?.version).toBe(expectedVersion);
  }
  const after = await look(roomId);
  const open = expected.proposals.filter((one) => one.status === 'pending');
  expect(byId(after.room)).toEqual(byId({ ...expected, proposals: open }));
  expect(after.version).toBe(expectedVersion);
  const stored = await viewProposals(house.db.pool, house.applicationId, roomId);
  expect(stored.map((one) => one.status)).toEqual(expected.proposals.map((one) => one.status));
  return after.room;
}

const byId = (room: Room): Room => ({
  ...room,
  formerGuests: [...room.formerGuests].sort((a, b) => (a.id < b.id ? -1 : 1)),
});

/** Each effect is owed once, and one SEQUENCE is one change. */
async function expectOneEffectEach({ roomId, told }: Raced, after: Room) {
  const messages = await queryRows<{ key: string; sequence: number; method: string }>(
    `select concat_ws(' ', sequence, attendee_email, method, revision) as key, sequence, method
     from messages where room_id = $1 order by room_version, id`,
    roomId,
  );
  const owed = told.flatMap((one) => ('messages' in one ? one.messages : []));
  // Two invitations, and two mails for each of the two proposals before the race.
  expect(messages).toHaveLength(6 + owed.length);
  const calendar = messages.filter((one) => one.method !== 'NONE');
  expect(new Set(calendar.map((one) => one.key)).size).toBe(calendar.length);
  const sequences = [...new Set(calendar.map((one) => one.sequence))];
  expect(sequences).toEqual(Array.from({ length: after.icsSequence + 1 }, (_, n) => n));
  const events = await queryRows<{ type: string }>(
    'select type from events where room_id = $1 order by ordinal',
    roomId,
  );
  const expected = told.flatMap((one) => (one.outcome === 'changed' ? one.events : []));
  expect(
    events
      .slice(4)
      .map((one) => one.type)
      .sort(),
  ).toEqual(expected.map((one) => one.type).sort());
}

test('whatever comes at the same moment, it is as if it came one by one', async () => {
  const many = fc.array(races, { minLength: roomsAtOnce, maxLength: roomsAtOnce });
  await fc.assert(
    fc.asyncProperty(many, async (all) => {
      const raced = await Promise.all(all.map(run));
      for (const one of raced) await expectOneEffectEach(one, await expectAnOrder(one));
    }),
    { numRuns: rounds, endOnFailure: true },
  );
}, 60_000);
