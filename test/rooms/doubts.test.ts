import { inTransaction } from '../../service/db/transaction.ts';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import type { Cause } from '../../service/rooms/cause.ts';
import { viewLink } from '../../service/rooms/link-views.ts';
import { recordMail } from '../../service/rooms/record-mail.ts';
import { lockRoom } from '../../service/rooms/room-store.ts';
import type { Command, Question, Reply } from '../../service/scheduling/command.ts';
import type { Attendee, Room } from '../../service/scheduling/room.ts';
import { byApi, gil, openWaistHouse, type WaistHouse } from './waist-house.ts';

let house: WaistHouse;
beforeAll(async () => {
  house = await openWaistHouse();
});
afterAll(() => house.close());

const byMail: Cause = { ...byApi, channel: 'mail', actor: 'guest', requestId: null };
const startUtc = new Date('2027-03-10T14:00:00Z');
const ivy = { ...gil, name: 'Ivy Imes', email: 'ivy@guest.example' };

async function look(roomId: string): Promise<Room> {
  const ref = { applicationId: house.applicationId, roomId };
  const stored = await inTransaction(house.db.database, 'look', (tx) => lockRoom(tx, ref, null));
  if (!stored) throw new Error('the room is gone');
  return stored.room;
}

async function bookedRoom(): Promise<{ roomId: string; guest: Attendee }> {
  const roomId = await house.create({ guest: gil, location: 'Room 1' });
  const { guest } = await look(roomId);
  if (!guest) throw new Error('the room has no guest');
  return { roomId, guest };
}

const replyOf = (attendeeId: string, overrides: Partial<Reply> = {}): Question => ({
  do: 'record-reply',
  attendeeId,
  reply: {
    answer: 'accepted',
    sequence: 0,
    stampedAt: house.clock.now(),
    receivedAt: house.clock.now(),
    startUtc,
    endUtc: null,
    comment: null,
    alias: null,
    ...overrides,
  },
});

const counterOf = (attendeeId: string): Question => {
  const { reply } = replyOf(attendeeId) as Extract<Question, { do: 'record-reply' }>;
  const times = { proposedStartUtc: new Date('2027-03-11T10:00:00Z'), proposedEndUtc: null };
  const counter = { ...reply, ...times, comment: 'rather then' };
  return { do: 'counter', attendeeId, proposalId: house.random.uuid(), counter };
};

async function receiveMail(roomId: string, attendeeId: string): Promise<string> {
  const id = house.random.uuid();
  await house.db.pool.query(
    `insert into imip_messages (id, application_id, room_id, attendee_id, source, received_at,
       envelope_from, envelope_to, raw, raw_hash)
     values ($1, $2, $3, $4, 'smtp', $5, '', '', '', sha256(''))`,
    [id, house.applicationId, roomId, attendeeId, house.clock.now()],
  );
  return id;
}

async function factsOf(roomId: string, kind: string): Promise<MailFacts[]> {
  const { rows } = await house.db.pool.query<{ facts: MailFacts }>(
    'select facts from messages where room_id = $1 and kind = $2 order by room_version',
    [roomId, kind],
  );
  return rows.map((row) => row.facts);
}

async function eventsOf(roomId: string, type: string) {
  const { rows } = await house.db.pool.query<{ payload: Record<string, unknown> }>(
    'select payload from events where room_id = $1 and type = $2 order by ordinal',
    [roomId, type],
  );
  return rows.map((row) => row.payload);
}

test('a person who is asked gets one link, to that mail, valid until the room ends', async () => {
  const { roomId, guest } = await bookedRoom();
  const inboundMailId = await receiveMail(roomId, guest.id);
  const ask: Command = {
    do: 'ask-confirmation',
    attendeeId: guest.id,
    inboundMailId,
    because: 'other-address',
    question: counterOf(guest.id),
  };
  await house.apply(roomId, ask, byMail);
  const { rows } = await house.db.pool.query<{ hash: Buffer }>(
    `select token_hash as hash from magic_links where room_id = $1 and purpose = 'confirm'`,
    [roomId],
  );
  expect(rows).toHaveLength(1);
  expect(await viewLink(house.db.pool, rows[0]?.hash ?? Buffer.alloc(32))).toMatchObject({
    purpose: 'confirm',
    role: 'guest',
    inboundMailId,
    expiresAt: new Date('2027-03-10T15:00:00Z'),
  });
  const [facts] = await factsOf(roomId, 'confirm-answer');
  expect(facts?.links.map((link) => link.purpose)).toEqual(['confirm']);
  expect(facts?.doubt).toEqual({
    because: 'other-address',
    answer: null,
    startUtc: '2027-03-11T10:00:00.000Z',
    durationMinutes: 60,
    comment: 'rather then',
  });
  const asked = await look(roomId);
  expect(asked.guest?.confirmAskedAt).toEqual(house.clock.now());
  expect(asked.proposals).toEqual([]);
});

test('what a person proved and asked for is kept, also when they leave and come back', async () => {
  const { roomId, guest } = await bookedRoom();
  const aliases = ['gil@work.example', 'g"},{@x.example', 'gil@home.example'];
  for (const alias of aliases) {
    house.clock.advance({ seconds: 1 });
    await house.apply(roomId, replyOf(guest.id, { alias }), byMail);
  }
  await house.apply(roomId, counterOf(guest.id), byMail);
  const proved = {
    aliases: ['gil@work.example', 'gil@home.example'],
    proposalsMade: { since: house.clock.now(), count: 1 },
  };
  expect((await look(roomId)).guest).toMatchObject(proved);
  await house.apply(roomId, { do: 'unbook', reason: null });
  const back = { ...gil, attendeeId: house.random.uuid() };
  await house.apply(roomId, { do: 'book', guest: back });
  expect((await look(roomId)).guest).toMatchObject({ ...proved, id: guest.id });
});

test('a time that a mail asks for is frozen with the answer to it', async () => {
  const { roomId, guest } = await bookedRoom();
  await house.apply(roomId, {
    do: 'send-link',
    attendeeId: guest.id,
    because: 'human-mail',
    suggestedStartUtc: new Date('2027-03-11T15:00:00Z'),
  });
  const [facts] = await factsOf(roomId, 'human-answer');
  expect(facts?.suggestedStartUtc).toBe('2027-03-11T15:00:00.000Z');
});

test('a tombstone mails its CANCEL again under a new key, and stays as it is', async () => {
  const { roomId, guest } = await bookedRoom();
  await house.apply(roomId, { do: 'cancel', reason: 'closed' });
  const before = await look(roomId);
  for (const minutes of [0, 5, 6]) {
    house.clock.advance({ minutes });
    await house.apply(roomId, replyOf(guest.id), byMail);
  }
  const after = await look(roomId);
  const { rows } = await house.db.pool.query(
    `select attendee_id = $2 as "toGuest", sequence, revision from messages
     where room_id = $1 and method = 'CANCEL' order by revision, attendee_id = $2`,
    [roomId, guest.id],
  );
  expect(rows).toEqual([
    { toGuest: false, sequence: 1, revision: 0 },
    { toGuest: true, sequence: 1, revision: 0 },
    { toGuest: true, sequence: 1, revision: 1 },
    { toGuest: true, sequence: 1, revision: 2 },
  ]);
  const { revision: _, stampedAt, guest: told, ...rest } = after;
  expect(before).toMatchObject(rest);
  expect(told).toEqual({ ...before.guest, resentAt: house.clock.now() });
  expect(stampedAt?.getTime()).toBeGreaterThan(before.stampedAt?.getTime() ?? 0);
});

test('a guest who left is told nothing of a session that is somebody else’s by now', async () => {
  const { roomId, guest } = await bookedRoom();
  await house.apply(roomId, { do: 'unbook', reason: null });
  await house.apply(roomId, { do: 'book', guest: { ...ivy, attendeeId: house.random.uuid() } });
  const wording = { sessionName: 'For Ivy', description: 'hers', location: 'Hers', joinUrl: null };
  await house.apply(roomId, { do: 'change-wording', wording });
  const moved = new Date('2027-03-15T10:00:00Z');
  await house.apply(roomId, { do: 'reschedule', startUtc: moved, durationMinutes: null });
  await house.apply(roomId, replyOf(guest.id), byMail);
  const [first, again] = await factsOf(roomId, 'cancellation');
  expect(first).toMatchObject({ sequence: 1, location: 'Room 1' });
  expect(again).toMatchObject({ sequence: 3, startUtc: startUtc.toISOString(), location: null });
  expect(JSON.stringify(again)).not.toMatch(/Ivy|hers|Hers|2027-03-15/);
});

test('the application is told who answered and what they said, though they left by it', async () => {
  const { roomId, guest } = await bookedRoom();
  await house.apply(roomId, replyOf(guest.id, { answer: 'declined', comment: 'ill' }), byMail);
  expect(await eventsOf(roomId, 'attendee.declined')).toMatchObject([
    { room: { status: 'open', guest: null }, attendee: { role: 'guest', comment: 'ill' } },
  ]);
  const [notice] = await factsOf(roomId, 'guest-left');
  expect(notice?.reason).toBe('ill');
});

test('a COUNTER’s comment is its proposal’s note, for both and the application', async () => {
  const { roomId, guest } = await bookedRoom();
  await house.apply(roomId, counterOf(guest.id), byMail);
  expect(await eventsOf(roomId, 'proposal.created')).toMatchObject([
    { proposal: { source: 'mail', note: 'rather then' } },
  ]);
  const [toDecide] = await factsOf(roomId, 'proposal-to-decide');
  expect(toDecide?.proposal?.note).toBe('rather then');
});

test('of a parked mail the application is told what it asks for, without an address', async () => {
  const { roomId, guest } = await bookedRoom();
  const ref = { applicationId: house.applicationId, roomId };
  const parked = async (question: Question | null) => {
    const inboundMailId = house.random.uuid();
    const mail = { inboundMailId, outboxId: null, outcome: 'parked', kind: 'calendar' } as const;
    await inTransaction(house.db.database, 'park', (tx) =>
      recordMail(
        tx,
        ref,
        { ...mail, reason: 'other-address', actor: null, question },
        house.clock.now(),
        house.random,
      ),
    );
    return (await eventsOf(roomId, 'mail.parked')).at(-1)?.message;
  };
  const answer = { answer: 'declined', comment: 'ill', alias: 'eve@elsewhere.example' } as const;
  expect(await parked(replyOf(guest.id, answer))).toEqual({
    id: null,
    inboundMailId: expect.any(String),
    kind: 'calendar',
    outcome: 'parked',
    reason: 'other-address',
    asks: { answer: 'declined', comment: 'ill' },
  });
  expect(await parked(counterOf(guest.id))).toMatchObject({
    asks: {
      proposedStartUtc: '2027-03-11T10:00:00.000Z',
      proposedEndUtc: null,
      comment: 'rather then',
    },
  });
  expect(await parked(null)).not.toHaveProperty('asks');
});
