import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openPool } from '../../service/db/pool.ts';
import {
  CommitInDoubtError,
  type Database,
  inTransaction,
  isDatabaseAway,
} from '../../service/db/transaction.ts';
import { startCuttingProxy } from '../house/cutting-proxy.ts';
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

test('a commit whose answer never came is in doubt: it happened, or it did not', async () => {
  const { hostname: host, port } = new URL(db.databaseUrl);
  const proxy = await startCuttingProxy({ host, port: Number(port) });
  const pool = openPool(proxy.through(db.databaseUrl), { max: 1 });
  const afterCommit = () => {
    throw new Error('nobody knows of a commit');
  };
  const write = (word: string) =>
    inTransaction({ pool, afterCommit }, 'write', (tx) => tx.query(add, [word])).catch(
      (error: unknown) => error,
    );
  const cuts = [proxy.cutAfterCommit, proxy.cutBeforeCommit];
  for (const [index, cut] of cuts.entries()) {
    const done = cut();
    const error = await write(String(index));
    await done;
    expect(error).toBeInstanceOf(CommitInDoubtError);
    expect(isDatabaseAway(error)).toBe(true);
  }
  expect(await words()).toEqual([{ word: '0' }]);
  expect(pool.totalCount).toBe(0);
  await pool.end();
  await proxy.close();
});

test('a commit that the server refuses is not in doubt', async () => {
  await db.pool.query('create table kinds (fact text references facts initially deferred)');
  const attempt = inTransaction(db.database, 'orphan', (tx) =>
    tx.query("insert into kinds (fact) values ('none')"),
  );
  await expect(attempt).rejects.toMatchObject({ code: '23503' });
  await db.pool.query('drop table kinds');
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
