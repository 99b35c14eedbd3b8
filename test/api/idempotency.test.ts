import { forgetAnswers } from '../../service/api/idempotency-store.ts';
import { limits } from '../../service/limits.ts';
import { type ApiHouse, booking, gil, offer, openApiHouse } from './api-house.ts';

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse();
});
afterAll(() => house.close());

const withKey = (key: string) => ({ 'idempotency-key': key });
const create = (key: string, body: object = booking, more: object = {}) =>
  house.call('POST', '/v1/rooms', { body, headers: withKey(key), ...more });
const createRoom = async () => (await house.call('POST', '/v1/rooms', { body: offer })).json.id;

test('a repeated request is answered byte for byte and has no second effect', async () => {
  const first = await create('once');
  const before = await house.countRows();
  const rings = house.rings();
  const again = await create('once');
  expect(again.status).toBe(201);
  expect(again.text).toBe(first.text);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  for (const name of ['etag', 'location', 'content-type']) {
    expect(again.headers.get(name)).toBe(first.headers.get(name));
  }
  expect(await house.countRows()).toEqual(before);
  expect(house.rings()).toBe(rings);
});

test('the stored answer is the one of then, whatever happened since', async () => {
  const id = await createRoom();
  const book = () =>
    house.call('POST', `/v1/rooms/${id}/book`, { body: { guest: gil }, headers: withKey('then') });
  const booked = await book();
  await house.call('DELETE', `/v1/rooms/${id}`);
  expect((await book()).text).toBe(booked.text);
});

test('fifty at once under one key make one room; the losers are told to wait', async () => {
  const { rooms = 0 } = await house.countRows();
  const answers = await Promise.all(Array.from({ length: 50 }, () => create('crowd')));
  const made = answers.filter((one) => one.status === 201);
  expect(new Set(made.map((one) => one.json.id)).size).toBe(1);
  for (const late of answers.filter((one) => one.status !== 201)) {
    expect(late).toMatchObject({ status: 409, json: { code: 'idempotency-key-in-use' } });
    expect(late.headers.get('retry-after')).toBe('1');
  }
  expect((await house.countRows()).rooms).toBe(rooms + 1);
  expect((await create('crowd')).text).toBe(made[0]?.text);
});

test('without a key two requests are two wishes', async () => {
  const post = () => house.call('POST', '/v1/rooms', { body: offer });
  const [one, other] = await Promise.all([post(), post()]);
  expect([one.status, other.status]).toEqual([201, 201]);
  expect(one.json.id).not.toBe(other.json.id);
});

test('a body that only spells the same otherwise is the same request', async () => {
  const metadata = { a: { b: 1, c: [1, 2] }, d: 'e' };
  const first = await create('spelt', { ...booking, metadata });
  const turned = Object.fromEntries(Object.entries(booking).reverse());
  const body = { metadata: { d: 'e', a: { c: [1, 2], b: 1 } }, ...turned };
  const again = await create('spelt', {}, { body: JSON.stringify(body, null, 3) });
  expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
  const other = { ...body, metadata: { d: 'e', a: { c: [2, 1], b: 1 } } };
  expect((await create('spelt', other)).json.code).toBe('idempotency-key-reused');
});

test('a key that a running transaction holds is in use, and free after it', async () => {
  const client = await house.db.pool.connect();
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 20250101))', [
    `${house.applicationId} held`,
  ]);
  expect((await create('held')).json.code).toBe('idempotency-key-in-use');
  await client.query('rollback');
  client.release();
  expect((await create('held')).status).toBe(201);
});

test('the same key for another body, path or method is refused and changes nothing', async () => {
  const id = await createRoom();
  await create('mine');
  const before = await house.countRows();
  const headers = withKey('mine');
  const others = [
    () => create('mine', { ...booking, durationMinutes: 90 }),
    () => house.call('POST', `/v1/rooms/${id}/book`, { body: { guest: gil }, headers }),
    () => house.call('DELETE', `/v1/rooms/${id}`, { headers }),
  ];
  for (const other of others) {
    const { json, status } = await other();
    expect([status, json.code]).toEqual([422, 'idempotency-key-reused']);
  }
  expect(await house.countRows()).toEqual(before);
});

test('keys of two applications are strangers to each other', async () => {
  const mine = await create('shared');
  const theirs = await create('shared', offer, { key: house.otherKey });
  expect(theirs.status).toBe(201);
  expect(theirs.json.id).not.toBe(mine.json.id);
});

test('a refusal of the rules is kept; what never reached them is not', async () => {
  const id = await createRoom();
  const book = (body: object) =>
    house.call('POST', `/v1/rooms/${id}/book`, { body, headers: withKey('refused') });
  expect((await book({ guest: { name: 'X', email: 'not an address' } })).status).toBe(422);
  expect((await book({})).status).toBe(400);
  const refused = await book({ guest: { ...gil, email: 'helen+me@host.example' } });
  expect(refused.json.code).toBe('host-is-guest');
  const again = await book({ guest: { ...gil, email: 'helen+me@host.example' } });
  expect(again.text).toBe(refused.text);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect((await book({ guest: gil })).json.code).toBe('idempotency-key-reused');
});

test('an unknown room is not kept: it may be known by the next try', async () => {
  const path = '/v1/rooms/0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
  const { idempotency_keys: before } = await house.countRows();
  const answer = await house.call('DELETE', path, { headers: withKey('gone') });
  expect(answer.json.code).toBe('unknown-room');
  expect((await house.countRows()).idempotency_keys).toBe(before);
});

test('a quoted key is the same key', async () => {
  const plain = await create('quoted-or-not');
  expect((await create('"quoted-or-not"')).text).toBe(plain.text);
});

test.each([
  ['empty', ''],
  ['two words', 'two words'],
  ['too long', 'k'.repeat(256)],
  ['far too long', 'k'.repeat(10_000)],
  ['not ASCII', 'schl\u00fcssel'],
])('a key that is %s is malformed', async (_name, key) => {
  const before = await house.countRows();
  expect((await create(key)).json).toMatchObject({ status: 400, code: 'invalid-request' });
  expect(await house.countRows()).toEqual(before);
});

test('a key is forgotten after its days, and may then be used anew', async () => {
  const first = await create('old');
  house.clock.advance({ hours: 24 * limits.idempotencyDays + 1 });
  const later = { ...booking, startUtc: '2027-05-01T10:00:00Z' };
  const anew = await create('old', later);
  expect(anew.status).toBe(201);
  expect(anew.json.id).not.toBe(first.json.id);
  expect((await create('old', later)).text).toBe(anew.text);
  house.clock.set('2027-03-01T09:00:00Z');
});

test('the clean-up removes what is no longer replayed, and nothing else', async () => {
  await create('stale');
  house.clock.advance({ hours: 1 });
  const between = house.clock.now();
  house.clock.advance({ hours: 1 });
  const kept = await create('kept');
  expect(await forgetAnswers(house.db.pool, between, 100)).toBeGreaterThan(0);
  expect((await create('kept')).text).toBe(kept.text);
  expect((await create('stale')).headers.get('idempotent-replayed')).toBeNull();
});
