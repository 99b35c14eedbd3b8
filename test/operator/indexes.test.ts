import type { PoolClient } from 'pg';
import type { Queryable } from '../../service/db/transaction.ts';
import { listActions } from '../../service/operator/action-views.ts';
import { find } from '../../service/operator/find.ts';
import { viewAnyMail, viewAnyMessage } from '../../service/operator/mail-views.ts';
import { readRecord } from '../../service/operator/timeline-views.ts';
import type { ListName } from '../../service/operator/work-lists.ts';
import { countWork, listWork } from '../../service/operator/work-views.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';

let db: TestDatabase;
let client: PoolClient;
beforeAll(async () => {
  db = await openTestDatabase();
  client = await db.pool.connect();
  // An empty table is read whole; told not to, it is read by an index where there is one.
  await client.query('set enable_seqscan = off');
});
afterAll(async () => {
  client.release();
  await db.drop();
});

const now = new Date('2027-03-01T09:00:00Z');
const id = '0199a3c0-5b1e-7c3a-9f10-3b7f6a1c2d4e';
const cursor = { at: now, id };

/** How the database would answer what is asked; nothing is. */
async function planOf(ask: (q: Queryable) => Promise<unknown>): Promise<string> {
  const plans: string[] = [];
  // One connection, one question after the other.
  let last: Promise<unknown> = Promise.resolve();
  const query = async (sql: string, values: unknown[]) => {
    const asked = last.then(() => client.query(`explain ${sql}`, values));
    last = asked;
    plans.push(...(await asked).rows.map((row) => row['QUERY PLAN']));
    return { rows: [] };
  };
  await ask({ query } as unknown as Queryable);
  return plans.join('\n');
}

const large = /Seq Scan on (messages|imip|attendees|rooms|events|webhook|room_history|operator)/;

test.each([
  ['late-messages', 'messages_due'],
  ['retrying-messages', 'messages_retrying'],
  ['doubtful-messages', 'messages_in_doubt'],
  ['failed-messages', 'messages_failed'],
  ['parked-mails', 'imip_messages_put_aside'],
  ['unreadable-mails', 'imip_messages_put_aside'],
  ['unreachable-people', 'attendees_unreachable'],
  ['troubled-endpoints', 'webhook_endpoints_in_trouble'],
] as const)('the list %s is read and counted by the index %s', async (list: ListName, index) => {
  const listed = await planOf((q) => listWork(q, list, now, { limit: 50, cursor }));
  const counted = await planOf((q) => countWork(q, list, now));
  for (const plan of [listed, counted]) {
    expect(plan).toContain(index);
    expect(plan).not.toMatch(large);
  }
});

test.each([
  ['a search', (q: Queryable) => find(q, 'ada@guest.example', { limit: 50, cursor })],
  ['the line of a room', (q: Queryable) => readRecord(q, id, id)],
  ['a mail out', (q: Queryable) => viewAnyMessage(q, id)],
  ['a mail in', (q: Queryable) => viewAnyMail(q, id)],
  ['what operators did', (q: Queryable) => listActions(q, { limit: 50, cursor })],
])('%s reads no large table whole', async (_name, ask) => {
  expect(await planOf(ask)).not.toMatch(large);
});
