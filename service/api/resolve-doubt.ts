import { setTimeout as pause } from 'node:timers/promises';
import { type CommitInDoubtError, inTransaction, isDatabaseAway } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Answer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { findOutcome, type RequestStamp } from './idempotency.ts';

/** Between two looks; the last look begins before the patience of `limits` ends. */
const lookEveryMs = 200;

/**
 * The stored answer of a request whose commit nobody heard the end of, asked for on a fresh
 * connection. Throws the doubt itself when the request did not happen, or when the database does
 * not tell in time: the same request may then be sent again under its key.
 */
export async function resolveDoubt(
  deps: Pick<ApiDeps, 'database' | 'clock'>,
  stamp: RequestStamp,
  doubt: CommitInDoubtError,
): Promise<Answer> {
  const over = new AbortController();
  const late = pause(limits.commitDoubtMs, null, { signal: over.signal }).catch(() => null);
  try {
    const outcome = await Promise.race([lookUntilKnown(deps, stamp, over.signal), late]);
    if (outcome === null) throw doubt;
    return outcome;
  } finally {
    over.abort();
  }
}

async function lookUntilKnown(
  { database, clock }: Pick<ApiDeps, 'database' | 'clock'>,
  stamp: RequestStamp,
  over: AbortSignal,
): Promise<Answer | null> {
  while (!over.aborted) {
    try {
      const look = (tx: Parameters<typeof findOutcome>[0]) => findOutcome(tx, stamp, clock.now());
      const outcome = await inTransaction(database, 'resolve-doubt', look);
      if (outcome !== 'running') return outcome;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
    }
    await pause(lookEveryMs);
  }
  return null;
}
