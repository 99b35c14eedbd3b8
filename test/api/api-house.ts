import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { type ApiDeps, createApiRoutes } from '../../service/api/api-routes.ts';
import { hashKey } from '../../service/api/bootstrap.ts';
import { isTimeZone } from '../../service/calendar/time-zone.ts';
import type { Database } from '../../service/db/transaction.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { createMint, createPen } from '../../service/mint.ts';
import { createOperatorApi } from '../../service/operator/operator-api-routes.ts';
import { createLog } from '../../service/ops/log.ts';
import { createMetrics, type Metrics } from '../../service/ops/metrics.ts';
import { createWaist } from '../../service/rooms/apply.ts';
import { createFakeClock, type FakeClock } from '../house/fake-clock.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { createTestRandom } from '../house/test-random.ts';

export const helen = { name: 'Helen Hart', email: 'helen@host.example', timeZone: 'Europe/London' };
export const gil = { name: 'Gil Grant', email: 'gil@guest.example', timeZone: 'Asia/Tokyo' };
export const secrets = parseSecrets('k1:a-test-secret-that-is-long-enough-for-hs256');
export const inboundDomain = 'in.parley.example';
const adminKey = 'parley_admin_of_the_test_house';
const fromAddress = 'scheduling@parley.example';
export const offer = { startUtc: '2027-03-10T14:00:00Z', durationMinutes: 60, host: helen };
export const booking = { ...offer, guest: gil };

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly json: any;
}

interface CallOptions {
  readonly body?: unknown;
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
}

export interface ApiHouse {
  readonly baseUrl: string;
  readonly db: TestDatabase;
  readonly clock: FakeClock;
  readonly metrics: Metrics;
  /** The key of the application the tests are about, and its id. */
  readonly key: string;
  readonly applicationId: string;
  /** The key of another application on the same service. */
  readonly otherKey: string;
  readonly otherApplicationId: string;
  /** Opens the operator's door. */
  readonly adminKey: string;
  /** The lines the process log would hold. */
  readonly logged: string[];
  /** What the API was made of, for other parts on the same database. */
  readonly ground: Omit<ApiDeps, 'isTimeZone' | 'webhookAllowPrivate' | 'validateResponses'>;
  /** How often somebody was rung for, or who does this task. */
  rings(task?: string): number;
  call(method: string, path: string, options?: CallOptions): Promise<Answered>;
  /** How many rows there are of all that a request could leave behind. */
  countRows(): Promise<Record<string, number>>;
  addKey(scopes?: string[], applicationId?: string): Promise<string>;
  close(): Promise<void>;
}

type HouseWishes = Partial<
  Pick<ApiDeps, 'adminKey' | 'requestsPerMinute' | 'validateResponses' | 'webhookAllowPrivate'>
>;

/**
 * The API on a real port, with the real waist and a real database; answers are validated too.
 * `reach` gives the API another way to its database, or another database.
 */
export async function openApiHouse(
  reach: (db: TestDatabase) => Database = (db) => db.database,
  { validateResponses = true, webhookAllowPrivate = false, ...wishes }: HouseWishes = {},
): Promise<ApiHouse> {
  const db = await openTestDatabase();
  const clock = createFakeClock('2027-03-01T09:00:00Z');
  const random = createTestRandom();
  const metrics = createMetrics();
  const logged: string[] = [];
  const rung: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const waist = createWaist({
    clock,
    random,
    mint: createMint(secrets),
    home: { fromAddress, inboundDomain, publicUrl: 'https://parley.example' },
  });
  const ground = {
    database: reach(db),
    waist,
    doorbell: { ring: (task: string) => void rung.push(task) },
    clock,
    random,
    log: createLog({ level: 'info', format: 'json', destination }),
    pen: createPen(secrets),
    publicUrl: 'https://parley.example',
    metrics,
    secrets,
    adminKey,
    requestsPerMinute: 0,
    ...wishes,
  };
  const rules = { isTimeZone, webhookAllowPrivate, validateResponses };
  const deps = { ...ground, ...rules };
  const operator = createOperatorApi({ ...deps, adminReadKey: null });
  const app = express().use(createApiRoutes(deps, [operator]));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const addApplication = () => insertApplication(db, clock);
  const addKey = (scopes = ['read', 'write'], id = applicationId) =>
    insertKey(db, clock, id, scopes);
  const applicationId = await addApplication();
  const key = await addKey();
  const otherApplicationId = await addApplication();
  const otherKey = await addKey(undefined, otherApplicationId);
  return {
    baseUrl,
    db,
    clock,
    metrics,
    key,
    applicationId,
    otherKey,
    otherApplicationId,
    adminKey,
    logged,
    ground,
    rings: (task) => rung.filter((one) => task === undefined || one === task).length,
    call: (method, path, options = {}) => call(baseUrl, method, path, { key, ...options }),
    countRows: () => countRows(db),
    addKey,
    async close() {
      server.closeAllConnections();
      server.close();
      await db.drop();
    },
  };
}

async function call(
  baseUrl: string,
  method: string,
  path: string,
  { body, key, headers }: CallOptions,
): Promise<Answered> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
  const json = isJson ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, json };
}

async function insertApplication(db: TestDatabase, clock: FakeClock): Promise<string> {
  const id = randomUUID();
  await db.pool.query('insert into applications (id, name, created_at) values ($1, $2, $3)', [
    id,
    'Practice',
    clock.now(),
  ]);
  return id;
}

async function insertKey(
  db: TestDatabase,
  clock: FakeClock,
  applicationId: string,
  scopes: string[],
): Promise<string> {
  const key = `parley_test_${randomUUID()}`;
  await db.pool.query(
    `insert into api_keys (application_id, id, prefix, key_hash, scopes, created_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [applicationId, randomUUID(), key.slice(0, 8), hashKey(key), scopes, clock.now()],
  );
  return key;
}

const tables = ['rooms', 'attendees', 'pending_proposals', 'messages', 'magic_links'];
const records = ['room_history', 'events', 'idempotency_keys', 'applications', 'api_keys'];

async function countRows(db: TestDatabase): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [...tables, ...records]) {
    const { rows } = await db.pool.query(`select count(*)::int as count from ${table}`);
    counts[table] = rows[0].count;
  }
  return counts;
}
