import type { Tx } from '../db/transaction.ts';
import type { ClaimedDelivery, EndpointRef } from './claim-store.ts';
import { type EndpointView, endpointColumns, toEndpointView } from './endpoint-views.ts';

/** One attempt that ended, as it is written down. */
export interface EndedAttempt {
  readonly id: string;
  readonly attempt: number;
  readonly startedAt: Date;
  readonly outcome: 'delivered' | 'failed';
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly response: string | null;
  /** Null: delivered, or given up. */
  readonly nextAttemptAt: Date | null;
}

/** Writes an attempt down. */
export async function recordAttempt(
  tx: Tx,
  { applicationId, endpointId, eventId }: ClaimedDelivery,
  ended: EndedAttempt,
): Promise<void> {
  await tx.query(
    `insert into webhook_attempts (application_id, id, endpoint_id, event_id, attempt, started_at,
       outcome, status, duration_ms, error, response, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      applicationId,
      ended.id,
      endpointId,
      eventId,
      ended.attempt,
      ended.startedAt,
      ended.outcome,
      ended.status,
      ended.durationMs,
      ended.error,
      ended.response,
      ended.nextAttemptAt,
    ],
  );
}

/** Ends a claim: delivered, failed for good, or again later; false when it was lost meanwhile. */
export async function endClaim(
  tx: Tx,
  { applicationId, id, fence }: ClaimedDelivery,
  ended: EndedAttempt,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update webhook_deliveries set
       state = case when $4 = 'delivered' then 'delivered'
         when $5::timestamptz is null then 'failed' else 'waiting' end,
       send_at = coalesce($5, send_at), last_status = $6, last_error = $7,
       settled_at = case when $5::timestamptz is null then $8::timestamptz end,
       claimed_by = null, claimed_at = null, claimed_until = null
     where application_id = $1 and id = $2 and fence = $3 and claimed_by is not null`,
    [applicationId, id, fence, ended.outcome, ended.nextAttemptAt, ended.status, ended.error, now],
  );
  return rowCount === 1;
}

/** Holds the endpoint until the transaction ends; false when it was deleted. */
export async function holdEndpoint(
  tx: Tx,
  { applicationId, endpointId }: EndpointRef,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'select from webhook_endpoints where application_id = $1 and id = $2 for key share',
    [applicationId, endpointId],
  );
  return rowCount === 1;
}

/** After a success nothing failed before. */
export async function clearFailing(
  tx: Tx,
  { applicationId, endpointId }: EndpointRef,
): Promise<void> {
  await tx.query(
    `update webhook_endpoints set failing_since = null
     where application_id = $1 and id = $2 and failing_since is not null`,
    [applicationId, endpointId],
  );
}

/**
 * Notes a failure at `now`. Disables the endpoint when it is
 * gone, or has failed since `failingLimit` or earlier; returns it then.
 */
export async function noteFailure(
  tx: Tx,
  { applicationId, endpointId }: EndpointRef,
  failure: { readonly isGone: boolean; readonly failingLimit: Date; readonly now: Date },
): Promise<EndpointView | null> {
  await tx.query(
    `update webhook_endpoints set failing_since = $3
     where application_id = $1 and id = $2 and failing_since is null`,
    [applicationId, endpointId, failure.now],
  );
  const { rows } = await tx.query<Parameters<typeof toEndpointView>[0]>(
    `update webhook_endpoints set disabled_at = $3, updated_at = $3,
       disabled_because = case when $4 then 'gone' else 'failing' end
     where application_id = $1 and id = $2 and disabled_at is null
       and ($4 or failing_since <= $5)
     returning ${endpointColumns}`,
    [applicationId, endpointId, failure.now, failure.isGone, failure.failingLimit],
  );
  return rows[0] ? toEndpointView(rows[0]) : null;
}
