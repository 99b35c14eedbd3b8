import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inTransaction } from '../../service/db/transaction.ts';
import { recordEvents } from '../../service/webhooks/event-store.ts';
import { placeAll } from '../../service/webhooks/place-events.ts';
import { type ApiHouse, booking, openApiHouse } from '../api/api-house.ts';

let house: ApiHouse;
beforeEach(async () => {
  house = await openApiHouse();
});
afterEach(() => house.close());

const read = async (query = '') => {
  const { status, json } = await house.call('GET', `/v1/events${query}`);
  expect(status).toBe(200);
  return json;
};

/** An event whose transaction stays open for a while after it was written. */
async function write(roomId: string, heldMs: number): Promise<string> {
  const { applicationId, clock, db } = house;
  const id = randomUUID();
  const event = { applicationId, id, type: 'room.changed', occurredAt: clock.now(), roomId };
  // `webhook.test` carries no room, so that the answer fits the document.
  const payload = {
    id,
    type: 'webhook.test',
    occurredAt: clock.now().toISOString(),
    applicationId,
    endpointId: roomId,
    cause: { channel: 'api' },
  };
  await inTransaction(db.database, 'write', async (tx) => {
    await recordEvents(tx, [{ ...event, payload }]);
    await pause(heldMs);
  });
  return id;
}

/** Follows the log from its beginning until it has seen this many events. */
async function follow(count: number, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  while (seen.length < count) {
    const { data, nextCursor } = await read(`?limit=${limit}${after ? `&after=${after}` : ''}`);
    seen.push(...data.map((one: { id: string }) => one.id));
    after = nextCursor ?? seen.at(-1) ?? null;
  }
  return seen;
}

test('whoever follows the log misses, repeats and reorders nothing, however slow commits are', async () => {
  const [writers, each] = [12, 10];
  let ordered: string[][] = [];
  const writing = Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const room = randomUUID();
      const written: string[] = [];
      for (let nth = 0; nth < each; nth += 1) {
        written.push(await write(room, (writer * 7 + nth * 13) % 30));
      }
      return written;
    }),
  ).then((lists) => {
    ordered = lists;
  });
  const readers = [1, 3, 50].map((limit) => follow(writers * each, limit));
  const [one, ...others] = await Promise.all(readers);
  await writing;
  for (const other of others) expect(other).toEqual(one);
  expect(new Set(one).size).toBe(writers * each);
  for (const written of ordered) {
    expect(one?.filter((id) => written.includes(id))).toEqual(written);
  }
  const { rows } = await house.db.pool.query('select id from events order by position, id');
  expect(rows.map(({ id }) => id)).toEqual(one);
  const { rows: places } = await house.db.pool.query(
    'select min(position)::int as first, max(position)::int as last, count(*)::int from events',
  );
  expect(places).toEqual([{ first: 1, last: writers * each, count: writers * each }]);
});

test('an event that is committed late is neither lost nor put before what was read', async () => {
  const { applicationId, clock, db } = house;
  const early = randomUUID();
  const payload = (await write(randomUUID(), 0)) && (await read()).data[0];
  const client = await db.pool.connect();
  await client.query('begin');
  const event = { applicationId, type: 'webhook.test', occurredAt: clock.now(), roomId: null };
  await recordEvents({ query: client.query.bind(client) as never }, [
    { ...event, id: early, payload: { ...payload, id: early } },
  ]);
  const late = await write(randomUUID(), 0);
  const seen = (await read()).data.map((one: { id: string }) => one.id);
  expect(seen.at(-1)).toBe(late);
  await client.query('commit');
  client.release();
  expect((await read(`?after=${late}`)).data).toEqual([{ ...payload, id: early }]);
});

test('the log is read by type, by room, after an event and page by page', async () => {
  const { json: one } = await house.call('POST', '/v1/rooms', { body: booking });
  const { json: two } = await house.call('POST', '/v1/rooms', { body: booking });
  await house.call('DELETE', `/v1/rooms/${one.id}`);
  const typesOf = ({ data }: { data: { type: string }[] }) => data.map(({ type }) => type);
  expect(typesOf(await read(`?roomId=${one.id}`)).at(-1)).toBe('room.cancelled');
  expect(typesOf(await read('?type=room.cancelled'))).toEqual(['room.cancelled']);
  const all = await read();
  expect(all.nextCursor).toBeNull();
  const first = await read('?limit=1');
  const rest = await read(`?after=${first.nextCursor}`);
  expect([...first.data, ...rest.data]).toEqual(all.data);
  expect((await read(`?after=${first.data[0].id}`)).data).toEqual(rest.data);
  expect((await read(`?after=${all.data.at(-1).id}`)).data).toEqual([]);
  expect(all.data.some(({ room }: { room: { id: string } }) => room.id === two.id)).toBe(true);
});

test('what is no event of the application is no place to go on from', async () => {
  await house.call('POST', '/v1/rooms', { body: booking });
  const [event] = (await read()).data;
  for (const after of [randomUUID(), 'cGxhY2Ug', 'x']) {
    const { status, json } = await house.call('GET', `/v1/events?after=${after}`);
    expect([status, json.errors[0].field]).toEqual([400, 'query.after']);
  }
  const options = { key: house.otherKey };
  expect((await house.call('GET', `/v1/events?after=${event.id}`, options)).status).toBe(400);
  expect((await house.call('GET', '/v1/events', options)).json.data).toEqual([]);
  expect((await house.call('GET', `/v1/events/${event.id}`, options)).status).toBe(404);
});

test('the clean-up gives places to what nobody has read yet', async () => {
  await house.call('POST', '/v1/rooms', { body: booking });
  await placeAll(house.ground);
  const { rows } = await house.db.pool.query('select id from events where position is null');
  expect(rows).toEqual([]);
});
