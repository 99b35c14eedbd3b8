import type { Database } from '../db/transaction.ts';
import type { Log } from '../ops/log.ts';
import type { Clock } from '../ports.ts';
import { allowFinish, type FinishQuestion } from './attempt-store.ts';
import type { ClaimRef } from './claim-store.ts';
import { gather } from './gather.ts';

export interface FinishGateDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** Names this process on the rows it claims. */
  readonly claimedBy: string;
  /** Whether this process still holds its lease, by a clock that never stands still. */
  holdsLease(): boolean;
  readonly log: Log;
}

/** May the final dot of this mail go out now? Never rejects: what is not known is a no. */
export type FinishGate = (claim: ClaimRef, relay: string) => Promise<boolean>;

/**
 * The last question before a mail is beyond recall. One statement answers for all connections that
 * ask at the moment. The lease is asked after the answer: a process that was frozen meanwhile may
 * have been given up, and its messages may be on their way from elsewhere.
 */
export function createFinishGate(deps: FinishGateDeps): FinishGate {
  const { database, clock, claimedBy, holdsLease, log } = deps;
  const ask = gather(async (questions: readonly FinishQuestion[]) => {
    const allowed = await allowFinish(database.pool, claimedBy, clock.now(), questions);
    return questions.map(({ claim }) => allowed.has(claim.id));
  });
  return async (claim, relay) => {
    if (!holdsLease()) return false;
    try {
      return (await ask({ claim, relay })) && holdsLease();
    } catch (error) {
      log.warn({ err: error, outboxId: claim.id }, 'a mail was held back: nobody could be asked');
      return false;
    }
  };
}
