import { setTimeout as delay } from 'node:timers/promises';

/** The waits between two looks grow: many looks would take the processor from what is waited for. */
const firstPauseMs = 5;
const longestPauseMs = 50;

/**
 * Polls until `condition` returns something truthy and returns that. A condition that throws counts
 * as not yet true; its last error is the cause when the time is over.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: { timeoutMs?: number; what?: string | (() => string) } = {},
): Promise<NonNullable<T>> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const until = performance.now() + timeoutMs;
  let cause: unknown;
  let pauseMs = firstPauseMs;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > until) {
      const what = typeof options.what === 'function' ? options.what() : options.what;
      throw new Error(`waited ${timeoutMs} ms in vain for ${what ?? condition}`, { cause });
    }
    await delay(pauseMs);
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
  }
}
