import { type ChildProcess, fork } from 'node:child_process';
import { limits } from '../../limits.ts';
import type { Log } from '../../ops/log.ts';
import type { ResolveDns } from '../../ports.ts';
import type { DnsAnswer, ParseAnswer, ParseQuestion } from './parse-child.ts';

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

export interface ParseProcess {
  /**
   * The child's answer to one question; DNS is asked by `resolve` for it. One question at a time. A
   * child that is silent for `timeoutMs`, or dies, is ended and replaced: `ParseFailure`.
   */
  ask(question: ParseQuestion, timeoutMs: number, resolve: ResolveDns): Promise<ParseAnswer>;
  close(): Promise<void>;
}

/** How long a new child may take until it can read; longer is the machine's fault, not a mail's. */
const startTimeoutMs = 30_000;

/** One warm child, started when first needed and again after it died. */
export function createParseProcess(log: Log, module: URL): ParseProcess {
  let child: ChildProcess | null = null;
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

  return {
    async ask(question, timeoutMs, resolve) {
      if (closed) throw new ParserAway('the mail parser is closed');
      const running = await warmChild();
      const isWanted = (one: ParseAnswer) => 'id' in one && one.id === question.id;
      const answered = nextAnswer(running, timeoutMs, isWanted);
      const stopAnswering = answerDns(running, resolve);
      running.send(question);
      return await answered
        .catch((error) => {
          running.kill('SIGKILL');
          child = null;
          if (closed) throw new ParserAway('the mail parser was closed');
          log.warn({ err: error, bytes: question.raw.length }, 'mail parser died of a mail');
          throw error;
        })
        .finally(stopAnswering);
    },
    async close() {
      closed = true;
      const running = child;
      if (running && running.exitCode === null && running.signalCode === null) {
        const gone = new Promise((resolve) => running.once('exit', resolve));
        running.kill('SIGKILL');
        await gone;
      }
    },
  };
}

/**
 * Answers the child's questions of DNS until the returned function is called. It asks a bounded
 * number of them; one that does not has been taken over by a mail, and is ended.
 */
function answerDns(child: ChildProcess, resolve: ResolveDns): () => void {
  let asked = 0;
  const tell = (answer: DnsAnswer) => {
    // A child that is gone needs no answer.
    if (child.connected) child.send(answer, () => {});
  };
  const onMessage = (message: unknown) => {
    if (!isAnswer(message) || !('dns' in message)) return;
    if (++asked > 2 * limits.dnsQuestionsPerMail) child.kill('SIGKILL');
    const { dns, name, type } = message;
    resolve(name, type).then(
      (records) => tell({ dns, records }),
      (error) => tell({ dns, code: String(error?.code ?? 'EUNKNOWN') }),
    );
  };
  child.on('message', onMessage);
  return () => void child.off('message', onMessage);
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
  // What it says unasked is heard and forgotten; with no listener Node would keep it all.
  child.on('message', () => {});
  return child;
}

/** A child that was taken over can say anything at all. */
const isAnswer = (message: unknown): message is ParseAnswer =>
  typeof message === 'object' && message !== null;

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
    const onMessage = (answer: unknown) => {
      if (isAnswer(answer) && isWanted(answer)) settle(() => resolve(answer));
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
