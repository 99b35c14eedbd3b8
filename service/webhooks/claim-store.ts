import type { Queryable, Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';

export interface EndpointRef {
  readonly applicationId: string;
  readonly endpointId: string;
}

export interface DueEndpoint extends EndpointRef {
  readonly isFailing: boolean;
}

/** One event this process may post to one endpoint as long as its claim holds. */
export interface ClaimedDelivery extends EndpointRef {
  readonly id: string;
  /** The number of the claim. */
  readonly fence: number;
  /** This attempt included. */
  readonly attempts: number;
  readonly eventId: string;
  readonly eventType: string;
  /** JSON text, the same for every attempt. */
  readonly body: string;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly overlapUntil: Date | null;
  /** When its last holder began, who never said how it ended; null when there was none. */
  readonly abandonedAt: Date | null;
}

/** Endpoints that something is due to, those first that wait longest. */
export async function findDueEndpoints(q: Queryable, now: Date): Promise<DueEndpoint[]> {
  const { rows } = await q.query<DueEndpoint>(
    `select w.application_id as "applicationId", w.id as "endpointId",
       w.failing_since is not null as "isFailing"
     from webhook_endpoints w
     cross join lateral (
       select least(
         (select min(send_at) from (select d.send_at from webhook_deliveries d
          where d.application_id = w.application_id and d.endpoint_id = w.id
            and d.state = 'waiting' and d.attempts = 0
          order by d.position limit 1) fresh),
         (select min(send_at) from (select d.send_at from webhook_deliveries d
          where d.application_id = w.application_id and d.endpoint_id = w.id
            and d.state = 'waiting' and d.attempts > 0 and d.send_at <= $1
            and (d.claimed_until is null or d.claimed_until <= $1)
          order by d.send_at limit 1) again)) as at
     ) due
     where w.disabled_at is null and due.at <= $1
     order by due.at`,
    [now],
  );
  return rows;
}

/** An earlier event of the room is waiting for its first attempt, or is at it. */
const roomIsBusy = `exists (
  select from webhook_deliveries earlier
  where earlier.application_id = d.application_id and earlier.endpoint_id = d.endpoint_id
    and earlier.room_id = d.room_id and earlier.state = 'waiting'
    and earlier.position < d.position
    and (earlier.attempts = 0 or (earlier.attempts = 1 and earlier.claimed_until > $3)))`;

/** Deliveries due to endpoint $2 at $3, at most $5 of each kind, as many as it has places. */
const dueDeliveries = `with endpoint as (
  select url, secrets, overlap_until, least($5::int,
    case when failing_since is null then $7::int else $8::int end
    - (select count(*)::int from webhook_deliveries held
       where held.application_id = $1 and held.endpoint_id = $2
         and held.claimed_by is not null and held.claimed_until > $3)) as places
  from webhook_endpoints
  where application_id = $1 and id = $2 and disabled_at is null
), fresh as (
  select d.id, d.send_at, d.position from webhook_deliveries d
  where d.application_id = $1 and d.endpoint_id = $2 and d.state = 'waiting'
    and d.attempts = 0 and d.send_at <= $3 and not ${roomIsBusy}
  order by d.position limit $5
), again as (
  select d.id, d.send_at, d.position from webhook_deliveries d
  where d.application_id = $1 and d.endpoint_id = $2 and d.state = 'waiting'
    and d.attempts > 0 and d.send_at <= $3
    and (d.claimed_until is null or d.claimed_until <= $3)
  order by d.send_at limit $5
), due as (
  select id from (select id, send_at, position from fresh union all
                  select id, send_at, position from again) both_kinds
  order by send_at, position
  limit coalesce((select greatest(0, places) from endpoint), 0)
)`;

/**
 * Takes up to `most` deliveries that are due to one endpoint. First attempts go in the order of the
 * log, those of one room one after the other; a delivery that is tried again holds up none. All
 * processes together hold no more than the endpoint may have at once: they claim in turn, under a
 * lock taken by a statement of its own, so that the next one sees what its last holder did.
 */
export async function claimDeliveries(
  tx: Tx,
  { applicationId, endpointId }: EndpointRef,
  claim: { readonly now: Date; readonly claimedBy: string; readonly most: number },
): Promise<ClaimedDelivery[]> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 20250114))', [endpointId]);
  const { rows } = await tx.query<ClaimedDelivery>(
    `${dueDeliveries}, held as (
       select d.id, d.claimed_by, d.claimed_at from webhook_deliveries d join due on due.id = d.id
       where d.application_id = $1 for update of d skip locked
     ), taken as (
       update webhook_deliveries d set attempts = d.attempts + 1, fence = d.fence + 1,
         claimed_by = $4, claimed_at = $3, claimed_until = $3 + $6 * interval '1 millisecond'
       from held, endpoint where d.application_id = $1 and d.id = held.id
       returning d.id, d.fence, d.attempts, d.event_id, d.position,
         case when held.claimed_by is not null then held.claimed_at end as abandoned_at
     )
     select $1::uuid as "applicationId", $2::uuid as "endpointId", t.id, t.fence, t.attempts,
       t.event_id as "eventId", e.type as "eventType", e.payload::text as body, endpoint.url,
       endpoint.secrets, endpoint.overlap_until as "overlapUntil",
       t.abandoned_at as "abandonedAt"
     from taken t cross join endpoint
     join events e on e.application_id = $1 and e.id = t.event_id
     order by t.position`,
    [
      applicationId,
      endpointId,
      claim.now,
      claim.claimedBy,
      claim.most,
      limits.webhookLeaseMs,
      limits.webhooksPerEndpoint,
      limits.webhooksPerFailingEndpoint,
    ],
  );
  return rows;
}

/** Makes what these workers were posting due at once; who claims it next sees that they died. */
export async function releaseDeliveries(
  tx: Tx,
  workerIds: readonly string[],
  now: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `update webhook_deliveries set claimed_until = $2
     where claimed_by = any($1::text[]) and claimed_until > $2`,
    [workerIds, now],
  );
  return rowCount ?? 0;
}
