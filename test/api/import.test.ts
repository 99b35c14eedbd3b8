import { type ApiHouse, booking, gil, helen, openApiHouse } from './api-house.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const old = { ...booking, icsUid: 'old-1@app.example', icsSequence: 2, reference: 'old-1' };
const importRooms = async (rooms: unknown[]) => {
  const answer = await house.call('POST', '/v1/rooms/import', { body: { rooms } });
  expect(answer.status).toBe(200);
  return answer.json.results;
};
const messagesOf = async (roomId: string) =>
  (await house.call('GET', `/v1/rooms/${roomId}/messages`)).json.data;

test('an imported room is there as it was, and nobody is mailed', async () => {
  const host = { ...helen, answer: 'accepted' };
  const [row] = await importRooms([{ ...old, durationMinutes: undefined, host }]);
  expect(row).toMatchObject({ index: 0, status: 'imported', problem: null });
  const room = (await house.call('GET', `/v1/rooms/${row.roomId}`)).json;
  expect(room).toMatchObject({
    icsUid: old.icsUid,
    icsSequence: 2,
    durationMinutes: 60,
    status: 'booked',
    host: { answer: 'accepted' },
    guest: { answer: 'needs-action' },
  });
  expect(await messagesOf(row.roomId)).toEqual([]);
  const history = (await house.call('GET', `/v1/rooms/${row.roomId}/history`)).json.data;
  expect(history.map((one: { what: string }) => one.what)).toEqual(['imported']);
});

test('imported again it exists and stays as it is', async () => {
  const [first] = await importRooms([{ ...old, icsUid: 'old-2@app.example' }]);
  const [again] = await importRooms([{ ...old, icsUid: 'old-2@app.example', icsSequence: 9 }]);
  expect(again).toMatchObject({ status: 'exists', roomId: first.roomId });
  expect((await house.call('GET', `/v1/rooms/${first.roomId}`)).json.icsSequence).toBe(2);
});

test('moved, it goes out under the same UID with the next SEQUENCE; cancelled, with the one after', async () => {
  const [row] = await importRooms([{ ...old, icsUid: 'old-3@app.example' }]);
  const body = { startUtc: '2027-03-12T10:00:00Z' };
  await house.call('POST', `/v1/rooms/${row.roomId}/reschedule`, { body });
  await house.call('DELETE', `/v1/rooms/${row.roomId}`);
  const { rows } = await house.db.pool.query(
    `select ics_uid, method, sequence, facts -> 'recipient' ->> 'role' as role from messages
     where room_id = $1 order by sequence, method, role`,
    [row.roomId],
  );
  const uid = 'old-3@app.example';
  expect(rows.map((one) => [one.ics_uid, one.method, one.sequence, one.role])).toEqual([
    [uid, 'REQUEST', 3, 'guest'],
    [uid, 'REQUEST', 3, 'host'],
    [uid, 'CANCEL', 4, 'guest'],
    [uid, 'CANCEL', 4, 'host'],
  ]);
});

test('an open room that was sent before is booked with the next SEQUENCE, a silent one with its own', async () => {
  const { guest: _, ...open } = old;
  const results = await importRooms([
    { ...open, icsUid: 'open-2@app.example', icsSequence: 2 },
    { ...open, icsUid: 'open-0@app.example', icsSequence: 0 },
  ]);
  const sequences = [];
  for (const { roomId } of results) {
    await house.call('POST', `/v1/rooms/${roomId}/book`, { body: { guest: gil } });
    sequences.push((await house.call('GET', `/v1/rooms/${roomId}`)).json.icsSequence);
  }
  expect(sequences).toEqual([3, 0]);
});

test('one UID twice in an import is one room', async () => {
  const row = { ...old, icsUid: 'twice@app.example' };
  const [first, second] = await importRooms([row, row]);
  expect([first.status, second.status]).toEqual(['imported', 'exists']);
  expect(second.roomId).toBe(first.roomId);
});

test.each([
  ['a UID with a line break', { ...old, icsUid: 'a\r\nX:1' }, 'invalid-request', 'rooms[1].icsUid'],
  [
    '45 minutes',
    { ...old, durationMinutes: 45 },
    'duration-not-allowed',
    'rooms[1].durationMinutes',
  ],
  [
    'no address',
    { ...old, guest: { ...gil, email: 'gil' } },
    'invalid-address',
    'rooms[1].guest.email',
  ],
  ['one person twice', { ...old, guest: helen }, 'host-is-guest', 'rooms[1].guest.email'],
  ['a falling SEQUENCE', { ...old, icsSequence: -1 }, 'invalid-request', 'rooms[1].icsSequence'],
  [
    'a booking of nobody',
    { ...old, guest: undefined, status: 'booked' },
    'invalid-request',
    'rooms[1].guest',
  ],
])('a row with %s is refused by name and stops no other', async (_what, row, code, field) => {
  const uid = `good-${field}-${code}@app.example`;
  const results = await importRooms([
    { ...old, icsUid: `${uid}.a` },
    row,
    { ...old, icsUid: `${uid}.b` },
  ]);
  const [before, bad, after] = results;
  expect(bad).toMatchObject({ index: 1, status: 'refused', roomId: null, problem: { code } });
  expect(bad.problem.errors[0].field).toBe(field);
  expect([before.status, after.status].every((one) => one !== 'refused')).toBe(true);
});

test('a whole import of 500 rooms fits, and is one answer for its idempotency key', async () => {
  const rooms = Array.from({ length: 500 }, (_, index) => ({
    ...old,
    icsUid: `many-${index}@app.example`,
    description: 'x'.repeat(1000),
  }));
  const headers = { 'idempotency-key': 'import-many' };
  const first = await house.call('POST', '/v1/rooms/import', { body: { rooms }, headers });
  expect(first.json.results.every((one: { status: string }) => one.status === 'imported')).toBe(
    true,
  );
  const again = await house.call('POST', '/v1/rooms/import', { body: { rooms }, headers });
  expect(again.text).toBe(first.text);
});
