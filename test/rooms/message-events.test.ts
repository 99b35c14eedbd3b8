import { inTransaction } from '../../service/db/transaction.ts';
import type { SettledMessage } from '../../service/outbox/settle-store.ts';
import { viewHistory } from '../../service/rooms/history-views.ts';
import { recordSettled } from '../../service/rooms/record-settled.ts';
import { gil, openWaistHouse, type WaistHouse } from './waist-house.ts';

let house: WaistHouse;
beforeAll(async () => {
  house = await openWaistHouse();
});
afterAll(() => house.close());

async function owedTo(roomId: string): Promise<SettledMessage[]> {
  const { rows } = await house.db.pool.query<SettledMessage>(
    `select application_id as "applicationId", id, room_id as "roomId",
       attendee_id as "attendeeId", kind, method, sequence, revision, state, attempts,
       last_response as response, ics_uid as "icsUid",
       in_doubt_since is not null as "wasInDoubt"
     from messages where room_id = $1 order by id`,
    [roomId],
  );
  return rows;
}

test('the host application is told of each message that was sent or failed for good', async () => {
  const roomId = await house.create({ guest: gil });
  const [toHost, toGuest] = await owedTo(roomId);
  if (!toHost || !toGuest) throw new Error('a booking owes two messages');
  const settled = [
    { ...toHost, state: 'sent' as const },
    { ...toGuest, state: 'failed' as const, response: '550 5.1.1 unknown' },
    { ...toGuest, state: 'superseded' as const },
    { ...toGuest, state: 'dry-run' as const },
  ];
  await inTransaction(house.db.database, 'settle', (tx) =>
    recordSettled(tx, settled, house.clock.now(), house.random),
  );
  const { rows } = await house.db.pool.query(
    `select type, payload -> 'message' as message, payload -> 'cause' as cause,
       payload #>> '{room,status}' as status
     from events where room_id = $1 and type like 'message.%' order by ordinal`,
    [roomId],
  );
  const about = { kind: 'invitation', method: 'REQUEST', sequence: 0, revision: 0 };
  const rest = { cause: { channel: 'job' }, status: 'booked' };
  expect(rows).toEqual([
    {
      type: 'message.sent',
      message: { ...about, id: toHost.id, state: 'sent', response: null },
      ...rest,
    },
    {
      type: 'message.failed',
      message: { ...about, id: toGuest.id, state: 'failed', response: '550 5.1.1 unknown' },
      ...rest,
    },
  ]);
});

test('a failure is part of the history of its room, without a word of the far server', async () => {
  const roomId = await house.create({ guest: gil });
  const [message] = await owedTo(roomId);
  if (!message) throw new Error('a booking owes messages');
  const responses = [
    '550 5.1.1 <gil@example.org>: no such person',
    'relay 1: 535 5.7.8 who are you; relay 2: 554',
    'given up: 451 4.2.1 gil@example.org is over quota',
    'the mail could not be written: a secret is gone',
  ];
  const failed = responses.map((response) => ({ ...message, state: 'failed' as const, response }));
  await inTransaction(house.db.database, 'settle', (tx) =>
    recordSettled(tx, failed, house.clock.now(), house.random),
  );
  const history = await viewHistory(house.db.pool, house.applicationId, roomId);
  const told = history.filter(({ what }) => what === 'message-failed');
  expect(told.map(({ why }) => why)).toEqual([
    'refused (5.1.1)',
    'refused (554)',
    'given up',
    'not sent',
  ]);
  expect(told[0]).toMatchObject({
    kind: 'deed',
    channel: 'job',
    actor: null,
    messageId: message.id,
    detail: { kind: 'invitation', method: 'REQUEST', sequence: 0, revision: 0 },
  });
  expect(JSON.stringify(told)).not.toContain('@');
});
