import { inTransaction } from '../../service/db/transaction.ts';
import type { Claims } from '../../service/outbox/claim-store.ts';
import { claimDue } from '../../service/outbox/claim-store.ts';
import type { SettledMessage } from '../../service/outbox/settle-store.ts';
import { viewHistory } from '../../service/rooms/history-views.ts';
import { recordSettled } from '../../service/rooms/record-settled.ts';
import type { Reply } from '../../service/scheduling/command.ts';
import { byApi, gil, openWaistHouse, roomFacts, type WaistHouse } from './waist-house.ts';

let house: WaistHouse;
let roomId: string;
beforeEach(async () => {
  house = await openWaistHouse();
  await house.db.pool.query(
    `update applications set reminder_minutes = '{1440,60}', unanswered_reminder_hours = 24,
       link_ttl_hours = 12`,
  );
  roomId = await house.create({ guest: gil });
  await house.db.pool.query(
    `update messages set state = 'sent', settled_at = created_at where method <> 'NONE'`,
  );
});
afterEach(() => house.close());

const lines = async (state: string) => {
  const { rows } = await house.db.pool.query<{ line: string }>(
    `select concat_ws(' ', a.role, m.kind, to_char(m.send_at, 'DD HH24:MI'), m.sequence) as line
     from messages m join attendees a on a.id = m.attendee_id
     where m.state = $1 and m.kind like '%reminder' order by m.send_at, a.role`,
    [state],
  );
  return rows.map(({ line }) => line);
};

const guestId = async () => {
  const { rows } = await house.db.pool.query<{ id: string }>(
    `select id from attendees where role = 'guest'`,
  );
  return rows[0]?.id ?? '';
};

const replyOf = async (answer: Reply['answer']) => ({
  do: 'record-reply' as const,
  attendeeId: await guestId(),
  reply: {
    answer,
    sequence: 0,
    stampedAt: house.clock.now(),
    receivedAt: house.clock.now(),
    startUtc: roomFacts.startUtc,
    endUtc: null,
    comment: null,
    alias: null,
  },
});

const claim = (): Promise<Claims> =>
  claimDue(house.db.pool, {
    now: house.clock.now(),
    claimedBy: 'worker-1',
    leaseMs: 60_000,
    limit: 10,
  });
const named = (claims: Claims['claimed']) => claims.map(({ kind }) => kind).sort();

test('reminders wait for their time, of which their mail and their link know', async () => {
  expect(await lines('waiting')).toEqual([
    'guest answer-reminder 02 09:00 0',
    'host answer-reminder 02 09:00 0',
    'guest reminder 09 14:00 0',
    'host reminder 09 14:00 0',
    'guest reminder 10 13:00 0',
    'host reminder 10 13:00 0',
  ]);
  const { rows } = await house.db.pool.query(
    `select m.facts ->> 'date' as date, l.expires_at as until from messages m
     join magic_links l on l.id = (m.facts #>> '{links,0,id}')::uuid
     where m.kind = 'reminder' order by m.send_at, m.id`,
  );
  expect(rows[0]).toEqual({
    date: '2027-03-09T14:00:00.000Z',
    until: new Date('2027-03-10T02:00:00Z'),
  });
  // Not beyond the end of the session.
  expect(rows[2].until).toEqual(new Date('2027-03-10T15:00:00Z'));
});

test('an answer ends what asks for it, and is told by the reminders that follow', async () => {
  await house.apply(roomId, await replyOf('accepted'));
  expect(await lines('superseded')).toEqual([
    'guest answer-reminder 02 09:00 0',
    'guest reminder 09 14:00 0',
    'guest reminder 10 13:00 0',
  ]);
  const { rows } = await house.db.pool.query(
    `select distinct facts #>> '{recipient,answer}' as answer from messages
     where state = 'waiting' and attendee_id = $1`,
    [await guestId()],
  );
  expect(rows).toEqual([{ answer: 'accepted' }]);
});

test.each([['cancel'], ['unbook']] as const)('%s lets no reminder live', async (verb) => {
  await house.apply(roomId, { do: verb, reason: null });
  expect(await lines('waiting')).toEqual([]);
  expect(await lines('superseded')).toHaveLength(6);
});

test('a move takes the reminders along', async () => {
  const startUtc = new Date('2027-03-12T14:00:00Z');
  await house.apply(roomId, { do: 'reschedule', startUtc, durationMinutes: null });
  expect(await lines('waiting')).toEqual([
    'guest answer-reminder 02 09:00 1',
    'host answer-reminder 02 09:00 1',
    'guest reminder 11 14:00 1',
    'host reminder 11 14:00 1',
    'guest reminder 12 13:00 1',
    'host reminder 12 13:00 1',
  ]);
});

test('a reminder whose time has come goes out though its person answers just now', async () => {
  house.clock.set('2027-03-09T14:00:01Z');
  await house.apply(roomId, await replyOf('accepted'));
  expect(named((await claim()).claimed)).toEqual(['answer-reminder', 'reminder', 'reminder']);
});

describe('what the room says when a reminder is sent counts', () => {
  beforeEach(() => house.clock.set('2027-03-09T14:00:01Z'));

  it.each([
    ['a booking that is gone', `update rooms set status = 'cancelled', cancelled_at = now()`],
    ['another time', 'update rooms set ics_sequence = 1'],
    ['a session that began', `update rooms set start_utc = '2027-03-09T14:00:00Z'`],
    ['people who declined', `update attendees set answer = 'declined'`],
    ['people who cannot be reached', 'update attendees set reachable = false'],
  ])('%s: it is not sent', async (_what, statement) => {
    await house.db.pool.query(statement);
    const { claimed, pointless } = await claim();
    expect(claimed).toEqual([]);
    expect(pointless).toHaveLength(4);
  });

  it('people who answered: they are not asked to, and reminded all the same', async () => {
    await house.db.pool.query(`update attendees set answer = 'tentative'`);
    const { claimed, pointless } = await claim();
    expect(named(claimed)).toEqual(['reminder', 'reminder']);
    expect(named(pointless)).toEqual(['answer-reminder', 'answer-reminder']);
  });
});

test('the host application is told of it when the relay took it, and the history then', async () => {
  const storyOf = async () =>
    (await viewHistory(house.db.pool, house.applicationId, roomId)).map(({ what }) => what);
  expect(await storyOf()).not.toContain('reminder');
  const { rows } = await house.db.pool.query<SettledMessage>(
    `update messages set state = 'sent', settled_at = $1
     where id = (select id from messages where kind = 'reminder' order by id limit 1)
     returning application_id as "applicationId", id, room_id as "roomId",
       attendee_id as "attendeeId", kind, method, sequence, revision, state, attempts,
       last_response as response, ics_uid as "icsUid"`,
    [house.clock.now()],
  );
  await inTransaction(house.db.database, 'settle', (tx) =>
    recordSettled(tx, rows, house.clock.now(), house.random),
  );
  const events = await house.db.pool.query(
    `select type from events where payload #>> '{message,kind}' = 'reminder'`,
  );
  expect(events.rows).toEqual([{ type: 'reminder.sent' }]);
  expect((await storyOf()).filter((what) => what === 'reminder')).toHaveLength(1);
});

test('who can be reached again is reminded again', async () => {
  await house.db.pool.query(`update messages set state = 'failed' where method <> 'NONE'`);
  const attendeeId = await guestId();
  const command = { do: 'record-undeliverable' as const, attendeeId, reason: '550' };
  await house.apply(roomId, command);
  const waiting = (await lines('waiting')).filter((line) => line.startsWith('guest'));
  expect(waiting).toEqual([]);
  const { rows } = await house.db.pool.query<{ id: string }>(
    `select id from messages where kind = 'invitation' and attendee_id = $1`,
    [await guestId()],
  );
  await inTransaction(house.db.database, 'resend', (tx) =>
    house.waist.resend(tx, house.applicationId, rows[0]?.id ?? '', byApi),
  );
  expect((await lines('waiting')).filter((line) => line.startsWith('guest'))).toHaveLength(3);
});
