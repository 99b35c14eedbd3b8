import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { foldLedger } from '../../service/ops/ledger-store.ts';
import { viewLedger } from '../../service/ops/ledger-views.ts';
import { createMetrics } from '../../service/ops/metrics.ts';
import { createRows } from '../db/stored-rows.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

const now = new Date('2026-12-01T10:02:00Z');

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());

/** Rows by state as they really are; each pair is compared with what the ledger keeps. */
async function countRows(table: string, state: string): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ state: string; count: number }>(
    `select ${state} as state, count(*)::int as count from ${table} group by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((a, b) => a + b, 0);

const withoutNothing = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

/** What the ledger keeps is what the tables hold, and its totals are the sums. */
async function expectTruth(): Promise<void> {
  const ledger = await viewLedger(db.pool, now);
  const messages = await countRows('messages', 'state');
  const mails = await countRows('imip_messages', `coalesce(outcome, 'unread')`);
  const deliveries = await countRows('webhook_deliveries', 'state');
  expect(withoutNothing(ledger.messages)).toEqual(
    withoutNothing({ ...messages, owed: sum(messages) }),
  );
  expect(withoutNothing(ledger.mails)).toEqual(withoutNothing({ ...mails, received: sum(mails) }));
  expect(withoutNothing(ledger.deliveries)).toEqual(
    withoutNothing({ ...deliveries, owed: sum(deliveries) }),
  );
}

/** Sums of one gauge, and its total, as Prometheus would read them. */
async function readGauges(total: string, gauge: string): Promise<[number, number]> {
  const metrics = createMetrics();
  metrics.showLedger(await viewLedger(db.pool, now));
  const text = await metrics.render();
  const samples = [
    ...text.matchAll(new RegExp(`^parley_${gauge}\\{state="[^"]+"\\} (\\S+)$`, 'gm')),
  ];
  const owed = new RegExp(`^parley_${total} (\\S+)$`, 'm').exec(text);
  return [Number(owed?.[1]), samples.reduce((all, [, value]) => all + Number(value), 0)];
}

const isoAt = (minute: number) => new Date(now.getTime() + minute * 60_000).toISOString();

/** A hundred messages, mails and deliveries, in and out of every state, some of them removed. */
async function runMixed(seed: string): Promise<void> {
  const rows = createRows(db, seed);
  const room = await rows.room(await rows.application());
  const application_id = room.applicationId;
  const endpoint_id = rows.random.uuid();
  await rows.insert('webhook_endpoints', {
    application_id,
    id: endpoint_id,
    url: 'https://hooks.example.com/',
    secrets: ['s'],
    created_at: rows.at,
  });
  for (let n = 0; n < 100; n += 1) {
    await rows.message(room, { sequence: n, send_at: isoAt(n % 3 ? -5 : 60) });
    await rows.insert('imip_messages', {
      id: rows.random.uuid(),
      application_id,
      source: 'smtp',
      received_at: isoAt(-n),
      envelope_from: 'a@example.com',
      envelope_to: 'r-*@in.example.com',
      raw: Buffer.from('x'),
      raw_hash: rows.hash(),
    });
    const event_id = rows.random.uuid();
    const event = { application_id, id: event_id, type: 'room.booked', payload: {} };
    await rows.insert('events', { ...event, occurred_at: rows.at });
    await rows.insert('webhook_deliveries', {
      application_id,
      id: rows.random.uuid(),
      endpoint_id,
      event_id,
      state: 'waiting',
      send_at: rows.at,
    });
  }
  const share = (column: string, part: number) =>
    `('x' || left(md5(${column}::text), 4))::bit(16)::int % 10 = ${part}`;
  const own = `application_id = '${application_id}'`;
  for (const statement of [
    `update messages set state = 'sending', claimed_until = send_at where ${own} and ${share('id', 1)}`,
    `update messages set state = 'unknown' where ${own} and ${share('id', 2)}`,
    `update messages set state = 'unknown', settled_at = send_at where ${own} and ${share('id', 3)}`,
    `update messages set state = 'sent', settled_at = send_at where ${own} and ${share('id', 4)}`,
    `update messages set state = 'bounced' where ${own} and state = 'sent'`,
    `update messages set state = 'dry-run', settled_at = send_at where ${own} and ${share('id', 5)}`,
    `delete from messages where ${own} and ${share('id', 6)}`,
    `update imip_messages set outcome = 'applied', read_at = received_at
     where ${own} and ${share('id', 1)}`,
    `update imip_messages set outcome = 'parked', read_at = received_at
     where ${own} and ${share('id', 2)}`,
    `update imip_messages set outcome = null, read_at = null where ${own} and outcome = 'parked'`,
    `delete from imip_messages where ${own} and ${share('id', 3)}`,
    `update webhook_deliveries set state = 'delivered' where ${own} and ${share('id', 1)}`,
    `update webhook_deliveries set state = 'failed' where ${own} and ${share('id', 2)}`,
    `delete from webhook_deliveries where ${own} and state = 'delivered'`,
  ]) {
    await db.pool.query(statement);
  }
}

test('the counts are those of the tables after a mixed run, while they are added up too', async () => {
  const folding = new AbortController();
  const fold = (async () => {
    while (!folding.signal.aborted) await foldLedger(db.pool);
  })();
  await Promise.all([runMixed('one'), runMixed('two')]);
  await expectTruth();
  folding.abort();
  await fold;
  await Promise.all([foldLedger(db.pool), foldLedger(db.pool), foldLedger(db.pool)]);
  await expectTruth();
  const { rows } = await db.pool.query('select count(*)::int as count from ledger_changes');
  expect(rows).toEqual([{ count: 0 }]);
});

test('what is shown adds up: the states of each ledger to its total', async () => {
  await runMixed('three');
  for (const [total, gauge] of [
    ['ledger_messages_owed', 'ledger_messages'],
    ['ledger_mails_received', 'ledger_mails'],
    ['ledger_webhooks_owed', 'ledger_webhooks'],
  ] as const) {
    const [owed, states] = await readGauges(total, gauge);
    expect(owed).toBeGreaterThan(200);
    expect(states).toBe(owed);
  }
});

test('rows that were changed behind the ledger’s back show as a difference', async () => {
  const client = await db.pool.connect();
  await client.query('alter table messages disable trigger user');
  await client.query(
    `update messages set state = 'sending', claimed_until = send_at where state = 'dry-run'`,
  );
  await client.query('alter table messages enable trigger user');
  client.release();
  const [owed, states] = await readGauges('ledger_messages_owed', 'ledger_messages');
  expect(states).not.toBe(owed);
});

test('a statement that is rolled back, or moves no row to another state, leaves no change', async () => {
  await foldLedger(db.pool);
  const client = await db.pool.connect();
  await client.query('begin');
  await client.query(`delete from messages`);
  await client.query('rollback');
  await client.query(`update messages set last_response = 'x'`);
  await client.query(`update imip_messages set detail = '{}'`);
  await client.query(`delete from webhook_deliveries where state = 'no-such-state'`);
  client.release();
  const { rows } = await db.pool.query('select count(*)::int as count from ledger_changes');
  expect(rows).toEqual([{ count: 0 }]);
});

test('what was there before the ledger was kept is counted by its migration', async () => {
  const file = new URL('../../migrations/0018_ledger-counts.sql', import.meta.url);
  const migration = await readFile(file, 'utf8');
  await db.pool.query('delete from ledger_changes');
  await db.pool.query('delete from ledger_counts');
  await db.pool.query(migration.slice(migration.indexOf('insert into ledger_counts')));
  await expectTruth();
});

test('endpoints are counted by what keeps them from events', async () => {
  const rows = createRows(db, 'endpoints');
  const application_id = await rows.application();
  const endpoint = (changes: Record<string, unknown>) =>
    rows.insert('webhook_endpoints', {
      application_id,
      id: rows.random.uuid(),
      url: 'https://hooks.example.com/',
      secrets: ['s'],
      created_at: rows.at,
      ...changes,
    });
  const before = (await viewLedger(db.pool, now)).webhookEndpoints.working ?? 0;
  await endpoint({});
  await endpoint({ failing_since: rows.at });
  await endpoint({ disabled_at: rows.at, disabled_because: 'gone' });
  await endpoint({ disabled_at: rows.at, disabled_because: 'failing', failing_since: rows.at });
  await endpoint({ disabled_at: rows.at, disabled_because: 'application' });
  const { webhookEndpoints } = await viewLedger(db.pool, now);
  expect(webhookEndpoints).toEqual({
    working: before + 1,
    failing: 1,
    gone: 1,
    'given-up': 1,
    'switched-off': 1,
  });
});
