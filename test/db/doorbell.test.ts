import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type pg from 'pg';
import { createDoorbell } from '../../service/db/doorbell.ts';
import { openPool } from '../../service/db/pool.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(() => db.pool.query('delete from graphile_worker._private_jobs'));
afterEach(() => void jest.useRealTimers());
afterAll(() => db.drop());

const jobs = async () =>
  (
    await db.pool.query(
      `select task_identifier as task, key, run_at <= now() as due, run_at
       from graphile_worker.jobs order by task_identifier, run_at`,
    )
  ).rows;

test('a hundred rings of one task become one job', async () => {
  const bell = createDoorbell(db.pool);
  for (let i = 0; i < 100; i += 1) bell.ring('send-messages');
  bell.ring('read-mails');
  await bell.close();
  expect(await jobs()).toMatchObject([
    { task: 'read-mails', due: true },
    { task: 'send-messages', due: true },
  ]);
});

test('rings in later commits still leave one waiting job', async () => {
  for (let i = 0; i < 3; i += 1) {
    const bell = createDoorbell(db.pool);
    bell.ring('send-messages');
    await bell.close();
  }
  expect(await jobs()).toHaveLength(1);
});

test('a ring for later neither puts off nor is put off by one for now', async () => {
  const bell = createDoorbell(db.pool);
  const later = new Date(Date.now() + 3_600_000);
  bell.ringAt('send-messages', later);
  bell.ring('send-messages');
  bell.ringAt('send-messages', later);
  await bell.close();
  const found = await jobs();
  expect(found).toMatchObject([{ due: true }, { due: false }]);
  expect(found[1].run_at.getTime()).toBeGreaterThanOrEqual(later.getTime());
  expect(found[1].run_at.getTime()).toBeLessThan(later.getTime() + 1_000);
});

test('a ring while a job runs makes another, so that nothing new is missed', async () => {
  const bell = createDoorbell(db.pool);
  bell.ring('read-mails');
  await bell.close();
  await db.pool.query(
    `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'someone'`,
  );
  const second = createDoorbell(db.pool);
  second.ring('read-mails');
  await second.close();
  expect(await jobs()).toHaveLength(2);
});

test('what is rung while the database is busy is one statement more, however much it is', async () => {
  jest.useFakeTimers();
  const answer: (() => void)[] = [];
  const query = () => new Promise<void>((resolve) => answer.push(resolve));
  const bell = createDoorbell({ query } as unknown as pg.Pool);
  for (let second = 0; second < 5; second += 1) {
    bell.ringAt('send-messages', new Date(second * 1_000));
    await jest.advanceTimersByTimeAsync(100);
  }
  expect(answer).toHaveLength(1);
  answer[0]?.();
  await jest.advanceTimersByTimeAsync(100);
  answer[1]?.();
  await bell.close();
  expect(answer).toHaveLength(2);
});

test('a ring without a database throws nothing and is reported as lost', async () => {
  const away = openPool('postgres://u:p@127.0.0.1:1/x');
  const lost: unknown[] = [];
  const bell = createDoorbell(away, (error) => void lost.push(error));
  bell.ring('send-messages');
  await bell.close();
  await away.end();
  expect(lost).toHaveLength(1);
});

test('after closing, a ring does nothing', async () => {
  const bell = createDoorbell(db.pool);
  await bell.close();
  bell.ring('send-messages');
  await bell.close();
  expect(await jobs()).toEqual([]);
});
