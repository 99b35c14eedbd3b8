import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Database, inTransaction } from '../../service/db/transaction.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
  await db.pool.query('create table facts (word text primary key)');
});
beforeEach(() => db.pool.query('truncate facts'));
afterAll(() => db.drop());

const add = 'insert into facts (word) values ($1)';
const words = async () => (await db.pool.query('select word from facts order by word')).rows;

test('what a transaction did is there when it returns, and so is its result', async () => {
  const result = await inTransaction(db.database, 'add', async (tx) => {
    await tx.query(add, ['one']);
    return 7;
  });
  expect(result).toBe(7);
  expect(await words()).toEqual([{ word: 'one' }]);
});

test('a throw undoes everything, and its error is the caller’s', async () => {
  const fault = new Error('no');
  const attempt = inTransaction(db.database, 'add', async (tx) => {
    await tx.query(add, ['one']);
    throw fault;
  });
  await expect(attempt).rejects.toBe(fault);
  expect(await words()).toEqual([]);
});

test('a failed statement whose error was swallowed is not taken for a commit', async () => {
  const attempt = inTransaction(db.database, 'swallow', async (tx) => {
    await tx.query(add, ['one']);
    await tx.query('select 1 / 0').catch(() => {});
  });
  await expect(attempt).rejects.toThrow('transaction swallow was rolled back');
  expect(await words()).toEqual([]);
});

test('afterCommit comes once, with the name, after a commit and only then', async () => {
  const seen: unknown[] = [];
  const watched: Database = {
    pool: db.pool,
    afterCommit: async (name) => void seen.push(name, await words()),
  };
  await inTransaction(watched, 'first', (tx) => tx.query(add, ['one']));
  await inTransaction(watched, 'second', async () => {
    throw new Error('no');
  }).catch(() => {});
  expect(seen).toEqual(['first', [{ word: 'one' }]]);
});

test('a transaction whose connection is cut fails and leaves nothing behind', async () => {
  const before = db.pool.totalCount;
  for (let round = 0; round < 10; round += 1) {
    const attempt = inTransaction(db.database, 'cut', async (tx) => {
      await tx.query(add, [`cut ${round}`]);
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await db.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await tx.query('select 1');
    });
    await expect(attempt).rejects.toThrow();
  }
  expect(await words()).toEqual([]);
  expect(db.pool.totalCount).toBeLessThanOrEqual(before + 1);
});

test('a connection given back after a rollback has no transaction open', async () => {
  for (let round = 0; round < 5; round += 1) {
    await inTransaction(db.database, 'no', () => Promise.reject(new Error('no'))).catch(() => {});
  }
  const { rows } = await db.pool.query(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and state like 'idle in transaction%'`,
  );
  expect(rows).toEqual([{ count: 0 }]);
});
