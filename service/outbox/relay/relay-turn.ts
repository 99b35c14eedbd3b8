import type { SendTerms } from '../../ports.ts';
import type { SmtpFault } from './smtp-outcome.ts';

/** Deadlines in milliseconds. */
export interface RelayDeadlines {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** One exchange of commands: the login, the envelope. */
  readonly answerMs: number;
  /** From the mail's turn to the final dot, all phases together. */
  readonly toDotMs: number;
  /**
   * From the final dot to the relay's word. RFC 5321 §4.5.3.2.6 asks for ten minutes, to avoid
   * duplicates. Ours carry the same bytes and Message-ID, by which receivers know a mail for about
   * an hour, and waiting that long would use up a good part of it.
   */
  readonly afterDotMs: number;
  /** For RSET and QUIT; a relay that needs longer is not worth the connection. */
  readonly farewellMs: number;
  /** How long a connection stays open without a mail. */
  readonly idleMs: number;
  /** How long closing waits for mails on the wire. */
  readonly closeMs: number;
}

/** One mail's time with one relay: how far it came, and what breaks it off. */
export interface RelayTurn {
  /** Aborts when the turn is over, for whichever reason. */
  readonly signal: AbortSignal;
  /** Everything but the final dot was sent and the gate was asked. */
  readonly asked: boolean;
  /** From here on the mail may have arrived. */
  readonly dotWritten: boolean;
  /** The gate did not let the dot go out. */
  readonly isWithdrawn: boolean;
  /** Broken off by ourselves; the relay is not to blame. */
  readonly isOurDoing: boolean;
  /** A phase begins and must end within `ms`; the time to the dot goes on running. */
  enter(phase: string, ms: number): void;
  /** Asks the gate, once; false whenever the dot must not go out. */
  mayEnd(): Promise<boolean>;
  /** Settles like `work`, or rejects with the fault as soon as the turn is broken off. */
  hold<T>(work: Promise<T>): Promise<T>;
  /** Ends the turn for a reason of our own. */
  withdraw(words: string): void;
  /** Stops the clocks. */
  end(): void;
}

export function openRelayTurn(
  relay: string,
  terms: SendTerms,
  deadlines: RelayDeadlines,
): RelayTurn {
  const over = new AbortController();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const state = { asked: false, dotWritten: false, isWithdrawn: false, isOurDoing: false };
  function breakOff(fault: SmtpFault): void {
    broken.reject(fault);
    over.abort();
  }
  function withdraw(words: string): void {
    if (over.signal.aborted) return;
    state.isOurDoing = true;
    breakOff({ code: 'EABORT', message: words });
  }
  function expire(what: string, ms: number): void {
    const message = `Timeout: ${what} took more than ${ms / 1000} s`;
    // The gate asks our own database; a relay that waits for it is not to blame.
    if (state.asked && !state.dotWritten) {
      state.isWithdrawn = true;
      withdraw(message);
    } else breakOff({ code: 'ETIMEDOUT', message });
  }
  const [toDot, phase] = [createAlarm(expire), createAlarm(expire)];
  toDot.set('the way to the final dot', deadlines.toDotMs);
  const onAbort = () => withdraw('broken off by the sender');
  terms.signal?.addEventListener('abort', onAbort, { once: true });

  function enter(name: string, ms: number): void {
    if (!over.signal.aborted) phase.set(name, ms);
  }
  async function mayEnd(): Promise<boolean> {
    if (state.asked || over.signal.aborted) return false;
    state.asked = true;
    phase.stop();
    const isAllowed = await ask(terms, relay);
    if (over.signal.aborted) return false;
    if (isAllowed) {
      state.dotWritten = true;
      toDot.stop();
      phase.set('the answer to the final dot', deadlines.afterDotMs);
    } else {
      state.isWithdrawn = true;
      withdraw('withdrawn before the final dot');
    }
    return isAllowed;
  }
  function end(): void {
    phase.stop();
    toDot.stop();
    terms.signal?.removeEventListener('abort', onAbort);
    over.abort();
  }
  const hold = <T>(work: Promise<T>) => Promise.race([broken.promise, work]);
  return Object.assign(state, { signal: over.signal, enter, mayEnd, hold, withdraw, end });
}

/** Goes off once, unless it is set anew or stopped before. */
function createAlarm(goOff: (phase: string, ms: number) => void) {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  return {
    stop,
    set(phase: string, ms: number) {
      stop();
      timer = setTimeout(goOff, ms, phase, ms);
    },
  };
}

/** Nothing but a true is a yes; nobody who could be asked is a no. */
async function ask(terms: SendTerms, relay: string): Promise<boolean> {
  try {
    return (await terms.mayFinish(relay)) === true;
  } catch {
    return false;
  }
}
