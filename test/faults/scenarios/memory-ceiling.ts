import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { multipart, sendgridFields } from '../../inbox/provider-requests.ts';
import { endAll } from '../../journeys/parley-process.ts';
import { findFreePort } from '../free-port.ts';
import type { FaultRow, Scenario, ScenarioTerms } from '../scenario.ts';
import { openStageDatabase, type StageDatabase } from '../stage-database.ts';
import { type StageProcess, startProcess } from '../stage-process.ts';

const fault = 'large mails, large forms and ten times the requests, in a heap of 192 MB';
/** All roles in one process: the smallest machine somebody might give it. */
const heapMegabytes = 192;
const apiKey = 'parley_memory_ceiling_0123456789abcdef';
const hookSecret = 'a-hook-secret-of-the-memory-ceiling';
const domain = 'in.parley.example';
/** Two mailboxes of everybody's, each with its own share of mails in an hour. */
const mailbox = `postmaster@${domain}`;
const quietMailbox = `scheduling@${domain}`;
const megabyte = 1024 * 1024;
/** The longest a probe may take while all this goes on. */
const patienceMs = 30_000;
const comeAgainMs = 1_000;

/** How often each answer was given, by door. */
type Tally = Map<string, number>;

interface Flood {
  readonly process: StageProcess;
  readonly tally: Tally;
  readonly violations: string[];
  isOver(): boolean;
}

/** A mail of `bytes` bytes, in lines. */
function mailOf(bytes: number): Buffer {
  const head = `Message-ID: <${randomUUID()}@flood.example>\r\nSubject: x\r\n\r\n`;
  const line = `${'x'.repeat(76)}\r\n`;
  return Buffer.from(head + line.repeat(Math.ceil((bytes - head.length) / line.length)));
}

/** One delivery over a connection of its own; returns the code of the last answer. */
async function deliver(
  port: number,
  raw: Buffer,
  localAddress: string,
  to = mailbox,
): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => {});
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const hear = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) return 'closed';
      if (/^\d{3} /.test(value)) return value.slice(0, 3);
    }
  };
  try {
    if ((await hear()) !== '220') return '421';
    for (const command of ['EHLO x', 'MAIL FROM:<x@flood.example>', `RCPT TO:<${to}>`, 'DATA']) {
      socket.write(`${command}\r\n`);
      const code = await hear();
      if (code !== '250' && code !== '354') return code;
    }
    socket.write(raw);
    socket.write('\r\n.\r\n');
    return await hear();
  } finally {
    socket.destroy();
  }
}

/** What the network said of a request that got no answer. */
function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return `cut ${String(cause?.code ?? cause)}`;
}

/** Does `work` again and again, `width` at a time, until the flood is over, and counts its ends. */
async function repeat(
  flood: Flood,
  door: string,
  width: number,
  allowed: RegExp,
  work: (lane: number) => Promise<string>,
): Promise<void> {
  const lane = async (_: unknown, index: number) => {
    while (!flood.isOver()) {
      const end = await work(index).catch(codeOf);
      const key = `${door} ${end}`;
      flood.tally.set(key, (flood.tally.get(key) ?? 0) + 1);
      if (!allowed.test(end)) flood.violations.push(`${door} was answered ${end}`);
      // Whoever is told to come again does so later.
      if (!/^2/.test(end)) await pause(comeAgainMs);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}

const post = (url: string, body: Buffer | string, headers: Record<string, string>) =>
  fetch(url, { method: 'POST', body, headers }).then(async (answer) => {
    await answer.arrayBuffer();
    return String(answer.status);
  });

const room = JSON.stringify({
  startUtc: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z'),
  durationMinutes: 60,
  host: { name: 'Ada', email: 'ada@host.example' },
  guest: { name: 'Bob', email: 'bob@guest.example' },
  description: 'x'.repeat(4_000),
});

function createRoom({ url }: StageProcess): Promise<string> {
  return post(`${url}/v1/rooms`, room, {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  });
}

const largeMail = mailOf(9 * megabyte);
/** SendGrid's form with a mail of 9 MB, and 20 MB of attachments nobody asked for. */
const largeForm = multipart([
  ...sendgridFields(largeMail, JSON.stringify({ to: [mailbox], from: 'x@flood.example' })),
  ['other', Buffer.alloc(20 * megabyte, 'x')],
]);

function handOver({ url }: StageProcess): Promise<string> {
  const { type, body } = largeForm;
  return post(`${url}/api/imip/inbound`, body, {
    authorization: `Bearer ${hookSecret}`,
    'content-type': type,
  });
}

/** Meanwhile it must live, and say to an answer by mail nothing worse than to come again. */
async function watch(flood: Flood): Promise<void> {
  const { process, violations } = flood;
  const small = async () =>
    deliver(process.smtpPort ?? 0, mailOf(2_000), '127.0.0.9', quietMailbox);
  while (!flood.isOver()) {
    const live = fetch(`${process.url}/livez`).then((answer) => String(answer.status));
    const late = pause(patienceMs, 'late', { ref: false });
    const ends = await Promise.all([
      Promise.race([live.catch(() => 'cut'), late]),
      Promise.race([small(), late]),
    ]);
    if (ends[0] !== '200') violations.push(`/livez: ${ends[0]}`);
    if (!/^(250|4\d\d|late)$/.test(ends[1])) violations.push(`a small mail: ${ends[1]}`);
    const key = `small mail ${ends[1]}`;
    flood.tally.set(key, (flood.tally.get(key) ?? 0) + 1);
    await pause(200);
  }
}

/** The most memory the process ever had, its children not counted. */
async function peakMegabytes({ pid }: StageProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024);
}

async function start(database: StageDatabase): Promise<StageProcess> {
  const place = {
    role: 'api',
    httpPort: await findFreePort(),
    smtpPort: await findFreePort(),
  } as const;
  const env = {
    DATABASE_URL: database.serviceUrl,
    TOKEN_SECRETS: 'k1:a-secret-of-the-memory-ceiling-32-bytes',
    PARLEY_API_KEY: apiKey,
    HOOK_SECRET: hookSecret,
    INBOUND_DOMAIN: domain,
    NOTIFICATIONS_FROM_EMAIL: quietMailbox,
    INBOUND_SMTP_HOST: '127.0.0.1',
    NOTIFICATIONS_ENABLED: 'false',
    LOG_LEVEL: 'warn',
  };
  const roles = ['api', 'worker', 'smtp'] as const;
  return startProcess(place, env, { roles, nodeFlags: [`--max-old-space-size=${heapMegabytes}`] });
}

/** Everything at once until `until`; the counts of all answers. */
async function flood(process: StageProcess, untilMs: number, violations: string[]): Promise<Tally> {
  const tally: Tally = new Map();
  const isOver = () => performance.now() > untilMs || !process.isAlive();
  const it: Flood = { process, tally, violations, isOver };
  const smtp = (lane: number) =>
    deliver(process.smtpPort ?? 0, largeMail, `127.0.0.${2 + (lane % 4)}`);
  await Promise.all([
    watch(it),
    repeat(it, 'smtp', 30, /^(250|4\d\d|closed)$/, smtp),
    repeat(it, 'form', 6, /^(202|429|503|408|cut .*)$/, () => handOver(process)),
    repeat(it, 'room', 600, /^(201|409|503|cut ECONNRESET|cut UND_ERR_SOCKET)$/, () =>
      createRoom(process),
    ),
  ]);
  return tally;
}

/** When the flood is over everything works as before; what does not, in sentences. */
async function tryAll(process: StageProcess): Promise<string[]> {
  const tries = {
    'a room': () => createRoom(process),
    'a large form': () => handOver(process),
    'a large mail': () => deliver(process.smtpPort ?? 0, largeMail, '127.0.0.8'),
    'a small mail': () => deliver(process.smtpPort ?? 0, mailOf(2_000), '127.0.0.9', quietMailbox),
  };
  const wrong: string[] = [];
  for (const [what, ask] of Object.entries(tries)) {
    const end = await ask().catch(codeOf);
    if (!/^2/.test(end)) wrong.push(`when the flood is over ${what} is answered ${end}`);
  }
  return wrong;
}

const count = async ({ pool }: StageDatabase, table: 'rooms' | 'imip_messages'): Promise<number> =>
  (await pool.query(`select count(*)::int as count from ${table}`)).rows[0].count;

async function judge(
  terms: ScenarioTerms,
  database: StageDatabase,
  process: StageProcess,
  tally: Tally,
): Promise<Pick<FaultRow, 'acknowledged' | 'lost' | 'times'>> {
  const answers = (key: string) => tally.get(key) ?? 0;
  const mails = answers('smtp 250') + answers('form 202') + answers('small mail 250');
  const rooms = answers('room 201');
  terms.say(JSON.stringify(Object.fromEntries([...tally].sort())));
  terms.say(`at most ${await peakMegabytes(process)} MB of memory`);
  const missing = (there: number, acknowledged: number) => Math.max(0, acknowledged - there);
  return {
    times: [...tally.values()].reduce((sum, one) => sum + one, 0),
    acknowledged: mails + rooms,
    lost:
      missing(await count(database, 'imip_messages'), mails) +
      missing(await count(database, 'rooms'), rooms),
  };
}

async function run(terms: ScenarioTerms): Promise<FaultRow[]> {
  const database = await openStageDatabase(false, (url) => url);
  try {
    const process = await start(database);
    const violations: string[] = [];
    const seconds = Math.min(terms.minutes * 60, terms.isLong ? 60 : 15);
    const tally = await flood(process, performance.now() + seconds * 1_000, violations);
    if (process.isAlive()) violations.push(...(await tryAll(process)));
    else violations.push(`it died: ${process.log().slice(-500)}`);
    const facts = await judge(terms, database, process, tally);
    if (process.isAlive()) process.signal('SIGTERM');
    await process.ended();
    return [
      { fault, ...facts, doubled: 0, recoveriesMs: [], violations: [...new Set(violations)] },
    ];
  } finally {
    await endAll();
    await database.close();
  }
}

export const scenarios: readonly Scenario[] = [
  { name: 'memory-ceiling', fault, isAlone: true, run },
];
