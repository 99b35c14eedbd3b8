import { setTimeout as pause } from 'node:timers/promises';
import {
  type Database,
  inTransaction,
  isConflict,
  isDatabaseAway,
  type Tx,
} from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Log } from '../ops/log.ts';
import type { Clock } from '../ports.ts';
import { gather } from './gather.ts';
import { type SettledMessage, type Settlement, settleMessages } from './settle-store.ts';

/** What settling needs; the job's own needs include it. */
export interface SettleDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Names this process on the rows it claims. */
  readonly claimedBy: string;
  readonly doorbell: {
    ring(task: 'tell-failures'): void;
    ringAt(task: 'send-messages', at: Date): void;
  };
  /** Writes what ended for good into the event log, in the same commit. */
  recordSettled(tx: Tx, settled: readonly SettledMessage[]): Promise<void>;
  readonly metrics: {
    messageSettled(method: string, outcome: string): void;
    possibleDuplicate(): void;
  };
  readonly log: Log;
}

/** Resolves when the settlement is committed or its claim was lost; rejects when it cannot be. */
export type Settler = (settlement: Settlement) => Promise<void>;

/** Waits between tries while the database is away. */
const firstWaitMs = 100;
const longestWaitMs = 2_000;

/**
 * Settles attempts as they end: while one transaction runs, the next ones gather for the
 * following. So a slow mail holds up nobody's record and a fast batch shares its commits.
 *
 * What a relay said is told to nobody else, so a database that is away is asked again for as long
 * as the claims may be ours: the fence keeps out what is not ours any more, the lease does not
 * matter. A settlement that fails for another reason fails alone.
 */
export function createSettler(deps: SettleDeps): Settler {
  const settle = gather(async (settlements: readonly Settlement[]) => {
    try {
      await settleTogether(deps, settlements);
      return settlements.map(() => null);
    } catch (error) {
      if (settlements.length === 1) throw error;
      const ends = settlements.map(async (one) => settleTogether(deps, [one]));
      const results = await Promise.allSettled(ends);
      return results.map((result) =>
        result.status === 'rejected' ? { error: result.reason } : null,
      );
    }
  });
  return async (settlement) => {
    const failure = await settle(settlement);
    if (failure) throw failure.error;
  };
}

async function settleTogether(deps: SettleDeps, settlements: readonly Settlement[]) {
  const settled = await persist(deps, () =>
    inTransaction(deps.database, 'settle-messages', async (tx) => {
      const rows = await settleMessages(tx, deps.claimedBy, deps.clock.now(), settlements);
      const ended = rows.filter((row) => row.isEnded);
      if (ended.length > 0) await deps.recordSettled(tx, ended);
      return rows;
    }),
  );
  announce(deps, settlements, settled);
}

/** Tries again while the database is away, up to the end of the claims' lease. */
async function persist<T>({ database, log }: SettleDeps, work: () => Promise<T>): Promise<T> {
  let waitMs = firstWaitMs;
  for (let waitedMs = 0; ; waitedMs += waitMs, waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await work();
    } catch (error) {
      const isOver = waitedMs >= limits.sendLeaseMs || database.pool.ending;
      if (isOver || !(isDatabaseAway(error) || isConflict(error))) throw error;
      if (waitedMs === 0) log.warn({ err: error }, 'the database is away: nothing can be recorded');
      // A process that wants to end does not stay for this.
      await pause(waitMs, undefined, { ref: false });
    }
  }
}

/** After the commit: metrics, logs with ids only, and the doorbell for what comes next. */
function announce(
  deps: SettleDeps,
  settlements: readonly Settlement[],
  settled: readonly SettledMessage[],
): void {
  const rows = new Map(settled.map((row) => [row.id, row]));
  for (const { claim, outcome, sendAt } of settlements) {
    const row = rows.get(claim.id);
    if (!row) {
      deps.log.warn({ outboxId: claim.id, outcome }, 'a lost claim recorded nothing');
      continue;
    }
    const { id, method, state, isEnded, attempts, sequence, icsUid, roomId } = row;
    deps.metrics.messageSettled(method, isEnded ? state : outcome);
    if (row.wasInDoubt && state === 'sent') deps.metrics.possibleDuplicate();
    deps.log.info(
      { outboxId: id, roomId, icsUid, sequence, method, state, outcome, attempts },
      'message settled',
    );
    if (!isEnded && sendAt) deps.doorbell.ringAt('send-messages', sendAt);
  }
  if (settled.some((row) => row.state === 'failed')) deps.doorbell.ring('tell-failures');
}
