import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createWatch } from '../../service/db/bury-workers.ts';
import { createDoorbell } from '../../service/db/doorbell.ts';
import { type LeaseTimes, leaseTimes } from '../../service/db/lease-hold.ts';
import { createWorkerLease } from '../../service/db/worker-lease.ts';
import { claimsAt } from '../../service/worker.ts';
import { type CuttingProxy, startCuttingProxy } from '../house/cutting-proxy.ts';
import { createFakeClock } from '../house/fake-clock.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import { createRows } from './stored-rows.ts';

const program = fileURLToPath(new URL('programs/work.ts', import.meta.url));
const clock = createFakeClock('2026-12-01T10:00:00Z');
const quick: LeaseTimes = { beatMs: 100, deadMs: 400, frozenMs: 1_500 };
/** A slow machine may take its time here. */
const patient: LeaseTimes = { beatMs: 250, deadMs: 3_000, frozenMs: 20_000 };
const patience = { timeoutMs: 20_000 };

let db: TestDatabase;
let proxy: CuttingProxy;
const ends: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  db = await openTestDatabase();
  const { hostname, port } = new URL(db.databaseUrl);
  proxy = await startCuttingProxy({ host: hostname, port: Number(port) });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await db.pool.query('delete from workers');
  await db.pool.query('delete from graphile_worker._private_jobs');
});
afterAll(async () => {
  await proxy.close();
  await db.drop();
});

/** A worker of this process, which looks at the others whenever it is asked to. */
async function neighbour(times: LeaseTimes, databaseUrl = db.databaseUrl) {
  let lost = 0;
  const onLost = () => {
    lost += 1;
  };
  const lease = createWorkerLease({ databaseUrl, workerId: randomUUID(), onLost, times });
  ends.push(() => lease.end());
  lease.start();
  await waitFor(lease.isHeld, { ...patience, what: 'a lease' });
  const claims = claimsAt(clock);
  const look = createWatch({ database: db.database, lease, claims, times });
  return { ...lease, look, lost: () => lost };
}

/** A worker in a process of its own. */
async function hire(times: LeaseTimes, databaseUrl = db.databaseUrl) {
  const workerId = randomUUID();
  const options = JSON.stringify({ databaseUrl, workerId, times });
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child: ChildProcess = spawn(process.execPath, [program, options], { env });
  const exit = once(child, 'exit');
  ends.push(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const count = (line: string) => said.split('\n').filter((one) => one === line).length;
  const hears = (line: string, times = 1) =>
    waitFor(() => count(line) >= times, { ...patience, what: () => `${times} × ${line}: ${said}` });
  await hears('held');
  const letGo = () => {
    child.stdin?.write('\n');
    return hears('let go', count('let go') + 1);
  };
  return { workerId, child, count, hears, letGo };
}

async function ring(...tasks: ('send-messages' | 'read-mails')[]): Promise<void> {
  const bell = createDoorbell(db.pool);
  for (const task of tasks) bell.ring(task);
  await bell.close();
}

const ask = async (sql: string, values: unknown[] = []) => (await db.pool.query(sql, values)).rows;
const lockedJobs = () => ask('select id from graphile_worker.jobs where locked_by is not null');
const isKnown = async ({ workerId }: { workerId: string }) =>
  (await ask('select 1 from workers where id = $1', [workerId])).length === 1;

/** Asks one worker, or several, to look around until `condition` holds. */
const lookUntil = (
  those: readonly { look(): Promise<void> }[],
  condition: () => Promise<boolean>,
  what: string,
) =>
  waitFor(
    async () => {
      for (const { look } of those) await look();
      return await condition();
    },
    { ...patience, what },
  );

/** A message and a mail that `workerId` claimed for a long time; tells whether they are free. */
async function claim(workerId: string): Promise<() => Promise<boolean>> {
  const rows = createRows(db, workerId);
  const until = new Date(clock.now().getTime() + 3_600_000);
  const room = await rows.room(await rows.application());
  const claimed_until = until;
  await rows.message(room, { state: 'sending', claimed_by: workerId, claimed_until });
  const mail = rows.random.uuid();
  await rows.insert('imip_messages', {
    id: mail,
    source: 'smtp',
    received_at: rows.at,
    envelope_from: '',
    envelope_to: 'x@in.parley.example',
    raw: Buffer.from('x'),
    raw_hash: rows.hash(),
    claimed_by: `${workerId}/${randomUUID()}`,
    claimed_until,
  });
  return async () => {
    const free = await ask(
      `select from messages where room_id = $1 and claimed_by is null and claimed_until <= $2
       union all select from imip_messages where id = $3 and claimed_by is null
         and claimed_until is null`,
      [room.id, clock.now(), mail],
    );
    return free.length === 2;
  };
}

test('kill -9: jobs and claims of the dead are free within five seconds', async () => {
  const living = await neighbour(leaseTimes);
  const worker = await hire(leaseTimes);
  const isFree = await claim(worker.workerId);
  const isMineFree = await claim(living.workerId);
  await ring('send-messages');
  await worker.hears('send-messages');
  // This one takes the key of the running job, which would never run again when it is freed.
  await ring('send-messages');
  await worker.hears('send-messages', 2);
  expect(await lockedJobs()).toHaveLength(2);

  const killedMs = performance.now();
  worker.child.kill('SIGKILL');
  await lookUntil([living], async () => !(await isKnown(worker)), 'a burial');
  expect(performance.now() - killedMs).toBeLessThan(5_000);
  expect(await isFree()).toBe(true);
  expect(await lockedJobs()).toEqual([]);
  expect(await isMineFree()).toBe(false);
  const failed = await ask('select from graphile_worker.jobs where attempts >= max_attempts');
  expect(failed).toEqual([]);
});

test('a wake-up that failed after a later one took its key does not count as failed', async () => {
  const living = await neighbour(quick);
  await ask("select graphile_worker.add_job('send-messages', '{}'::json, max_attempts => 1)");
  await ask('update graphile_worker._private_jobs set attempts = 1 where key is null');
  const failed = () => ask('select from graphile_worker.jobs where attempts >= max_attempts');
  expect(await failed()).toHaveLength(1);
  await lookUntil([living], async () => (await failed()).length === 0, 'the end of the job');
});

test('SIGSTOP: the frozen is buried after the long time, and knows it when it wakes', async () => {
  const living = await neighbour(quick);
  const worker = await hire(quick);
  const isFree = await claim(worker.workerId);
  const stoppedMs = performance.now();
  worker.child.kill('SIGSTOP');
  await lookUntil([living], async () => !(await isKnown(worker)), 'a burial');
  expect(performance.now() - stoppedMs).toBeGreaterThan(quick.frozenMs - quick.beatMs);
  expect(await isFree()).toBe(true);
  worker.child.kill('SIGCONT');
  await worker.hears('not held');
  await worker.hears('held', 2);
  expect(await isKnown(worker)).toBe(true);
});

test('a lease whose backend is terminated is held on, and nobody is buried', async () => {
  const [one, other] = [await neighbour(patient), await neighbour(patient)];
  await lookUntil([one], async () => one.heldForMs() > 2 * patient.beatMs, 'a steady lease');
  const [before] = await ask('select started_at from workers where id = $1', [other.workerId]);
  await ask(
    `select pg_terminate_backend(l.pid) from pg_locks l
     where l.locktype = 'advisory' and l.objid::bigint = hashtext($1)::bigint & 4294967295`,
    [other.workerId],
  );
  let wasHeld = true;
  const ranOn = async () => {
    wasHeld &&= other.isHeld();
    return other.heldForMs() > 0 && other.heldForMs() < one.heldForMs();
  };
  await lookUntil([one], ranOn, 'another connection');
  await lookUntil([one], async () => other.heldForMs() > 2 * patient.beatMs, 'a steady lease');
  expect(wasHeld).toBe(true);
  const [after] = await ask('select started_at from workers where id = $1', [other.workerId]);
  expect(after).toEqual(before);
  expect(other.lost()).toBe(0);
});

test('after an outage, when all connections are gone and all beats old, nobody is buried', async () => {
  const those = [await neighbour(patient), await neighbour(patient)];
  await lookUntil(
    those,
    async () => those.every((one) => one.heldForMs() > 2 * patient.beatMs),
    'steady leases',
  );
  await ask(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'parley lease'`,
  );
  await ask(`update workers set beat_at = now() - interval '1 hour'`);
  const areBack = async () => those.every((one) => one.heldForMs() > 6 * patient.beatMs);
  await lookUntil(those, areBack, 'steady leases');
  expect(those.map((one) => one.lost())).toEqual([0, 0]);
});

test('a network that swallows everything costs a worker its lease, and it comes back', async () => {
  const living = await neighbour(quick);
  const cutOff = await neighbour(quick, proxy.through(db.databaseUrl));
  proxy.stall();
  await lookUntil([living], async () => !(await isKnown(cutOff)), 'a burial');
  expect(cutOff.isHeld()).toBe(false);
  proxy.resume();
  await waitFor(() => cutOff.isHeld(), { ...patience, what: 'a lease' });
  expect(await isKnown(cutOff)).toBe(true);
});

test('an end in order leaves nothing to bury', async () => {
  const worker = await neighbour(quick);
  await worker.end();
  expect(await isKnown(worker)).toBe(false);
});

test('a runner that loses the database goes on, and does again what it could not acknowledge', async () => {
  const living = await neighbour(quick);
  const worker = await hire(quick, proxy.through(db.databaseUrl));
  await ring('read-mails');
  await worker.hears('read-mails');
  proxy.shut();
  await worker.letGo();
  // Two runners that could not even start: the end of the job was told to nobody long ago.
  const trouble = 'trouble: job runner';
  await worker.hears(trouble, worker.count(trouble) + 2);
  expect(await lockedJobs()).toHaveLength(1);
  proxy.open();
  await lookUntil([living], async () => (await lockedJobs()).length === 0, 'a free job');
  await worker.hears('read-mails', 2);
  await worker.letGo();
  const isDone = async () => (await ask('select from graphile_worker.jobs')).length === 0;
  await waitFor(isDone, { ...patience, what: 'the job to end' });

  // Only the ear for the doorbell is lost.
  await ask(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like 'LISTEN%'`,
  );
  await ring('send-messages');
  await worker.hears('send-messages');
  expect(worker.child.exitCode).toBeNull();
});

test('a worker without a database knocks again in measured steps, not as fast as it can', async () => {
  const knocks: number[] = [];
  const deaf = createServer((socket) => {
    knocks.push(performance.now());
    socket.resetAndDestroy();
  });
  await once(deaf.listen(0, '127.0.0.1'), 'listening');
  const { port } = deaf.address() as AddressInfo;
  const databaseUrl = `postgres://parley@127.0.0.1:${port}/none`;
  const lease = createWorkerLease({ databaseUrl, workerId: randomUUID(), times: quick });
  ends.push(async () => {
    lease.kill();
    deaf.close();
  });
  lease.start();
  await waitFor(() => knocks.length >= 5, { ...patience, what: 'five knocks' });
  const waits = knocks.slice(1).map((knock, index) => knock - (knocks[index] ?? 0));
  // One pair may be close together on a machine that is late; a loop without pauses has them all.
  expect(waits.filter((ms) => ms < 100).length).toBeLessThanOrEqual(1);
});
