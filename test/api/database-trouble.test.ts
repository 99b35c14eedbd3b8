import type pg from 'pg';
import { openPool } from '../../service/db/pool.ts';
import { type CuttingProxy, startCuttingProxy } from '../house/cutting-proxy.ts';
import { type ApiHouse, booking, openApiHouse } from './api-house.ts';

const server = new URL(process.env.PARLEY_TEST_POSTGRES ?? '');
const queryTimeoutMs = 1_000;
const times = { statementTimeoutMs: 900, queryTimeoutMs, connectionTimeoutMs: 900 };

let proxy: CuttingProxy;
let pool: pg.Pool;
let house: ApiHouse;
/** Called when the API has committed something, with its name. */
let onCommit: (name: string) => void = () => {};
beforeAll(async () => {
  proxy = await startCuttingProxy({ host: server.hostname, port: Number(server.port) });
  house = await openApiHouse((db) => {
    pool = openPool(proxy.through(db.databaseUrl), { max: 4, ...times });
    return { pool, afterCommit: (name) => onCommit(name) };
  });
});
afterAll(async () => {
  await pool.end();
  await proxy.close();
  await house.close();
});

const create = (key?: string) =>
  house.call('POST', '/v1/rooms', {
    body: booking,
    headers: key ? { 'idempotency-key': key } : {},
  });
const countRooms = async () => (await house.countRows()).rooms ?? 0;

/** 503, when to come again, and nothing about the inside. */
function expectAway(answer: Awaited<ReturnType<typeof create>>): void {
  expect(answer).toMatchObject({ status: 503, json: { code: 'temporarily-unavailable' } });
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.headers.get('idempotent-replayed')).toBeNull();
}

describe('a commit whose end nobody heard', () => {
  test('is looked up by its key and answered as if nothing had happened', async () => {
    const [before, rings] = [await countRooms(), house.rings('send-messages')];
    const cut = proxy.cutAfterCommit();
    const first = await create('lost');
    await cut;
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(first.headers.get('location')).toBe(`/v1/rooms/${first.json.id}`);
    expect(house.rings('send-messages')).toBe(rings + 1);
    const again = await create('lost');
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect(await countRooms()).toBe(before + 1);
  });

  test('and is still on its way, is waited for', async () => {
    const before = await countRooms();
    const held = proxy.holdCommit();
    const looked = new Promise<void>((resolve) => {
      onCommit = (name) => name === 'resolve-doubt' && resolve();
    });
    const asked = create('on-its-way');
    const release = await held;
    await looked;
    release();
    expect((await asked).status).toBe(201);
    expect(await countRooms()).toBe(before + 1);
  });

  test('and never arrived, happened to nobody: the same request may come again', async () => {
    const before = await countRooms();
    const cut = proxy.cutBeforeCommit();
    expectAway(await create('never'));
    await cut;
    expect(await countRooms()).toBe(before);
    const again = await create('never');
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expect(await countRooms()).toBe(before + 1);
  });

  test('has no name without a key: come again', async () => {
    const cut = proxy.cutAfterCommit();
    expectAway(await create());
    await cut;
  });

  test('while the database stays away: come again, and get the true answer then', async () => {
    const before = await countRooms();
    const cut = proxy.cutAfterCommit().then(() => proxy.shut());
    expectAway(await create('away'));
    await cut;
    proxy.open();
    const again = await create('away');
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(await countRooms()).toBe(before + 1);
  });
});

describe('while the database', () => {
  test('is silent, answers come in time and its connections are given up', async () => {
    await Promise.all([create(), create(), create()]);
    proxy.stall();
    const startedAt = performance.now();
    const answers = await Promise.all([create('a'), create('b'), create('c')]);
    expect(performance.now() - startedAt).toBeLessThan(10 * queryTimeoutMs);
    answers.forEach(expectAway);
    proxy.resume();
    expect((await create('a')).status).toBe(201);
    expect(pool.totalCount).toBeLessThanOrEqual(4);
    expect(pool.waitingCount).toBe(0);
  });

  test.each([
    ['has no disk left', '53100'],
    ['finds two in each other’s way', '40P01'],
  ])('%s, the same request may come again', async (_what, state) => {
    const before = await house.countRows();
    await house.db.pool.query(`
      create function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'not now' using errcode = '${state}'; end $$;
      create trigger refuse before insert on messages for each row execute function refuse();`);
    expectAway(await create(state));
    await house.db.pool.query('drop function refuse cascade');
    expect(await house.countRows()).toEqual(before);
    expect((await create(state)).status).toBe(201);
  });
});
