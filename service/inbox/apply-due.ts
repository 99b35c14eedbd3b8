import { type Database, inTransaction, type Tx } from '../db/transaction.ts';
import type { Log } from '../ops/log.ts';
import type { Clock } from '../ports.ts';
import type { Applied, Waist } from '../rooms/apply.ts';
import type { Cause } from '../rooms/cause.ts';
import type { Command } from '../scheduling/command.ts';

/** Most of one kind that are looked up at once; the rest comes with the next run. */
export const dueBatch = 100;

export interface DueDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly doorbell: { ring(task: 'send-messages'): void };
  readonly waist: Waist;
}

/** Something to tell one room because its time has come. */
export interface DueCommand {
  readonly applicationId: string;
  readonly roomId: string;
  readonly command: Command;
  readonly cause: Pick<Cause, 'channel' | 'outboxId'>;
}

/**
 * Applies one command in a transaction of its own, together with `alongside`. A failure is logged
 * and left for the next run, so that one room never holds up another; then the result is null.
 */
export async function applyDue(
  deps: DueDeps,
  name: 'settle-due' | 'tell-failure',
  due: DueCommand,
  alongside: (tx: Tx) => Promise<unknown> = async () => {},
): Promise<Applied | null> {
  const { applicationId, roomId, command } = due;
  const cause = { ...due.cause, actor: null, requestId: null, inboundMailId: null, linkId: null };
  const ids = { applicationId, roomId, command: command.do };
  try {
    const applied = await inTransaction(deps.database, name, async (tx) => {
      const result = await deps.waist.apply(tx, { applicationId, roomId }, command, cause);
      await alongside(tx);
      return result;
    });
    if ('messages' in applied && applied.messages.length > 0) deps.doorbell.ring('send-messages');
    deps.log.info({ ...ids, outcome: applied.outcome }, 'time came');
    return applied;
  } catch (error) {
    deps.log.warn({ ...ids, err: error }, 'what is due could not be settled');
    return null;
  }
}
