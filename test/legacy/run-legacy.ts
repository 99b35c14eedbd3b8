/**
 * Brings in a table of 100,000 old rooms, broken ones of every kind among them, by the command an
 * operator runs, with a heap that could not hold them: `npm run test:legacy -- [count]`.
 */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openPool } from '../../service/db/pool.ts';
import { startTestServer, templateName, urlOf } from '../house/test-server.ts';

const count = Number(process.argv[2] ?? 100_000);
const heapMegabytes = 128;
/** Of the whole process: program, heap and buffers, whatever the length of the table. */
const ceilingMegabytes = 400;
const goodPeople = 20_000;

/** What is wrong with one row in so many, and what the report must say of it. */
const faults: Readonly<Record<string, string>> = {
  'host-missing': 'host_id = null',
  'host-unknown': `host_id = '900001'`,
  'host-ambiguous': `host_id = '900002'`,
  'host-address': `host_id = '900003'`,
  'host-name': `host_id = '900004'`,
  'guest-unknown': `guest_id = '900001'`,
  'guest-ambiguous': `guest_id = '900002'`,
  'guest-address': `guest_id = '900003'`,
  'guest-name': `guest_id = '900004'`,
  'host-is-guest': 'guest_id = host_id',
  'time-missing': 'datetime_utc = null',
  'time-unreadable': `datetime_utc = '31.02.2027 10:00'`,
  'uid-too-long': `ics_uid = repeat('u', 256)`,
  'uid-unusable': `ics_uid = 'practice' || chr(10) || id`,
  'uid-duplicate': `ics_uid = 'practice-4@old.example'`,
  'uid-of-another-application': `ics_uid = 'foreign@old.example'`,
  'status-unknown': `status = 'who knows'`,
  'booked-without-guest': `status = 'booked', guest_id = null`,
  'open-with-guest': `status = 'open'`,
  'id-missing': 'id = null',
  'id-duplicate': `id = '4'`,
  'id-unusable': `id = 'row' || chr(10) || id`,
};
const kinds = Object.keys(faults);
/** One row in this many has one of the faults, each in its turn. */
const every = 10;

const application = '00000000-0000-7000-8000-000000000001';
const another = '00000000-0000-7000-8000-000000000002';
const foreignRoom = '00000000-0000-7000-8000-000000000003';
const foreignHost = '00000000-0000-7000-8000-000000000004';

const tables = `
  insert into applications (id, name, created_at)
    values ('${application}', 'Practice', now()), ('${another}', 'Another', now());
  begin;
  insert into rooms (application_id, id, ics_uid, status, start_utc, duration_minutes, host_id,
      created_at, updated_at)
    values ('${another}', '${foreignRoom}', 'foreign@old.example', 'open', now(), 60,
      '${foreignHost}', now(), now());
  insert into attendees (application_id, id, room_id, role, name, email, email_key, reply_key_id,
      reply_hash)
    values ('${another}', '${foreignHost}', '${foreignRoom}', 'host', 'Somebody', 'a@b.example',
      'a@b.example', 'k1', decode(repeat('00', 32), 'hex'));
  commit;
  create table users (id text, email text, name text, time_zone text);
  insert into users select n::text, 'person' || n || '@people.example', 'Person ' || n,
      case when n % 3 = 0 then 'Europe/Paris' end from generate_series(1, ${goodPeople}) n;
  insert into users values ('900002', 'a@people.example', 'A'), ('900002', 'b@people.example', 'B'),
    ('900003', 'nowhere', 'C'), ('900004', 'd@people.example', '');
  create index on users (id);
  create table practice_rooms (id text, host_id text, guest_id text, datetime_utc text,
    ics_uid text, status text);
  insert into practice_rooms
    select n::text, (1 + n % 9000)::text,
      case when n % 7 = 0 then null else (9001 + n % 11000)::text end,
      to_char(timestamp '2024-01-01' + n * interval '17 minutes', 'YYYY-MM-DD HH24:MI:SS'),
      case when n % 5 = 0 then null else 'practice-' || n || '@old.example' end,
      case when n % 7 = 0 then null when n % 11 = 0 then 'cancelled' else 'confirmed' end
    from generate_series(1, ${count}) n;`;

/** How many rows have each fault: those whose number is right and that have a guest to begin with. */
async function spoil(pool: ReturnType<typeof openPool>): Promise<Map<string, number>> {
  const expected = new Map<string, number>();
  for (const [index, kind] of kinds.entries()) {
    const { rowCount } = await pool.query(
      `update practice_rooms set ${faults[kind]}
       where id ~ '^\\d+$' and id::int > 10 and id::int % ${every * kinds.length} = ${every * index}
         and guest_id is not null and status = 'confirmed'`,
    );
    expected.set(kind, rowCount ?? 0);
  }
  return expected;
}

interface Ran {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly output: string;
}

/** Runs the command to its end; its heap is bounded, and so is what it may hold of the table. */
async function run(databaseUrl: string, args: readonly string[]): Promise<Ran> {
  const startedAt = performance.now();
  const command = ['service/main.ts', 'migrate-legacy', '--application', application];
  const options = ['--status-column', 'status', ...args];
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMegabytes}`, ...command, ...options],
    {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        TOKEN_SECRETS: 'k1:a-secret-of-the-old-rooms-of-32-bytes',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  let peakMegabytes = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const [, kilobytes = 0] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
    peakMegabytes = Math.max(peakMegabytes, Number(kilobytes) / 1024);
  }, 100);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`it ended with ${code}:\n${output}`);
  return { seconds: (performance.now() - startedAt) / 1_000, peakMegabytes, output };
}

async function readReport(path: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const add = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for await (const line of createInterface(createReadStream(path))) {
    const { outcome, reason } = JSON.parse(line);
    add('rows');
    add(reason ?? outcome);
  }
  return counts;
}

function demand(what: string, found: unknown, expected: unknown): void {
  if (found === expected) return;
  throw new Error(`${what}: ${found} where ${expected} were expected`);
}

async function main(databaseUrl: string, folder: string): Promise<void> {
  const pool = openPool(databaseUrl, { statementTimeoutMs: 300_000, queryTimeoutMs: 300_000 });
  await pool.query(tables);
  const expected = await spoil(pool);
  const left = [...expected.values()].reduce((sum, one) => sum + one, 0);
  const passes = [
    { name: 'dry run', args: [], good: 'would-come-in' },
    { name: 'apply', args: ['--apply'], good: 'brought-in' },
    { name: 'again', args: ['--apply'], good: 'brought-in-before' },
  ];
  for (const { name, args, good } of passes) {
    const path = join(folder, `${good}.ndjson`);
    const ran = await run(databaseUrl, [...args, '--report', path]);
    const counts = await readReport(path);
    demand(`${name}, rows`, counts.get('rows'), count);
    demand(`${name}, ${good}`, counts.get(good), count - left);
    for (const [kind, number] of expected)
      demand(`${name}, ${kind}`, counts.get(kind) ?? 0, number);
    if (ran.peakMegabytes > ceilingMegabytes) throw new Error(`it took ${ran.peakMegabytes} MB`);
    const rate = Math.round(count / ran.seconds);
    process.stdout.write(
      `${name.padEnd(8)} ${count} rows in ${ran.seconds.toFixed(1)} s, ${rate} in a second, ` +
        `${Math.round(ran.peakMegabytes)} MB at most\n`,
    );
    if (name !== 'again') process.stdout.write(ran.output.replace(/^/gm, '    '));
  }
  const { rows } = await pool.query<Record<string, number>>(
    `select (select count(*)::int from rooms where application_id = $1) as rooms,
       (select count(*)::int from legacy_rooms) as noted, (select count(*)::int from messages) as mails`,
    [application],
  );
  demand('rooms', rows[0]?.rooms, count - left);
  demand('rows noted', rows[0]?.noted, count - left);
  demand('mails', rows[0]?.mails, 0);
  await pool.end();
}

const server = await startTestServer();
const folder = await mkdtemp(join(tmpdir(), 'parley-old-rooms-'));
try {
  await main(urlOf(server.serverUrl, templateName), folder);
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}
