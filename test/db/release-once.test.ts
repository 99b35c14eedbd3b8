import { once } from 'node:events';
import { releaseOnce } from '../../service/db/release-once.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let house: TestDatabase;
beforeAll(async () => {
  house = await openTestDatabase();
});
afterAll(() => house.drop());

const takeTwice = (pool: TestDatabase['pool']) =>
  new Promise<unknown>((resolve) => {
    pool.connect((_error, _client, release) => {
      release();
      try {
        release();
        resolve(null);
      } catch (error) {
        resolve(error);
      }
    });
  });

test('a connection given back twice is given back once, and the pool goes on', async () => {
  const pool = releaseOnce(house.pool);
  expect(await takeTwice(pool)).toBeNull();
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
  const client = await pool.connect();
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  client.release();
});

test('without it the second time throws', async () => {
  expect(String(await takeTwice(house.pool))).toMatch(/already been released/);
});

test('a broken connection is given back as such, and events are the pool’s own', async () => {
  const pool = releaseOnce(house.pool);
  const removed = once(pool, 'remove');
  pool.connect((_error, _client, release) => release(new Error('broken')));
  await removed;
  expect(house.pool.listenerCount('error')).toBe(pool.listenerCount('error'));
});
