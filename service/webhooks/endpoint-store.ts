import type { Queryable, Tx } from '../db/transaction.ts';

export interface NewEndpoint {
  readonly applicationId: string;
  readonly id: string;
  readonly url: string;
  /** None: all. */
  readonly eventTypes: readonly string[];
  readonly description: string | null;
  readonly secret: string;
  readonly createdAt: Date;
}

/** Only what is to change. */
export interface EndpointChange {
  readonly url?: string;
  readonly eventTypes?: readonly string[];
  readonly description?: string | null;
  readonly enabled?: boolean;
}

/** Adds an endpoint unless the application has `most` already; false then. */
export async function addEndpoint(tx: Tx, endpoint: NewEndpoint, most: number): Promise<boolean> {
  // Two at once would both find room for one.
  await tx.query('select from applications where id = $1 for no key update', [
    endpoint.applicationId,
  ]);
  const { rowCount } = await tx.query(
    `insert into webhook_endpoints (application_id, id, url, event_types, description, secrets,
       created_at, updated_at)
     select $1::uuid, $2::uuid, $3::text, $4::text[], $5::text, array[$6::text], $7::timestamptz,
       $7::timestamptz
     where (select count(*) from webhook_endpoints where application_id = $1) < $8`,
    [
      endpoint.applicationId,
      endpoint.id,
      endpoint.url,
      endpoint.eventTypes,
      endpoint.description,
      endpoint.secret,
      endpoint.createdAt,
      most,
    ],
  );
  return rowCount === 1;
}

/** Changes what `change` names. Enabling begins with a clean slate; what waited is due. */
export async function changeEndpoint(
  tx: Tx,
  applicationId: string,
  id: string,
  change: EndpointChange,
  now: Date,
): Promise<void> {
  const { url, eventTypes, description, enabled } = change;
  await tx.query(
    `update webhook_endpoints set
       url = coalesce($3, url),
       event_types = coalesce($4::text[], event_types),
       description = case when $5 then $6 else description end,
       failing_since = case when $7 is true and disabled_at is not null then null
         else failing_since end,
       disabled_because = case when $7 is true then null
         when $7 is false then coalesce(disabled_because, 'application')
         else disabled_because end,
       disabled_at = case when $7 is true then null
         when $7 is false then coalesce(disabled_at, $8) else disabled_at end,
       updated_at = $8
     where application_id = $1 and id = $2`,
    [
      applicationId,
      id,
      url ?? null,
      eventTypes ?? null,
      description !== undefined,
      description ?? null,
      enabled ?? null,
      now,
    ],
  );
}

/** Removes an endpoint with its deliveries and attempts; what is on the wire ends unrecorded. */
export async function removeEndpoint(tx: Tx, applicationId: string, id: string): Promise<void> {
  // Whoever places events queues them; whoever records an attempt holds the endpoint first.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 20250113))', [applicationId]);
  await tx.query('select from webhook_endpoints where application_id = $1 and id = $2 for update', [
    applicationId,
    id,
  ]);
  for (const table of ['webhook_attempts', 'webhook_deliveries']) {
    await tx.query(`delete from ${table} where application_id = $1 and endpoint_id = $2`, [
      applicationId,
      id,
    ]);
  }
  await tx.query('delete from webhook_endpoints where application_id = $1 and id = $2', [
    applicationId,
    id,
  ]);
}

/** Puts a new secret in the first place; the one before signs until `overlapUntil`. */
export async function rotateSecret(
  tx: Tx,
  applicationId: string,
  id: string,
  rotation: { readonly secret: string; readonly overlapUntil: Date; readonly now: Date },
): Promise<void> {
  await tx.query(
    `update webhook_endpoints set secrets = array[$3::text, secrets[1]], overlap_until = $4,
       updated_at = $5
     where application_id = $1 and id = $2`,
    [applicationId, id, rotation.secret, rotation.overlapUntil, rotation.now],
  );
}

/** Queues one event for one endpoint, whatever types it chose. */
export async function queueDelivery(
  tx: Tx,
  applicationId: string,
  delivery: { readonly id: string; readonly endpointId: string; readonly eventId: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into webhook_deliveries (application_id, id, endpoint_id, event_id, state, send_at)
     values ($1, $2, $3, $4, 'waiting', $5)`,
    [applicationId, delivery.id, delivery.endpointId, delivery.eventId, now],
  );
}

export interface Replay {
  readonly since: Date;
  readonly until: Date | null;
  /** Null: all that the endpoint chose. */
  readonly eventTypes: readonly string[] | null;
  /** Only what the endpoint never took. */
  readonly onlyFailed: boolean;
}

/**
 * Queues the placed events of that time which the endpoint is meant to get, each as if it were new;
 * what is on the wire at this moment is left alone. Returns how many are due by it.
 */
export async function replayDeliveries(
  tx: Tx,
  applicationId: string,
  endpointId: string,
  replay: Replay,
  now: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into webhook_deliveries as d (application_id, id, endpoint_id, event_id, state, send_at,
       position, room_id)
     select e.application_id, gen_random_uuid(), w.id, e.id, 'waiting', $7::timestamptz,
       e.position, e.room_id
     from events e join webhook_endpoints w on w.application_id = e.application_id and w.id = $2
     where e.application_id = $1 and e.position is not null and e.type <> 'webhook.test'
       and e.occurred_at >= $3 and ($4::timestamptz is null or e.occurred_at < $4)
       and (w.event_types = '{}' or e.type = any(w.event_types))
       and ($5::text[] is null or e.type = any($5))
     order by e.position
     on conflict (application_id, endpoint_id, event_id) do update
       set state = 'waiting', attempts = 0, send_at = excluded.send_at, settled_at = null,
         position = excluded.position, claimed_by = null, claimed_until = null
       where (d.claimed_until is null or d.claimed_until <= $7)
         and not ($6 and d.state = 'delivered')`,
    [
      applicationId,
      endpointId,
      replay.since,
      replay.until,
      replay.eventTypes,
      replay.onlyFailed,
      now,
    ],
  );
  return rowCount ?? 0;
}

/** Whether any endpoint of any application wants events. */
export async function hasEnabledEndpoint(q: Queryable): Promise<boolean> {
  const { rows } = await q.query<{ has: boolean }>(
    'select exists (select from webhook_endpoints where disabled_at is null) as has',
  );
  return rows[0]?.has ?? false;
}
