import { setTimeout as pause } from 'node:timers/promises';
import { isServerAnswer } from '../db/database-away.ts';
import type { Forgotten, Place } from '../db/forget-round.ts';
import { type Database, inTransaction, isConflict } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Log } from '../ops/log.ts';
import type { Clock } from '../ports.ts';
import { placeAll } from '../webhooks/place-events.ts';
import { recordFinished, recordKinds, takeTurn } from './clean-up-store.ts';
import type { KeepTimes } from './keep-times.ts';
import { type Kept, listKept } from './kept-kinds.ts';
import { findOldest } from './oldest-views.ts';

export interface CleanUpDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly keep: KeepTimes;
  readonly metrics: { rowsForgotten(kind: string, count: number): void };
  readonly log: Log;
  /** Rows that one round looks at, at most. */
  readonly roundRows?: number;
}

/** A kind that is not done yet, and how far it came. */
interface Unfinished {
  readonly kept: Kept;
  readonly after: Place | null;
}

type RoundEnd = Forgotten | 'not-our-turn';

/**
 * Removes what was kept for long enough, in rounds: one short transaction each, of few rows, found
 * by an index and locked without waiting, one round at a time in all processes together. After each
 * round it rests as long as the round took, so that no booking ever waits for more than that. Kinds
 * take turns, so that much of one kind holds up no other. Whoever dies in between loses one round;
 * the next run begins with the oldest again.
 *
 * Resolves when nothing is left, at `stop`, or after `cleanUpRunMs`: the next hour goes on.
 */
export function createCleanUpJob(deps: CleanUpDeps): { run(stop?: AbortSignal): Promise<void> } {
  return {
    async run(stop) {
      // Who never reads their log has events without a place, which are not yet part of it.
      await placeAll(deps, stop);
      const endMs = performance.now() + limits.cleanUpRunMs;
      const all = listKept(deps.keep);
      const kinds = all.map(({ kind }) => kind);
      await recordKinds(deps.database.pool, kinds, deps.clock.now());
      let left: readonly Unfinished[] = all.map((kept) => ({ kept, after: null }));
      while (left.length > 0 && performance.now() < endMs && !stop?.aborted) {
        const still: Unfinished[] = [];
        for (const one of left) {
          if (stop?.aborted) return;
          const startedMs = performance.now();
          const end = await playRound(deps, one);
          if (end === 'not-our-turn') return;
          if (end?.next) still.push({ kept: one.kept, after: end.next });
          await rest(performance.now() - startedMs, stop);
        }
        left = still;
      }
    },
  };
}

/** One round of one kind; null when somebody held what it needed, and this run leaves it alone. */
async function playRound(
  { database, clock, metrics, log, roundRows = limits.cleanUpRows }: CleanUpDeps,
  { kept, after }: Unfinished,
): Promise<RoundEnd | null> {
  const { kind } = kept;
  const now = clock.now();
  const times = { statementMs: limits.cleanUpStatementMs, lockMs: limits.cleanUpLockMs };
  try {
    const end = await inTransaction(database, 'clean-up', async (tx): Promise<RoundEnd> => {
      if (!(await takeTurn(tx, times))) return 'not-our-turn';
      const round = { before: kept.before(now), after, most: roundRows };
      const forgotten = await kept.forget(tx, round, now);
      if (forgotten.next === null) await recordFinished(tx, kind, now, await findOldest(tx, kind));
      return forgotten;
    });
    if (end !== 'not-our-turn' && end.removed > 0) {
      metrics.rowsForgotten(kind, end.removed);
      log.debug({ kind, removed: end.removed }, 'cleaned up');
    }
    return end;
  } catch (error) {
    if (!isBusy(error)) throw error;
    log.info({ err: error, kind }, 'a clean-up gave way; the next one tries again');
    return null;
  }
}

/** Somebody holds a row, refers to it since, or the disk is busy. */
const busyStates = new Set(['55P03', '57014', '23503']);

const isBusy = (error: unknown): boolean =>
  isConflict(error) ||
  (isServerAnswer(error) && busyStates.has(String((error as { code?: unknown }).code)));

async function rest(ms: number, stop?: AbortSignal): Promise<void> {
  await pause(ms, undefined, stop ? { signal: stop } : {}).catch(() => {});
}
