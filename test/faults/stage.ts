import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { limits } from '../../service/limits.ts';
import { waitFor } from '../house/wait-for.ts';
import { judge } from './check-ledger.ts';
import { compileCacheEnv } from './compile-cache.ts';
import { findFreePort } from './free-port.ts';
import { collectFacts, findOpen } from './judge/collect-facts.ts';
import type { Facts } from './judge/facts.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { apiKey } from './load/callers.ts';
import { createLoad, type Load, type LoadOptions } from './load/load.ts';
import { createMailboxes } from './load/mailboxes.ts';
import { authservId } from './load/session.ts';
import { type RecordingRelay, startRecordingRelay } from './recording-relay.ts';
import type { FaultRow, ScenarioTerms } from './scenario.ts';
import { type OwnServer, openStageDatabase, type StageDatabase } from './stage-database.ts';
import {
  type Place,
  type Role,
  type StageProcess,
  type StartOptions,
  startProcess,
} from './stage-process.ts';

export interface StageOptions {
  /** How many processes of each role; default one each. */
  readonly processes?: Partial<Readonly<Record<Role, number>>>;
  /** A PostgreSQL of its own, whose postmaster may die; default a database on the shared one. */
  readonly ownServer?: OwnServer;
  /** What the service is told instead of the database's URL: the URL of a proxy before it. */
  readonly wayToDatabase?: (databaseUrl: string) => string | Promise<string>;
  /** The same for the relay (`SMTP_URL`). */
  readonly wayToRelay?: (relayUrl: string) => string | Promise<string>;
  /** Where callers go instead of straight to the `api` processes: a balancer in front of them. */
  readonly wayToApi?: (urls: () => readonly string[]) => Promise<string>;
  /** By how much the service's clock runs faster; with it, SIGUSR2 lets half an hour pass. */
  readonly clockFactor?: number;
  /** More environment for every process. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A whole service in real processes, its PostgreSQL, a relay that records, and the ledger of what
 * was acknowledged. `await using stage = await openStage(terms, options)`.
 */
export interface Stage extends AsyncDisposable {
  readonly terms: ScenarioTerms;
  readonly ledger: Ledger;
  readonly relay: RecordingRelay;
  readonly database: StageDatabase;
  /** Straight to PostgreSQL, past any proxy: the judge's eyes. */
  readonly pool: pg.Pool;
  /** The living processes of a role. */
  processes(role: Role): StageProcess[];
  /** Starts one more process of a role; several roles in one, with `roles`. */
  start(role: Role, options?: StartOptions): Promise<StageProcess>;
  /**
   * Starts a process in the place of one that is gone, on the same ports; again and again until
   * it comes up, as a supervisor would.
   */
  replace(gone: StageProcess, options?: StartOptions): Promise<StageProcess>;
  /** Kills with SIGKILL, counts it as a crash, and replaces it. Resolves when the new one is up. */
  killAndReplace(one: StageProcess): Promise<StageProcess>;
  /** Counts faults after which a mail may come twice: one for each worker that was hit. */
  countCrash(times?: number): void;
  /** Something nobody should see, in a sentence; fails the run. */
  complain(what: string): void;
  /** Host applications and people at work; see `load/load.ts`. */
  startLoad(options?: LoadOptions): Load;
  /**
   * Waits until nothing is owed: no mail unread, no message under way, no job. Rejects with what
   * is still open.
   */
  rest(timeoutMs?: number): Promise<void>;
  /** For relays that were away: what waits for its next try is due now. */
  hurry(): Promise<void>;
  /** Ledger against database and relay; needs rest first, and a living api. */
  judge(facts: StageVerdict): Promise<FaultRow>;
}

interface StageVerdict {
  readonly fault: string;
  readonly times: number;
  readonly recoveriesMs?: readonly number[];
  /** Found by the scenario itself. */
  readonly violations?: readonly string[];
}

const hasty = fileURLToPath(new URL('./programs/hasty-parley.ts', import.meta.url));
const restTimeoutMs = 90_000;
/** A rest that takes longer says what it waits for. */
const tellEveryMs = 10_000;
const comeUpTimeoutMs = 60_000;
/** Answers asked for once more at the end. */
const replays = 60;
const askTries = 20;
const askPauseMs = 250;
/** Doubles of violations say nothing more. */
const violationsShown = 12;

export async function openStage(terms: ScenarioTerms, options: StageOptions = {}): Promise<Stage> {
  const { processes: wanted = {}, ownServer = false, clockFactor } = options;
  const database = await openStageDatabase(ownServer, options.wayToDatabase ?? ((url) => url));
  const relay = await startRecordingRelay();
  const env = {
    DATABASE_URL: database.serviceUrl,
    TOKEN_SECRETS: 'k1:a-secret-of-the-journeys-of-32-bytes',
    PARLEY_API_KEY: apiKey,
    API_REQUESTS_PER_MINUTE: '0',
    SMTP_URL: await (options.wayToRelay ?? ((url: string) => url))(relay.url),
    PUBLIC_URL: 'https://meet.parley.example',
    INBOUND_DOMAIN: 'in.parley.example',
    INBOUND_SMTP_HOST: '127.0.0.1',
    TRUSTED_AUTHSERV_ID: authservId,
    LOG_LEVEL: 'warn',
    ...compileCacheEnv(),
    ...(clockFactor === undefined
      ? {}
      : { FAST: String(clockFactor), FAST_SINCE: String(Date.now()) }),
    ...options.env,
  };
  const stage = await createStage(terms, database, relay, env, options.wayToApi);
  try {
    const roles = { api: 1, worker: 1, smtp: 1, ...wanted };
    await Promise.all(
      (['api', 'worker', 'smtp'] as const).flatMap((role) =>
        Array.from({ length: roles[role] }, () => stage.start(role)),
      ),
    );
    return stage;
  } catch (error) {
    await stage[Symbol.asyncDispose]();
    throw error;
  }
}

async function createStage(
  terms: ScenarioTerms,
  database: StageDatabase,
  relay: RecordingRelay,
  env: Readonly<Record<string, string>>,
  wayToApi: StageOptions['wayToApi'],
): Promise<Stage> {
  const { pool } = database;
  const ledger = createLedger();
  const crew = createCrew(env);
  const complaints: string[] = [];
  const complain = (what: string) => {
    if (complaints.length < violationsShown) complaints.push(what);
  };
  const mailboxes = createMailboxes(relay);
  const loads: Load[] = [];
  let crashes = 0;

  const apiUrls = () => crew.places('api').map(({ httpPort }) => `http://127.0.0.1:${httpPort}`);
  const front = wayToApi ? [await wayToApi(apiUrls)] : null;

  const callers = {
    ledger,
    draw: terms.draw,
    httpUrls: () => front ?? apiUrls(),
    smtpPorts: () => crew.places('smtp').map(({ smtpPort }) => smtpPort),
    complain,
    mailboxes,
  };

  const stage: Stage = {
    terms,
    ledger,
    relay,
    database,
    pool,
    processes: (role) => crew.living(role),
    start: async (role, start) => crew.start(await findPlace(role), start),
    replace: (gone, start) => crew.replace(gone, start),
    async killAndReplace(one) {
      if (one.role === 'worker') crashes += 1;
      await one.kill();
      return crew.replace(one);
    },
    countCrash(times = 1) {
      crashes += times;
    },
    complain,
    startLoad(load) {
      const started = createLoad(callers, load);
      loads.push(started);
      return started;
    },
    async rest(timeoutMs = restTimeoutMs) {
      let open: readonly string[] = [];
      let toldAt = performance.now();
      const isQuiet = async () => {
        open = await findOpen(pool);
        if (performance.now() - toldAt > tellEveryMs) {
          toldAt = performance.now();
          terms.say(`still open: ${open.join(', ')}`);
        }
        return open.length === 0;
      };
      await waitFor(isQuiet, { timeoutMs, what: () => `rest; still open: ${open.join(', ')}` });
    },
    async hurry() {
      await pool.query(
        `update messages set send_at = created_at
         where (state = 'waiting' or (state = 'unknown' and settled_at is null))
           and send_at > created_at`,
      );
    },
    async judge({ fault, times, recoveriesMs = [], violations = [] }) {
      const facts = { ...(await collectFacts(pool)), ...(await askAgain(ledger, callers)) };
      const concurrency = limits.sendConcurrency;
      const judgement = judge(facts, ledger, relay, crashes * concurrency);
      const found = judgement.findings.map(({ kind, what }) => `${kind}: ${what}`);
      const shown = [...found, ...violations, ...complaints, ...crew.deaths()];
      return {
        fault,
        times,
        acknowledged: judgement.judged,
        lost: judgement.findings.filter(({ kind }) => kind === 'lost').length,
        doubled: judgement.doubled,
        recoveriesMs,
        violations: shown.slice(0, violationsShown),
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(loads.map((load) => load.stop(0)));
      await crew.endAll();
      await relay.close();
      await database.close();
    },
  };
  return stage;
}

async function findPlace(role: Role): Promise<Place> {
  return { role, httpPort: await findFreePort(), smtpPort: await findFreePort() };
}

/** Asks for a part of the answers once more, and for each room as it is now. */
async function askAgain(
  { calls }: Ledger,
  { httpUrls }: { httpUrls(): readonly string[] },
): Promise<Pick<Facts, 'replays' | 'roomsSeen'>> {
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${apiKey}`, ...init.headers };
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(`${httpUrls()[0]}${path}`, { ...init, headers });
      const text = await answer.text();
      // Shed load: this asks for much at once.
      if (answer.status !== 503 || tries > askTries) return { status: answer.status, text };
      await pause(askPauseMs);
    }
  };
  const done = calls.filter(({ status }) => status < 300);
  const every = Math.max(1, Math.floor(done.length / replays));
  const sample = done.filter((_call, index) => index % every === 0);
  const replayed = await Promise.all(
    sample.map(async ({ key, method, path, body }) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      return { key, ...(await ask(path, { method, headers, body: JSON.stringify(body) })) };
    }),
  );
  const ids = new Set(
    done.flatMap(({ path, text }) => (path === '/v1/rooms' ? [String(JSON.parse(text).id)] : [])),
  );
  const roomsSeen = [];
  for (const id of [...ids].slice(0, replays)) {
    const { text } = await ask(`/v1/rooms/${id}`);
    roomsSeen.push({ id, version: Number(JSON.parse(text).version), text });
  }
  return { replays: replayed, roomsSeen };
}

/** All processes of a stage and their places; a death nobody ordered is remembered. */
function createCrew(env: Readonly<Record<string, string>>) {
  const all: { process: StageProcess; place: Place }[] = [];
  const program = 'FAST' in env ? hasty : undefined;
  const start = async (place: Place, options?: StartOptions) => {
    const process = await startProcess(place, env, { ...(program && { program }), ...options });
    all.push({ process, place });
    return process;
  };
  const placesOf = (role: Role) =>
    new Map(
      all
        .filter(({ process }) => process.role === role)
        .map(({ place }) => [place.httpPort, place] as const),
    );
  return {
    start,
    living: (role: Role) =>
      all.map(({ process }) => process).filter((one) => one.role === role && one.isAlive()),
    places: (role: Role) => [...placesOf(role).values()],
    async replace(gone: StageProcess, options?: StartOptions): Promise<StageProcess> {
      const place = all.find(({ process }) => process === gone)?.place;
      if (!place) throw new Error('a process of another stage');
      const timeoutMs = comeUpTimeoutMs;
      return waitFor(() => start(place, options), { timeoutMs, what: `a new ${place.role}` });
    },
    /** Ends that were no signal of ours and no drain. */
    deaths: () =>
      all.flatMap(({ process }) => {
        const code = process.exitCode();
        const tail = process.log().trim().split('\n').slice(-5).join('\n');
        return code === null || code === 0 ? [] : [`a ${process.role} ended with ${code}: ${tail}`];
      }),
    async endAll() {
      await Promise.all(all.map(({ process }) => process.kill()));
    },
  };
}
