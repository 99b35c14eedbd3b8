import type { HttpRequest, LoadResult } from '../programs/http-load.ts';
import type { Arrival } from '../programs/mail-sink.ts';
import type { MailToSend, SmtpResult } from '../programs/smtp-load.ts';
import { type Databases, startDatabases } from './databases.ts';
import { type Program, startProgram } from './program.ts';
import { createSeeds, type Seeds } from './seeds.ts';
import { apiKey } from './service.ts';
import type { Sizes } from './sizes.ts';

/** What every workload uses: one PostgreSQL, one sink, the generators of load. */
export interface Bench {
  readonly databases: Databases;
  readonly sizes: Sizes;
  readonly seeds: Seeds;
  readonly sink: Sink;
  say(text: string): void;
  /** Sends requests over kept connections; rejects unless every answer is a success. */
  request(load: HttpTask): Promise<LoadResult>;
  /** Hands mails over by SMTP; rejects unless every one is accepted. */
  deliver(task: SmtpTask): Promise<SmtpResult>;
  stop(): Promise<void>;
}

interface HttpTask {
  readonly url: string;
  readonly requests: readonly HttpRequest[];
  readonly clients: number;
  readonly perSecond?: number;
}

interface SmtpTask {
  readonly port: number;
  readonly mails: readonly MailToSend[];
  readonly connections: number;
}

interface Sink {
  readonly port: number;
  clear(): Promise<void>;
  /** Waits for mails to these people and no others, each exactly one; rejects otherwise. */
  expectOneEach(people: readonly string[]): Promise<Arrival[]>;
  /** The same by number, for recipients nobody listed. */
  expectCount(count: number): Promise<Arrival[]>;
  /** Waits for that many mails and returns how many there are by then. */
  waitFor(count: number): Promise<number>;
  /** Keeps whole mails until the next `clear`. */
  keep(): Promise<void>;
  mails(): Promise<{ to: string; raw: string }[]>;
}

const patienceMs = 180_000;
/** What is sent twice is sent twice at once or not at all, for the bench kills nobody. */
const afterwardsMs = 300;

export async function startBench(sizes: Sizes, say: (text: string) => void): Promise<Bench> {
  const databases = await startDatabases();
  const [sinkProgram, http, smtp] = await Promise.all(
    ['mail-sink', 'http-load', 'smtp-load'].map((name) => startProgram(name)),
  );
  if (!sinkProgram || !http || !smtp) throw new Error('the generators of load did not start');
  const sink = await openSink(sinkProgram);
  let runs = 0;
  const bench: Omit<Bench, 'seeds'> = {
    databases,
    sizes,
    sink,
    say,
    async request(task) {
      const keyPrefix = `bench-${process.pid}-${runs++}`;
      const result = await http.ask<LoadResult>('run', { ...task, apiKey, keyPrefix });
      if (result.refusal !== null) throw new Error(`a request was refused: ${result.refusal}`);
      return result;
    },
    async deliver(task) {
      const result = await smtp.ask<SmtpResult>('run', task);
      if (result.accepted !== task.mails.length) {
        const { accepted, refusal } = result;
        throw new Error(`${accepted} of ${task.mails.length} mails were accepted: ${refusal}`);
      }
      return result;
    },
    stop: () => databases.stop(),
  };
  return { ...bench, seeds: createSeeds(bench) };
}

async function openSink(program: Program): Promise<Sink> {
  const port = await program.ask<number>('listen');
  async function expectCount(count: number): Promise<Arrival[]> {
    const isThere = await program.ask<boolean>('wait', { count, timeoutMs: patienceMs });
    await new Promise((resolve) => setTimeout(resolve, afterwardsMs));
    const arrivals = await program.ask<Arrival[]>('arrivals');
    const different = new Set(arrivals.map(({ messageId }) => messageId)).size;
    if (!isThere || arrivals.length !== count || different !== count) {
      throw new Error(`of ${count} mails ${arrivals.length} came, ${different} different ones`);
    }
    return arrivals;
  }
  return {
    port,
    clear: () => program.ask('clear', {}),
    keep: () => program.ask('clear', { keep: true }),
    mails: () => program.ask('mails'),
    expectCount,
    async waitFor(count) {
      await program.ask('wait', { count, timeoutMs: patienceMs });
      return await program.ask<number>('count');
    },
    async expectOneEach(people) {
      const arrivals = await expectCount(people.length);
      const came = new Set(arrivals.map(({ to }) => to));
      const missing = people.filter((person) => !came.has(person));
      if (missing.length > 0) throw new Error(`${missing.length} people got nothing`);
      return arrivals;
    },
  };
}
