import { inTransaction } from '../../service/db/transaction.ts';
import type { SettledMessage } from '../../service/outbox/settle-store.ts';
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
       last_response as response, ics_uid as "icsUid"
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
