import { type Database, inTransaction, type Tx } from '../db/transaction.ts';
import type { Log } from '../ops/log.ts';
import type { Clock } from '../ports.ts';
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
  readonly metrics: { messageSettled(method: string, outcome: string): void };
  readonly log: Log;
}

export interface Settler {
  add(settlement: Settlement): void;
  /** Resolves when everything added is committed; rejects with the first failure. */
  finish(): Promise<void>;
}

/**
 * Settles attempts as they end: while one transaction runs, the next ones gather for the
 * following. So a slow mail holds up nobody's record and a fast batch shares its commits.
 */
export function createSettler(deps: SettleDeps): Settler {
  let gathered: Settlement[] = [];
  let running: Promise<void> | null = null;
  const failures: unknown[] = [];

  async function drain(): Promise<void> {
    while (gathered.length > 0) {
      const settlements = gathered;
      gathered = [];
      await settleTogether(deps, settlements).catch((error: unknown) => failures.push(error));
    }
    running = null;
  }

  return {
    add(settlement) {
      gathered.push(settlement);
      running ??= drain();
    },
    async finish() {
      while (running !== null) await running;
      if (failures.length > 0) throw failures[0];
    },
  };
}

async function settleTogether(deps: SettleDeps, settlements: readonly Settlement[]) {
  const settled = await inTransaction(deps.database, 'settle-messages', async (tx) => {
    const rows = await settleMessages(tx, deps.claimedBy, deps.clock.now(), settlements);
    const ended = rows.filter((row) => row.state !== 'waiting');
    if (ended.length > 0) await deps.recordSettled(tx, ended);
    return rows;
  });
  announce(deps, settlements, settled);
}

/** After the commit: metrics, logs with ids only, and the doorbell for what comes next. */
function announce(
  deps: SettleDeps,
  settlements: readonly Settlement[],
  settled: readonly SettledMessage[],
): void {
  const rows = new Map(settled.map((row) => [row.id, row]));
  for (const { id, outcome, sendAt } of settlements) {
    const row = rows.get(id);
    if (!row) {
      deps.log.warn({ outboxId: id, outcome }, 'a lost claim recorded nothing');
      continue;
    }
    const { method, state, attempts, sequence, icsUid, roomId } = row;
    deps.metrics.messageSettled(method, state === 'waiting' ? outcome : state);
    deps.log.info(
      { outboxId: id, roomId, icsUid, sequence, method, state, outcome, attempts },
      'message settled',
    );
    if (state === 'waiting' && sendAt) deps.doorbell.ringAt('send-messages', sendAt);
  }
  if (settled.some((row) => row.state === 'failed')) deps.doorbell.ring('tell-failures');
}
