/**
 * `node test/keeping/programs/measure-clean-up.ts [sessions]`: how long bookings take while a
 * clean-up removes what so many sessions left, beside bookings with nothing else going on.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../service/db/embedded-postgres.ts';
import { openPool } from '../../../service/db/pool.ts';
import { createCleanUpJob } from '../../../service/keeping/clean-up-job.ts';
import { machineClock, machineRandom } from '../../../service/real-ports.ts';
import { endAll, startParley } from '../../journeys/parley-process.ts';
import { keep } from '../keeping-house.ts';
import { leaveSessions } from '../leave-sessions.ts';

process.env.TZ = 'UTC';

const sessions = Number(process.argv[2] ?? 50_000);
const apiKey = 'parley_live_of_the_clean_up_measure';
const dir = await mkdtemp(join(tmpdir(), 'parley-keeping-'));
await chmod(dir, 0o755);
const postgres = await startEmbeddedPostgres(dir, { random: machineRandom });
const pool = openPool(postgres.databaseUrl, {
  max: 4,
  statementTimeoutMs: 600_000,
  queryTimeoutMs: 600_000,
});
const say = (text: string) => void process.stdout.write(`${text}\n`);

interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** Books rooms over eight connections until `isOver`. */
async function load(url: string, isOver: () => boolean): Promise<Figures> {
  const times: number[] = [];
  const startedMs = performance.now();
  const start = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString();
  const body = JSON.stringify({
    startUtc: start,
    durationMinutes: 60,
    host: { name: 'Helen', email: 'helen@hosts.example' },
    guest: { name: 'Gil', email: 'gil@guests.example' },
  });
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const lane = async () => {
    while (!isOver()) {
      const sentMs = performance.now();
      const answer = await fetch(`${url}/v1/rooms`, { method: 'POST', headers, body });
      await answer.arrayBuffer();
      if (answer.status !== 201) throw new Error(`a booking was answered with ${answer.status}`);
      times.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  const seconds = (performance.now() - startedMs) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  return {
    perSecond: Math.round(times.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
    longest: at(0.9999),
  };
}

try {
  const parley = await startParley({
    DATABASE_URL: postgres.databaseUrl,
    TOKEN_SECRETS: `k1:${'measure'.repeat(6)}`,
    PARLEY_API_KEY: apiKey,
    PARLEY_ROLES: 'api',
    API_REQUESTS_PER_MINUTE: '0',
    LOG_LEVEL: 'error',
  });
  say(`${sessions} sessions of long ago are made`);
  await leaveSessions(pool, sessions);
  const warmUntil = performance.now() + 3_000;
  await load(parley.url, () => performance.now() > warmUntil);
  let removed = 0;
  const counts: Record<string, number> = {};
  const job = createCleanUpJob({
    database: { pool, afterCommit: () => {} },
    clock: machineClock,
    keep,
    metrics: {
      rowsForgotten(kind, count) {
        removed += count;
        counts[kind] = (counts[kind] ?? 0) + count;
      },
    },
    log: { debug: () => {}, info: (_facts: unknown, text: string) => say(text) } as never,
  });
  for (let round = 1; round <= 3; round += 1) {
    const aloneUntil = performance.now() + 6_000;
    const alone = await load(parley.url, () => performance.now() > aloneUntil);
    const stop = new AbortController();
    const besideUntil = performance.now() + 6_000;
    const before = removed;
    const running = job.run(stop.signal);
    const beside = await load(parley.url, () => performance.now() > besideUntil);
    stop.abort();
    await running;
    say(`alone  ${JSON.stringify(alone)}`);
    say(
      `beside ${JSON.stringify(beside)}, ${Math.round((removed - before) / 6)} rows removed a second`,
    );
  }
  const startedMs = performance.now();
  const before = removed;
  await job.run();
  const seconds = (performance.now() - startedMs) / 1000;
  say(
    `the rest: ${removed - before} rows in ${seconds.toFixed(1)} s; all: ${JSON.stringify(counts)}`,
  );
} finally {
  await endAll();
  await pool.end();
  await postgres.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
}
