import { setTimeout as pause } from 'node:timers/promises';

/** Rejects when `work` has not settled after `timeoutMs`; `work` itself goes on unheard. */
export async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not done in ${timeoutMs} ms`)), timeoutMs);
  // The socket keeps the process alive as long as anybody waits for the answer.
  timer.unref();
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for `work`, but no longer than `ms`; it goes on by itself then. */
export async function within(ms: number, work: () => Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const deadline = pause(ms, null, { signal: over.signal }).catch(() => {});
  await Promise.race([work().catch(() => {}), deadline]);
  over.abort();
}
