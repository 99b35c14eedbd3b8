import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { openPool } from '../../service/db/pool.ts';
import { createHealth } from '../../service/ops/health.ts';
import { createMetrics } from '../../service/ops/metrics.ts';
import { createMetricsRoutes, createProbeRoutes } from '../../service/ops/ops-routes.ts';
import { createRows } from '../db/stored-rows.ts';
import { createFakeClock } from '../house/fake-clock.ts';
import { openEmptyDatabase, openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

const clock = createFakeClock('2026-12-01T10:02:00Z');

function open(pool = db.pool, parts = {}) {
  const health = createHealth(pool, parts);
  const metrics = createMetrics();
  const app = express()
    .use(createProbeRoutes({ health }))
    .use(createMetricsRoutes({ pool, clock, metrics }));
  return { health, metrics, ask: (path: string) => request(app).get(path) };
}

test('a process with its database and schema is ready, and not stored by any cache', async () => {
  const answer = await open().ask('/readyz').expect(200);
  expect(answer.body).toEqual({
    status: 'ready',
    checks: { draining: 'ok', database: 'ok', migrations: 'ok' },
  });
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('readiness goes when draining begins; liveness stays', async () => {
  const { health, ask } = open();
  await ask('/readyz').expect(200);
  health.drain();
  const answer = await ask('/readyz').expect(503);
  expect(answer.body).toMatchObject({ status: 'not-ready', checks: { draining: 'yes' } });
  await ask('/livez').expect(200);
});

test('without the database a process is alive, not ready, and can still be scraped', async () => {
  const away = openPool('postgres://u:p@127.0.0.1:1/x');
  const { metrics, ask } = open(away);
  metrics.proposal('page');
  const answer = await ask('/readyz').expect(503);
  expect(answer.body.checks).toEqual({ draining: 'ok', database: 'unreachable' });
  await ask('/livez').expect(200);
  const { text } = await ask('/metrics').expect(200);
  expect(text).toContain('parley_proposals_total{source="page"} 1');
  expect(text).toContain('parley_outbox_waiting Nan');
  await away.end();
});

test('readiness comes with the last migration', async () => {
  const fresh = await openTestDatabase();
  await fresh.pool.query(`update schema_migrations set name = 'later' where name like '0003%'`);
  const { ask } = open(fresh.pool);
  const answer = await ask('/readyz').expect(503);
  expect(answer.body.checks).toMatchObject({ database: 'ok', migrations: 'behind' });
  await fresh.pool.query(
    `update schema_migrations set name = '0003_messages' where name = 'later'`,
  );
  await ask('/readyz').expect(200);
  await fresh.drop();
});

test('a database without any schema is not ready', async () => {
  const empty = await openEmptyDatabase();
  await open(empty.pool).ask('/readyz').expect(503);
  await empty.drop();
});

test('a part that is not well makes the process not ready, and says why', async () => {
  let isListening = false;
  const { ask } = open(db.pool, { smtp: () => (isListening ? null : 'not listening') });
  const answer = await ask('/readyz').expect(503);
  expect(answer.body.checks.smtp).toBe('not listening');
  isListening = true;
  await ask('/readyz').expect(200);
});

test('a crowd that scrapes at once asks the database once', async () => {
  let asked = 0;
  const query = (...given: Parameters<typeof db.pool.query>) => {
    asked += 1;
    return db.pool.query(...given);
  };
  const { ask } = open(Object.assign(Object.create(db.pool), { query }));
  const [first] = await Promise.all([ask('/metrics'), ask('/metrics'), ask('/metrics')]);
  expect(first?.text).toContain('parley_jobs_failed 0\n');
  expect(asked).toBe(1);
  await ask('/metrics');
  expect(asked).toBe(2);
});

test('the gauges tell what is due, how long it has been and which jobs are left', async () => {
  const rows = createRows(db, 'ops');
  const room = await rows.room(await rows.application());
  await rows.message(room, { send_at: '2026-12-01T10:00:30Z' });
  await rows.message(room, {
    sequence: 4,
    state: 'sending',
    claimed_until: rows.at,
    send_at: '2026-12-01T10:01:00Z',
  });
  await rows.message(room, { sequence: 5, send_at: '2026-12-01T11:00:00Z' });
  await rows.message(room, { sequence: 6, state: 'sent', send_at: '2026-12-01T09:00:00Z' });
  await rows.message(room, { sequence: 7, state: 'unknown', send_at: '2026-12-01T10:01:30Z' });
  await rows.message(room, { sequence: 8, state: 'unknown', settled_at: rows.at });
  await db.pool.query(`select graphile_worker.add_job(n) from unnest(array['a', 'b', 'c']) n`);
  await db.pool.query(`select graphile_worker.add_job('d', run_at => now() + interval '1 hour')`);
  await db.pool.query(
    `update graphile_worker._private_jobs j set attempts = max_attempts
     from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'c'`,
  );
  const { text, headers } = await open().ask('/metrics').expect(200);
  expect(headers['content-type']).toContain('text/plain');
  expect(text).toContain('parley_outbox_oldest_seconds 90\n');
  expect(text).toContain('parley_outbox_waiting 3\n');
  expect(text).toContain('parley_outbox_in_doubt 1\n');
  expect(text).toContain('parley_jobs_waiting 2\n');
  expect(text).toContain('parley_jobs_failed 1\n');
});
