import { type ChildProcess, fork } from 'node:child_process';
import { limits } from '../limits.ts';
import type { MailReading } from '../mail/mail-reading.ts';
import type { Log } from '../ops/log.ts';
import type { Envelope, ParseAnswer, ParseQuestion } from './parse-child.ts';

/** The parser could not be asked (it did not start, or is closed); no mail is to blame. */
export class ParserAway extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ParserAway';
  }
}

/** This mail could not be read, through its own fault: a strike. */
export class ParseFailure extends Error {
  readonly reason: 'timeout' | 'crash' | 'error';

  constructor(reason: 'timeout' | 'crash' | 'error', detail: string) {
    super(`${reason}: ${detail}`);
    this.name = 'ParseFailure';
    this.reason = reason;
  }
}

export interface MailParser {
  /** One mail at a time. Rejects with `ParseFailure` (the mail is to blame) or `ParserAway`. */
  read(raw: Buffer, envelope: Envelope): Promise<MailReading>;
  close(): Promise<void>;
}

export interface ParserDeps {
  readonly log: Log;
  readonly parseTimeoutMs?: number;
  /** Another child, for tests of how the parser treats a bad one. */
  readonly child?: URL;
}

/** How long a new child may take until it can read; longer is the machine's fault, not a mail's. */
const startTimeoutMs = 30_000;

/** One warm child, started when first needed and again after it died. */
export function createMailParser(deps: ParserDeps): MailParser {
  const module = deps.child ?? new URL('./parse-child.ts', import.meta.url);
  const parseTimeoutMs = deps.parseTimeoutMs ?? limits.parseTimeoutMs;
  let child: ChildProcess | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let nextId = 1;
  let closed = false;

  async function warmChild(): Promise<ChildProcess> {
    if (child?.connected) return child;
    const fresh = startChild(module);
    child = fresh;
    await nextAnswer(fresh, startTimeoutMs, (answer) => 'ready' in answer).catch((error) => {
      fresh.kill('SIGKILL');
      // Not a strike: nothing of the mail has been looked at yet.
      throw new ParserAway('the mail parser did not start', { cause: error });
    });
    return fresh;
  }

  async function readNow(raw: Buffer, envelope: Envelope): Promise<MailReading> {
    if (closed) throw new ParserAway('the mail parser is closed');
    const running = await warmChild();
    const id = nextId++;
    const answered = nextAnswer(running, parseTimeoutMs, (one) => 'id' in one && one.id === id);
    running.send({ id, raw, envelope } satisfies ParseQuestion);
    const answer = await answered.catch((error) => {
      running.kill('SIGKILL');
      child = null;
      if (closed) throw new ParserAway('the mail parser was closed');
      deps.log.warn({ err: error, bytes: raw.length }, 'mail parser died of a mail');
      throw error;
    });
    if ('reading' in answer) return answer.reading;
    throw new ParseFailure('error', 'failure' in answer ? answer.failure : 'no answer');
  }

  return {
    read(raw, envelope) {
      const reading = last.then(() => readNow(raw, envelope));
      last = reading.catch(() => {});
      return reading;
    },
    async close() {
      closed = true;
      const running = child;
      if (running && running.exitCode === null && running.signalCode === null) {
        const gone = new Promise((resolve) => running.once('exit', resolve));
        running.kill('SIGKILL');
        await gone;
      }
      await last;
    },
  };
}

function startChild(module: URL): ChildProcess {
  const child = fork(module, {
    // Node's own flags only: a debugger or a loader of the parent is of no use in there.
    execArgv: [`--max-old-space-size=${limits.parseHeapMegabytes}`, '--disable-proto=delete'],
    // Nothing of the environment: it holds secrets. The zone makes floating times predictable.
    env: { TZ: 'UTC' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Whoever waits for an answer hears of it too; without a listener it would end the service.
  child.on('error', () => {});
  return child;
}

/** The next wanted answer of `child`; rejects when it is silent for `timeoutMs` or dies. */
function nextAnswer(
  child: ChildProcess,
  timeoutMs: number,
  isWanted: (answer: ParseAnswer) => boolean,
): Promise<ParseAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      act();
    };
    const onMessage = (answer: ParseAnswer) => {
      if (isWanted(answer)) settle(() => resolve(answer));
    };
    const onExit = (code: number | null, signal: string | null) =>
      settle(() => reject(new ParseFailure('crash', `the parser ended with ${signal ?? code}`)));
    const onError = (error: Error) =>
      settle(() => reject(new ParseFailure('crash', error.message)));
    const timer = setTimeout(
      () => settle(() => reject(new ParseFailure('timeout', `silent for ${timeoutMs} ms`))),
      timeoutMs,
    );
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
  });
}
