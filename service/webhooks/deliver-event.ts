import { type Database, inTransaction, type Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Clock, Random } from '../ports.ts';
import type { ClaimedDelivery } from './claim-store.ts';
import type { EndpointView } from './endpoint-views.ts';
import { recordEvents } from './event-store.ts';
import type { FindAddresses } from './find-addresses.ts';
import { judgeAttempt, type Verdict } from './judge-attempt.ts';
import { type PostReport, postEvent } from './post-event.ts';
import {
  clearFailing,
  type EndedAttempt,
  endClaim,
  holdEndpoint,
  noteFailure,
  recordAttempt,
} from './settle-store.ts';
import { signEvent } from './sign-event.ts';

export interface DeliverEventDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'webhookDelivery'>;
  readonly findAddresses: FindAddresses;
  readonly userAgent: string;
}

/**
 * Posts one event and writes down what came of it, in one commit. Whoever dies between the two has
 * it posted again, with the same id. `giveUp` breaks it off and writes nothing down.
 */
export async function deliverEvent(
  deps: DeliverEventDeps,
  delivery: ClaimedDelivery,
  giveUp: AbortSignal,
): Promise<void> {
  const { database, clock, random, log, metrics, userAgent } = deps;
  const startedAt = clock.now();
  const headers = { 'user-agent': userAgent, ...signEvent(delivery, startedAt) };
  const order = { url: delivery.url, headers, body: delivery.body };
  const report = await postEvent(deps.findAddresses, order, giveUp);
  if (giveUp.aborted) return;
  const now = clock.now();
  const verdict = judgeAttempt(report, delivery.attempts, now, random);
  const ended = endedOf(report, verdict, { id: random.uuid(), delivery, startedAt });
  const settled = await inTransaction(database, 'settle-webhook', (tx) =>
    settle(tx, deps, { delivery, ended, isGone: verdict.isGone, now }),
  );
  const { applicationId, endpointId, eventId } = delivery;
  const ids = { applicationId, endpointId, eventId };
  if (settled === null) return log.info(ids, 'an event was posted whose claim was lost meanwhile');
  const { outcome, error } = verdict;
  const willRetry = outcome === 'failed' && verdict.nextAttemptAt !== null;
  metrics.webhookDelivery(willRetry ? 'retried' : outcome);
  if (outcome === 'failed') log.info({ ...ids, error, status: report.status }, 'event not taken');
  if (settled.disabled) {
    const because = settled.disabled.disabledBecause;
    log.warn({ applicationId, endpointId, because }, 'webhook endpoint disabled');
  }
}

function endedOf(
  report: PostReport,
  { outcome, error, nextAttemptAt }: Verdict,
  made: { readonly id: string; readonly delivery: ClaimedDelivery; readonly startedAt: Date },
): EndedAttempt {
  const { id, delivery, startedAt } = made;
  const { status, durationMs, response } = report;
  const attempt = delivery.attempts;
  return { id, attempt, startedAt, outcome, status, durationMs, error, response, nextAttemptAt };
}

interface Ending {
  readonly delivery: ClaimedDelivery;
  readonly ended: EndedAttempt;
  readonly isGone: boolean;
  readonly now: Date;
}

/** Null when the delivery is no longer ours, or its endpoint is deleted. */
async function settle(
  tx: Tx,
  { random }: DeliverEventDeps,
  { delivery, ended, isGone, now }: Ending,
): Promise<{ readonly disabled: EndpointView | null } | null> {
  if (!(await holdEndpoint(tx, delivery))) return null;
  if (!(await endClaim(tx, delivery, ended, now))) return null;
  await recordAttempt(tx, delivery, ended);
  if (ended.outcome === 'delivered') {
    await clearFailing(tx, delivery);
    return { disabled: null };
  }
  const failingLimit = new Date(now.getTime() - limits.webhookFailingMs);
  const disabled = await noteFailure(tx, delivery, { isGone, failingLimit, now });
  if (disabled) await tellDisabled(tx, delivery.applicationId, disabled, random.uuid(), now);
  return { disabled };
}

/** The other endpoints get it, and it stands in the log. */
async function tellDisabled(
  tx: Tx,
  applicationId: string,
  endpoint: EndpointView,
  id: string,
  now: Date,
): Promise<void> {
  const type = 'webhook-endpoint.disabled';
  const occurredAt = now.toISOString();
  const payload = { id, type, occurredAt, applicationId, endpoint, cause: { channel: 'job' } };
  await recordEvents(tx, [{ applicationId, id, type, occurredAt: now, roomId: null, payload }]);
}
