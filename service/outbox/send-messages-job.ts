import { createDoubt } from '../db/claim-doubt.ts';
import { inTransaction } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import {
  type ClaimedMessage,
  type Claims,
  claimDue,
  hasDue,
  releaseUnknownClaims,
} from './claim-store.ts';
import { createFinishGate, type FinishGateDeps } from './finish-gate.ts';
import { giveBack } from './judge-report.ts';
import { createLanes, type Lanes, openRun } from './lanes.ts';
import { type SendMailDeps, sendMail } from './send-mail.ts';
import { createSettler, type SettleDeps } from './settle-messages.ts';

export interface SendMessagesDeps extends SettleDeps, FinishGateDeps, SendMailDeps {
  readonly metrics: SettleDeps['metrics'] & SendMailDeps['metrics'];
}

export interface SendMessagesJob {
  /**
   * Sends everything that is due; safe in any number of processes at once. Resolves when nothing
   * more can be claimed and what it began is settled, or when nothing moved for a while: slow
   * mails end by themselves. `stop` keeps it from beginning anything more. Rejects when the
   * database does not answer, or when what became of a mail could not be recorded.
   */
  run(stop?: AbortSignal): Promise<void>;
  /** Resolves when every mail that any run began has ended. */
  finish(): Promise<void>;
}

export function createSendMessagesJob(deps: SendMessagesDeps): SendMessagesJob {
  const lanes = createLanes(deps.mail.concurrency, limits.sendPatienceMs);
  const begin = createBeginning(deps, lanes);
  const claim = createClaiming(deps, lanes);
  return {
    async run(stop) {
      const run = openRun(lanes);
      while (!stop?.aborted && !run.hasFailed() && mayBegin(deps)) {
        const seen = lanes.moves();
        if (await claim((message) => run.add(begin(message, stop)))) continue;
        // What is due may be held back by an older message that is still being sent.
        if (run.isDone() && lanes.free() > 0 && lanes.moves() === seen) break;
        if (!(await lanes.movedSince(seen))) break;
      }
      await run.end();
    },
    finish: () => lanes.allEnded(),
  };
}

/** Nothing is begun without a lease: it could not be finished. Nor while every relay rests. */
function mayBegin({ mail, enabled, doorbell, holdsLease }: SendMessagesDeps): boolean {
  const restsUntil = enabled ? mail.restsUntil() : null;
  if (restsUntil !== null) doorbell.ringAt('send-messages', restsUntil);
  return restsUntil === null && holdsLease();
}

/**
 * Claims what is due for the places that are free, one batch at a time in this process, and begins
 * it; false when there was nothing or no place. A claim whose answer was lost may have happened, or
 * may happen yet (its COMMIT still stands in some router). For that time what this process does not
 * know of is given up again and again: it would else wait for the claim's whole lease.
 */
function createClaiming(deps: SendMessagesDeps, lanes: Lanes) {
  const { database, clock, claimedBy } = deps;
  const doubt = createDoubt(() =>
    releaseUnknownClaims(database.pool, claimedBy, lanes.known(), clock.now()),
  );
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };

  async function claimBatch(begin: (message: ClaimedMessage) => void): Promise<boolean> {
    await doubt.giveUp();
    const limit = Math.min(lanes.free(), limits.sendBatch);
    if (limit === 0 || !(await hasDue(database.pool, clock.now()))) return false;
    const claim = { now: clock.now(), claimedBy, leaseMs: limits.sendLeaseMs, limit };
    const claims = await inTransaction(database, 'claim-messages', (tx) =>
      claimDue(tx, claim),
    ).catch((error: unknown) => {
      doubt.begin(inTurn);
      throw error;
    });
    claims.claimed.forEach(begin);
    tell(deps, claims);
    return claims.claimed.length + claims.pointless.length > 0;
  }

  return (begin: (message: ClaimedMessage) => void): Promise<boolean> =>
    inTurn(() => claimBatch(begin));
}

/** Counts what a claim itself found out. */
function tell({ metrics, log }: SendMessagesDeps, { claimed, pointless }: Claims): void {
  for (const { method, state } of pointless) metrics.messageSettled(method, state);
  for (const { id, method, wasLostAfterDot, abandoned } of claimed) {
    if (wasLostAfterDot) metrics.messageSettled(method, 'unknown');
    if (abandoned > 0) log.warn({ outboxId: id, abandoned, wasLostAfterDot }, 'taken over');
  }
}

/** Sends and settles one message. Its place is free again once the mail is off the wire. */
function createBeginning(deps: SendMessagesDeps, lanes: Lanes) {
  const gate = createFinishGate(deps);
  const settle = createSettler(deps);
  return (message: ClaimedMessage, stop?: AbortSignal): Promise<void> =>
    lanes.begin(
      message.id,
      async () =>
        stop?.aborted ? giveBack(message, deps.clock.now()) : sendMail(deps, gate, message),
      settle,
      (error) => deps.log.error({ err: error, outboxId: message.id }, 'nothing was recorded'),
    );
}
