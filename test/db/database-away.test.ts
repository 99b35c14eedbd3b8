import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openPool } from '../../service/db/pool.ts';
import { isDatabaseAway } from '../../service/db/transaction.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it should have failed');
};

async function withPool(
  url: string,
  work: (pool: ReturnType<typeof openPool>) => Promise<unknown>,
) {
  const pool = openPool(url, { max: 1 });
  try {
    return await errorOf(work(pool));
  } finally {
    await pool.end();
  }
}

describe('the database is away when', () => {
  test('nobody listens', async () => {
    const error = await withPool('postgres://u:p@127.0.0.1:1/x', (pool) => pool.query('select 1'));
    expect(isDatabaseAway(error)).toBe(true);
  });

  test('the connection is dropped before a word', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const url = `postgres://u:p@127.0.0.1:${port}/x`;
    const error = await withPool(url, (pool) => pool.query('select 1'));
    server.close();
    expect(isDatabaseAway(error)).toBe(true);
  });

  test('the server ends the connection in the middle of a statement', async () => {
    const error = await withPool(db.databaseUrl, async (pool) => {
      const client = await pool.connect();
      const { rows } = await client.query('select pg_backend_pid() as pid');
      const sleeping = client.query('select pg_sleep(20)').finally(() => client.release(true));
      const failed = errorOf(sleeping);
      await db.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
      throw await failed;
    });
    expect(isDatabaseAway(error)).toBe(true);
  });

  test('a statement takes too long', async () => {
    const error = await withPool(db.databaseUrl, async (pool) => {
      const client = await pool.connect();
      await client.query('set statement_timeout = 20');
      return client.query('select pg_sleep(20)').finally(() => client.release(true));
    });
    expect(isDatabaseAway(error)).toBe(true);
  });

  test('its error is the cause of another', () => {
    const cause = Object.assign(new Error('shutting down'), { code: '57P01' });
    expect(isDatabaseAway(new Error('could not store', { cause }))).toBe(true);
    expect(isDatabaseAway(new AggregateError([cause]))).toBe(true);
  });

  test.each(['08006', '25006', '53100', '53200', '53300', '55P03', '57014', '57P03'])(
    'it says %s',
    (code) => {
      expect(isDatabaseAway(Object.assign(new Error('x'), { code }))).toBe(true);
    },
  );
});

describe('the database is there when', () => {
  test('it refuses a row', async () => {
    const error = await errorOf(
      db.pool.query(`insert into applications (id, name, created_at) values (null, '', now())`),
    );
    expect(isDatabaseAway(error)).toBe(false);
  });

  test.each([new Error('no'), 'text', null, undefined, new TypeError('x is not a function')])(
    'something else went wrong: %p',
    (error) => {
      expect(isDatabaseAway(error)).toBe(false);
    },
  );
});
