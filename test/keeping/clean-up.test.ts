import { booking, gil } from '../api/api-house.ts';
import { openInbox, personIn, storeMail } from '../api/mail-house.ts';
import { googleMail } from '../inbox/client-mails.ts';
import { counted, type KeepingHouse, openKeepingHouse } from './keeping-house.ts';

let house: KeepingHouse;
beforeEach(async () => {
  house = await openKeepingHouse();
});
afterEach(() => house.close());

const book = async (rest = {}): Promise<string> => {
  const { json, status } = await house.call('POST', '/v1/rooms', { body: { ...booking, ...rest } });
  expect(status).toBe(201);
  return json.id;
};
const propose = (roomId: string, startUtc: string) =>
  house.call('POST', `/v1/rooms/${roomId}/proposals`, { body: { proposedBy: 'guest', startUtc } });
const history = async (roomId: string) =>
  (await house.call('GET', `/v1/rooms/${roomId}/history`)).json.data;

test('a session that is still to come loses nothing, however old its mails are', async () => {
  const roomId = await book({ startUtc: '2028-03-10T14:00:00Z' });
  const guest = await personIn(house, roomId, 'guest');
  await storeMail(house, guest, { outcome: 'applied', reason: null });
  const parked = await storeMail(house, guest, { outcome: 'parked' });
  await house.sendAll();
  expect((await propose(roomId, '2028-03-11T10:00:00Z')).status).toBe(201);
  house.advanceDays(300);
  const before = await house.look(roomId);
  await house.cleanUp();
  const after = await house.look(roomId);
  // Bytes alone go: of what had its effect, not of what can be read again.
  const bytes = (row: Record<string, unknown>) => row.raw !== '\\x';
  expect(after.imip_messages?.filter(bytes).map(({ id }) => id)).toEqual([parked]);
  const withoutBytes = ({ imip_messages: mails = [], ...found }: typeof before) => ({
    ...found,
    mails: mails.map((mail) => ({ ...mail, raw: null })),
  });
  expect(withoutBytes(after)).toEqual(withoutBytes(before));
  const replay = await house.call('POST', `/v1/inbound-mails/${parked}/replay`);
  expect(replay.status).toBe(202);
});

test('what belongs to a session that is over goes in its time, the room last', async () => {
  const roomId = await book();
  const guest = await personIn(house, roomId, 'guest');
  const mail = await storeMail(house, guest, { outcome: 'applied', reason: null });
  await house.sendAll();
  const whole = counted(await house.look(roomId));
  // Received on the first of March, over on the tenth.
  house.advanceDays(31);
  await house.cleanUp();
  expect(counted(await house.look(roomId))).toEqual(whole);
  const raw = await house.call('GET', `/v1/inbound-mails/${mail}/raw`);
  expect([raw.status, raw.json.code]).toEqual([410, 'no-longer-kept']);
  expect((await house.call('GET', `/v1/inbound-mails/${mail}`)).status).toBe(200);
  house.advanceDays(68);
  await house.cleanUp();
  expect(counted(await house.look(roomId))).toEqual(whole);
  house.advanceDays(2);
  await house.cleanUp();
  const gone = { imip_messages: 0, magic_links: 0, messages: 0 };
  expect(counted(await house.look(roomId))).toEqual({ ...whole, ...gone });
  expect(await house.rows('select from message_attempts')).toEqual([]);
  expect((await history(roomId)).map(({ what }: { what: string }) => what)).toContain('booked');
  house.advanceDays(730);
  await house.cleanUp();
  expect(Object.values(counted(await house.look(roomId)))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect((await house.call('GET', `/v1/rooms/${roomId}`)).status).toBe(404);
});

test('a late reply to a session that is long over is recognised, kept and without effect', async () => {
  const inbox = openInbox(house);
  const roomId = await book();
  const guest = await personIn(house, roomId, 'guest');
  await house.sendAll();
  house.advanceDays(200);
  await house.cleanUp();
  const said = { icsUid: guest.icsUid, email: gil.email, partstat: 'DECLINED' };
  try {
    const id = await inbox.receive(googleMail(said), guest.address);
    await inbox.read();
    const { json } = await house.call('GET', `/v1/inbound-mails/${id}`);
    expect([json.roomId, json.outcome]).toEqual([roomId, 'ignored']);
    expect((await house.call('GET', `/v1/rooms/${roomId}`)).json.status).toBe('booked');
    await house.cleanUp();
    expect(counted(await house.look(roomId)).imip_messages).toBe(1);
  } finally {
    await inbox.close();
  }
});

test('what is still owed stays, with all that left before it, and so does a failure not told', async () => {
  const roomId = await book();
  const [first, second] = (await house.look(roomId)).messages ?? [];
  const end = (row: unknown, state: string) =>
    house.rows(
      `update messages set state = $2, settled_at = $3, failure_told_at = null where id = $1`,
      (row as { id: string }).id,
      state,
      house.clock.now(),
    );
  await end(first, 'sent');
  house.advanceDays(300);
  await house.cleanUp();
  expect(counted(await house.look(roomId)).messages).toBe(2);
  house.clock.set('2027-03-01T09:00:00Z');
  await end(second, 'failed');
  house.advanceDays(300);
  await house.cleanUp();
  expect((await house.look(roomId)).messages).toMatchObject([{ state: 'failed' }]);
  await house.rows('update messages set failure_told_at = now()');
  await house.cleanUp();
  expect(counted(await house.look(roomId)).messages).toBe(0);
});

test('a key is good for its week and replays the same bytes, before and after a clean-up', async () => {
  const headers = { 'idempotency-key': 'once' };
  const create = () => house.call('POST', '/v1/rooms', { body: booking, headers });
  const first = await create();
  house.advanceDays(6);
  await house.cleanUp();
  const again = await create();
  expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
  house.advanceDays(2);
  await house.cleanUp();
  expect(await house.rows('select from idempotency_keys')).toEqual([]);
});
