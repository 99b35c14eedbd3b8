import { inTransaction } from '../db/transaction.ts';
import { readRefusalCode } from '../mail/refusal-code.ts';
import { applyDue, type DueDeps, dueBatch } from './apply-due.ts';
import { findUntoldFailures, markTold, type UntoldFailure } from './due-store.ts';
import { isLasting } from './status/judge-failure.ts';

export interface TellFailuresJob {
  /**
   * Takes final refusals back to their rooms as something the world told us, each once. Rejects
   * when the database does not answer.
   */
  run(stop?: AbortSignal): Promise<void>;
}

/** The exit never calls the waist, so what it could not deliver comes back in through this door. */
export function createTellFailuresJob(deps: DueDeps): TellFailuresJob {
  return {
    async run(stop) {
      for (const failure of await findUntoldFailures(deps.database.pool, dueBatch)) {
        if (stop?.aborted) return;
        await tell(deps, failure);
      }
    },
  };
}

async function tell(deps: DueDeps, failure: UntoldFailure): Promise<void> {
  const code = readRefusalCode(failure.response);
  const mark = (tx: Parameters<typeof markTold>[0]) => markTold(tx, failure, deps.clock.now());
  const isTheirs =
    code !== null && isLasting({ told: 'permanent', code, words: failure.response ?? '' });
  if (!isTheirs) {
    // Given up after many attempts, or refused for its content or its sender: the mail failed,
    // which says nothing about the person, as with a report that comes back by mail.
    await inTransaction(deps.database, 'tell-failure', mark);
    return;
  }
  const { applicationId, roomId, attendeeId, id } = failure;
  const command = {
    do: 'record-undeliverable' as const,
    attendeeId,
    // Only the code: the far server's words may hold addresses.
    reason: `refused (${code})`,
  };
  const cause = { channel: 'bounce', outboxId: id } as const;
  await applyDue(deps, 'tell-failure', { applicationId, roomId, command, cause }, mark);
}
