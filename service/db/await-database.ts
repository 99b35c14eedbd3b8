import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseAway } from './database-away.ts';

export interface Patience {
  /** How long a database that is away is waited for, in milliseconds. */
  readonly patienceMs: number;
  /** Between two tries. */
  readonly retryMs: number;
  /** Called once, when waiting begins: what stands in the way. */
  readonly onWait: (reason: unknown) => void;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/**
 * Does `work` again and again until the database can take it, so that it does not matter whether
 * the database or a process is started first. Rejects at once with any error that is not the
 * database being away (a wrong password, a database nobody made), and with the last one when the
 * time is over or `signal` is given.
 */
export async function awaitDatabase<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { patienceMs, retryMs, onWait, signal } = patience;
  const until = performance.now() + patienceMs;
  let isWaiting = false;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() > until || signal.aborted) throw error;
      if (!isWaiting) onWait(error);
      isWaiting = true;
    }
    await pause(retryMs, undefined, { signal }).catch(() => {});
  }
}
