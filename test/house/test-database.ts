import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { openPool } from '../../service/db/pool.ts';
import type { Database } from '../../service/db/transaction.ts';
import { serverVariable, templateName, urlOf } from './test-server.ts';

export interface TestDatabase {
  readonly databaseUrl: string;
  readonly pool: pg.Pool;
  readonly database: Database;
  /** Names of the transactions committed through `database`, in order. */
  readonly commits: string[];
  /** Closes the pool and removes the database; others' connections are cut. */
  drop(): Promise<void>;
}

/** A machine that is busy with other tests answers late, and that is no fault. */
const patience = {
  connectionTimeoutMs: 30_000,
  statementTimeoutMs: 30_000,
  queryTimeoutMs: 35_000,
};

/** A migrated database of one's own. Call it in `beforeAll` and `drop` in `afterAll`. */
export async function openTestDatabase(): Promise<TestDatabase> {
  // Copying the files takes half the time of logging each page of them.
  return await openDatabase(`template ${templateName} strategy file_copy`);
}

/** A database without any table, to try the migrations on. */
export async function openEmptyDatabase(): Promise<TestDatabase> {
  return await openDatabase('template template0');
}

async function openDatabase(origin: string): Promise<TestDatabase> {
  const serverUrl = process.env[serverVariable];
  if (!serverUrl) throw new Error('no test server: run the tests with npm test or npm run jest');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name} ${origin}`);
  const databaseUrl = urlOf(serverUrl, name);
  const pool = openPool(databaseUrl, { max: 8, connectionTimeoutMs: patience.connectionTimeoutMs });
  const commits: string[] = [];
  const afterCommit = (transactionName: string) => void commits.push(transactionName);
  return {
    databaseUrl,
    pool,
    database: { pool, afterCommit },
    commits,
    async drop() {
      await pool.end();
      await onServer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const pool = openPool(serverUrl, { max: 1, ...patience });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}
