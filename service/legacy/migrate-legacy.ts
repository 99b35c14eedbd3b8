import { createHash } from 'node:crypto';
import type pg from 'pg';
import { isDatabaseAway, isServerAnswer } from '../db/database-away.ts';
import { listMissingMigrations } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import type { Clock, Random } from '../ports.ts';
import type { Waist } from '../rooms/apply.ts';
import { type BringIn, createBringIn, createDryRun } from './bring-in.ts';
import { findColumns, type LegacyPlan } from './find-columns.ts';
import {
  type Application,
  beginDryRun,
  type LegacySource,
  takeTurn,
  viewApplications,
} from './legacy-store.ts';
import { type LegacyOptions, UsageError } from './options.ts';
import type { ReadingRules } from './read-row.ts';
import { describePlan, describeResult } from './say.ts';
import { isInstant, openRows, readNextRows, viewPeople } from './source-views.ts';
import { openReport, type Report } from './write-report.ts';

export interface LegacyDeps {
  /** Parley's own database, of the present schema. */
  readonly databaseUrl: string;
  readonly waist: Waist;
  readonly clock: Clock;
  readonly random: Random;
  /** Domain of the UIDs that are made for rows without one. */
  readonly inboundDomain: string;
  readonly isTimeZone: (name: string) => boolean;
  /** Tells the operator. */
  readonly say: (text: string) => void;
}

/** A large table is sorted, and a batch written, in this time; a service would not wait for it. */
const patienceMs = 10 * 60_000;
const patience = {
  statementTimeoutMs: patienceMs,
  queryTimeoutMs: patienceMs,
  idleTransactionTimeoutMs: patienceMs,
};
const tellEvery = 10_000;
const zonesKept = 1_000;

/**
 * Brings in the rows of an old table, or tells what would be. May be killed at any moment and run
 * again: a row comes in once. Throws a `UsageError` that says what the operator has to tell.
 */
export async function migrateLegacy(options: LegacyOptions, deps: LegacyDeps): Promise<void> {
  const pool = openPool(deps.databaseUrl, { max: 3, ...patience });
  const sourcePool = openPool(options.fromUrl ?? deps.databaseUrl, { max: 1, ...patience });
  try {
    await withClient(pool, (own) =>
      withClient(sourcePool, (source) => run(options, deps, { pool, own, source })),
    );
  } finally {
    await Promise.all([pool.end(), sourcePool.end()]);
  }
}

/** A connection that is closed afterwards: locks and tables of its own end with it. */
async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>) {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
}

interface Connections {
  readonly pool: pg.Pool;
  /** Held for the whole run. */
  readonly own: pg.PoolClient;
  readonly source: pg.PoolClient;
}

async function run(options: LegacyOptions, deps: LegacyDeps, on: Connections): Promise<void> {
  await demandSchema(on.own);
  const application = await findApplication(on.own, options.applicationId);
  await on.source.query('begin isolation level repeatable read, read only');
  const plan = await findColumns(on.source, options);
  const source: LegacySource = {
    applicationId: application.id,
    source: options.source ?? plan.rooms.table.name,
  };
  const rules = rulesOf(plan, options, source, deps);
  const runId = deps.random.uuid();
  const bringIn = await prepare(options, deps, on, { source, rules, runId });
  const startedAt = deps.clock.now();
  const path = options.reportPath ?? nameReport(options, startedAt);
  const report = await openReport(path);
  try {
    deps.say(describePlan(plan, options, application, source));
    await openRows(on.source, plan);
    await readAll(options, deps, on.source, plan, bringIn, report);
  } finally {
    await report.close();
  }
  const tookMs = deps.clock.now().getTime() - startedAt.getTime();
  deps.say(describeResult(report.counts, { path, tookMs, isApplied: options.isApplied }));
}

async function demandSchema(q: pg.PoolClient): Promise<void> {
  const missing = await listMissingMigrations(q).catch((error: unknown) => {
    // No Parley was ever started on it.
    if (isServerAnswer(error) && !isDatabaseAway(error)) return ['all tables'];
    throw error;
  });
  if (missing.length === 0) return;
  throw new UsageError([
    `start this version of Parley once: its database lacks ${missing.join(', ')}`,
  ]);
}

async function findApplication(q: pg.PoolClient, id: string | null): Promise<Application> {
  const found = await viewApplications(q, id);
  const [application, second] = found;
  if (application && !second) return application;
  if (id !== null) throw new UsageError([`there is no application ${id}`]);
  if (!application) throw new UsageError(['there is no application yet: make one first']);
  const list = found.map((one) => `\n      ${one.id}  ${one.name}`).join('');
  throw new UsageError([`there are several applications, choose one with --application:${list}`]);
}

async function prepare(
  options: LegacyOptions,
  deps: LegacyDeps,
  { own, pool }: Connections,
  made: { source: LegacySource; rules: ReadingRules; runId: string },
): Promise<BringIn> {
  if (!options.isApplied) {
    await beginDryRun(own);
    return createDryRun(own, made.source, made.rules);
  }
  if (!(await takeTurn(own, made.source.applicationId))) {
    throw new UsageError(['another run brings in rooms of this application just now']);
  }
  return createBringIn({ ...deps, ...made, database: { pool, afterCommit: () => {} } });
}

function rulesOf(
  plan: LegacyPlan,
  options: LegacyOptions,
  { applicationId, source }: LegacySource,
  { inboundDomain, isTimeZone }: LegacyDeps,
): ReadingRules {
  const { starts, status } = plan.rooms;
  const numbers = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'];
  const kindOf = (type: string) => (numbers.includes(type) ? 'number' : 'text');
  const statusKind = () => {
    if (status === null) return 'none';
    if (status.type === 'bool') return 'flag';
    return isInstant(status) || status.type === 'date' ? 'time' : 'word';
  };
  return {
    source,
    startKinds: starts.map((one) => (isInstant(one) ? 'seconds' : kindOf(one.type))),
    status: { kind: statusKind(), words: options.statusWords },
    since: options.since,
    isTimeZone: remember(isTimeZone),
    mintUid(legacyId) {
      const name = JSON.stringify([applicationId, source, legacyId]);
      return `${createHash('sha256').update(name).digest('hex').slice(0, 32)}@${inboundDomain}`;
    },
  };
}

/** Many people live in few zones, and asking for one takes longer than reading a row. */
function remember(isTimeZone: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const isOne = known.get(name) ?? isTimeZone(name);
    if (known.size < zonesKept) known.set(name, isOne);
    return isOne;
  };
}

/** Reads to the end of the table, or until so many rooms came in. */
async function readAll(
  { batch: size, limit }: LegacyOptions,
  { say }: LegacyDeps,
  source: pg.PoolClient,
  plan: LegacyPlan,
  bringIn: BringIn,
  report: Report,
): Promise<void> {
  let read = 0;
  let idBefore: string | null = null;
  for (;;) {
    const rows = await readNextRows(source, size);
    if (rows.length === 0) return;
    const people = await viewPeople(source, plan, rows);
    const cameIn = countOf(report, 'brought-in') + countOf(report, 'would-come-in');
    const most = limit === null ? rows.length : limit - cameIn;
    const fates = await bringIn({ rows, people, idBefore }, most);
    await report.add(rows, fates);
    if (fates.length < rows.length) return;
    idBefore = rows.at(-1)?.id ?? null;
    const before = read;
    read += rows.length;
    if (Math.floor(read / tellEvery) > Math.floor(before / tellEvery)) say(`  ${read} rows …\n`);
  }
}

const countOf = ({ counts }: Report, what: string): number => counts.get(what) ?? 0;

/** `old-rooms-dry-run-20270301T090000Z.csv` */
function nameReport({ isApplied }: LegacyOptions, now: Date): string {
  const at = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `old-rooms-${isApplied ? 'apply' : 'dry-run'}-${at}.csv`;
}
