import { inTransaction } from '../db/transaction.ts';
import { applyDue, type DueDeps, dueBatch } from './apply-due.ts';
import { findUntoldFailures, markTold, type UntoldFailure } from './due-store.ts';

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
  const code = readRefusal(failure.response);
  const mark = (tx: Parameters<typeof markTold>[0]) => markTold(tx, failure, deps.clock.now());
  if (code === null) {
    // Given up after many attempts: the relay never took it, which says nothing about the person.
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

/** The reply code of a final refusal, the enhanced one when there is one; null when it is none. */
function readRefusal(response: string | null): string | null {
  const [, basic, enhanced] = /^(5\d\d)[ -](5\.\d{1,3}\.\d{1,3})?/.exec(response ?? '') ?? [];
  return enhanced ?? basic ?? null;
}
