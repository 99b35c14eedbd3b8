import { booking } from '../api/api-house.ts';
import { type KeepingHouse, openKeepingHouse } from './keeping-house.ts';

let house: KeepingHouse;
beforeEach(async () => {
  house = await openKeepingHouse();
});
afterEach(() => house.close());

const read = (query = '') => house.call('GET', `/v1/events${query}`);
const idsOf = async (query = '') =>
  (await read(query)).json.data.map(({ id }: { id: string }) => id) as string[];
const book = async () => {
  expect((await house.call('POST', '/v1/rooms', { body: booking })).status).toBe(201);
};
const at = (startUtc: string) => ({ ...booking, startUtc });

test('who reads the log up to its beginning goes on, who stopped before is told', async () => {
  await book();
  const [first = '', second = ''] = await idsOf();
  const { nextCursor } = (await read('?limit=1')).json;
  house.advanceDays(100);
  await house.call('POST', '/v1/rooms', { body: at('2027-09-01T10:00:00Z') });
  const all = await idsOf();
  await house.cleanUp();
  const kept = await idsOf();
  expect(kept).toEqual(all.slice(2));
  for (const after of [first, nextCursor]) {
    const { status, json } = await read(`?after=${after}`);
    expect([status, json.code]).toEqual([410, 'no-longer-kept']);
  }
  expect((await house.call('GET', `/v1/events/${second}`)).status).toBe(404);
  expect(await idsOf(`?after=${kept[0]}`)).toEqual(kept.slice(1));
  const other = await house.call('GET', '/v1/events?after=0199a3c5-3a10-7c21-8d55-2f0b9c7e4a10', {
    key: house.otherKey,
  });
  expect(other.status).toBe(400);
});

test('a cursor that was given out before everything went leads on, without a gap', async () => {
  await book();
  const last = Buffer.from('place 2').toString('base64url');
  await idsOf();
  house.advanceDays(100);
  await house.cleanUp();
  expect(await idsOf()).toEqual([]);
  await house.call('POST', '/v1/rooms', { body: at('2027-09-01T10:00:00Z') });
  expect(await idsOf(`?after=${last}`)).toEqual(await idsOf());
  expect(await idsOf()).toHaveLength(2);
  const places = await house.rows('select position::int from events order by position');
  expect(places).toEqual([{ position: 3 }, { position: 4 }]);
});

test('what is still to be posted keeps the log from there on; what is off waits no longer', async () => {
  const url = 'https://hooks.example.com/parley';
  const { json } = await house.call('POST', '/v1/webhook-endpoints', { body: { url } });
  await book();
  const all = await idsOf();
  await house.rows(
    `update webhook_deliveries set state = 'delivered', settled_at = now() where position = 1`,
  );
  house.advanceDays(100);
  await house.cleanUp();
  expect(await idsOf()).toEqual(all.slice(1));
  const off = { body: { enabled: false } };
  await house.call('PATCH', `/v1/webhook-endpoints/${json.id}`, off);
  await house.cleanUp();
  expect(await idsOf()).toEqual([]);
  expect(await house.rows('select from webhook_deliveries')).toEqual([]);
});

test('the logs of all applications go on being forgotten, in rounds of any size', async () => {
  await book();
  await book();
  expect(
    (await house.call('POST', '/v1/rooms', { body: booking, key: house.otherKey })).status,
  ).toBe(201);
  house.advanceDays(100);
  await house.cleanUp({ roundRows: 1 });
  expect(await house.rows('select from events')).toEqual([]);
  const gaps = await house.rows('select up_to_place::int as place from event_log_gaps order by 1');
  expect(gaps).toEqual([{ place: 2 }, { place: 4 }]);
});
