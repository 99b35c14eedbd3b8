import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openPool } from '../../service/db/pool.ts';
import { waitFor } from '../house/wait-for.ts';

const program = fileURLToPath(new URL('programs/hold-postgres.ts', import.meta.url));
const patience = { timeoutMs: 20_000 };

interface Holder {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<unknown>;
}

let dir: string;
let holders: Holder[];
beforeEach(async () => {
  holders = [];
  dir = await mkdtemp(join(tmpdir(), 'parley-embedded-'));
});
afterEach(async () => {
  for (const { child, exit } of holders) {
    child.kill('SIGKILL');
    await exit;
  }
  await waitFor(async () => !(await serverRuns()), patience);
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts a process of its own group, as a shell does, that holds the embedded PostgreSQL. */
function hold(): Holder {
  const child = spawn(process.execPath, [program, join(dir, 'data')], {
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const holder = { child, output: () => output, exit: once(child, 'exit') };
  holders.push(holder);
  return holder;
}

const urlOf = (holder: Holder) =>
  waitFor(() => /postgres:\S+/.exec(holder.output())?.[0], {
    ...patience,
    what: () => `the server to start: ${holder.output()}`,
  });

async function ask(url: string, sql: string) {
  const pool = openPool(url, { max: 1 });
  try {
    return (await pool.query(sql)).rows;
  } finally {
    await pool.end();
  }
}

const pidFile = () => join(dir, 'data', 'postgres', 'postmaster.pid');

async function serverPid(): Promise<number> {
  return Number((await readFile(pidFile(), 'utf8')).split('\n')[0]);
}

async function serverRuns(): Promise<boolean> {
  try {
    process.kill(await serverPid(), 0);
    return true;
  } catch {
    return false;
  }
}

test('the data outlive a stop in order, and only the owner can read the secrets', async () => {
  const first = hold();
  await ask(await urlOf(first), 'create table kept as select 1 as one');
  first.child.kill('SIGTERM');
  await first.exit;
  expect(await serverRuns()).toBe(false);

  expect(await ask(await urlOf(hold()), 'select one from kept')).toEqual([{ one: 1 }]);
  expect((await stat(join(dir, 'data', 'secrets.json'))).mode & 0o777).toBe(0o600);
}, 60_000);

test('after a kill -9 the server ends by itself and the next start has every commit', async () => {
  const first = hold();
  await ask(await urlOf(first), 'create table kept as select 1 as one');
  first.child.kill('SIGKILL');
  await first.exit;
  expect(await ask(await urlOf(hold()), 'select one from kept')).toEqual([{ one: 1 }]);
}, 60_000);

test('a second process on the same folder is told who uses it', async () => {
  const first = hold();
  await urlOf(first);
  const second = hold();
  const [code] = (await second.exit) as [number];
  expect(code).toBe(1);
  expect(second.output()).toContain(`Process ${first.child.pid} is already using`);
  expect(second.output()).toContain('PARLEY_DATA_DIR');
  expect(await serverRuns()).toBe(true);
}, 60_000);

test('Ctrl-C, which the whole process group gets, leaves the server to us', async () => {
  const holder = hold();
  const url = await urlOf(holder);
  process.kill(-(holder.child.pid ?? 0), 'SIGINT');
  await waitFor(() => holder.output().includes('SIGINT'), patience);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
}, 60_000);

test('a server that dies is started again on the same port', async () => {
  const holder = hold();
  const url = await urlOf(holder);
  await ask(url, 'create table kept as select 1 as one');
  process.kill(await serverPid(), 'SIGKILL');
  const rows = await waitFor(() => ask(url, 'select one from kept'), patience);
  expect(rows).toEqual([{ one: 1 }]);
}, 60_000);

test('a pid file that names a stranger’s process is no obstacle and harms nobody', async () => {
  const first = hold();
  await urlOf(first);
  first.child.kill('SIGTERM');
  await first.exit;
  await writeFile(pidFile(), `${process.pid}\n${join(dir, 'data', 'postgres')}\n`);
  expect(await ask(await urlOf(hold()), 'select 1 as one')).toEqual([{ one: 1 }]);
}, 60_000);

test('a first start that was broken off half-way is begun anew', async () => {
  const first = hold();
  const draft = join(dir, 'data', `postgres.new-${first.child.pid}`);
  await waitFor(() => stat(join(draft, 'base')), patience);
  first.child.kill('SIGKILL');
  await first.exit;
  expect(await ask(await urlOf(hold()), 'select 1 as one')).toEqual([{ one: 1 }]);
}, 60_000);

test('it starts below a folder that is private to us, also as root', async () => {
  await chmod(dir, 0o700);
  expect(await ask(await urlOf(hold()), 'select 1 as one')).toEqual([{ one: 1 }]);
}, 60_000);
