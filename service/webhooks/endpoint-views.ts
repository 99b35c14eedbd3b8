import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable } from '../db/transaction.ts';

/** An endpoint as its application sees it; the secret is read by itself. */
export interface EndpointView {
  readonly id: string;
  readonly url: string;
  /** Null: all. */
  readonly eventTypes: readonly string[] | null;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabledAt: string | null;
  readonly disabledBecause: 'application' | 'gone' | 'failing' | null;
  readonly failingSince: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface EndpointRow {
  readonly id: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly description: string | null;
  readonly disabledAt: Date | null;
  readonly disabledBecause: EndpointView['disabledBecause'];
  readonly failingSince: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What `toEndpointView` reads of a row. */
export const endpointColumns = `id, url, event_types as "eventTypes", description,
  disabled_at as "disabledAt", disabled_because as "disabledBecause",
  failing_since as "failingSince", created_at as "createdAt", updated_at as "updatedAt"`;

/** One endpoint; null when the application has none of this id. */
export async function viewEndpoint(
  q: Queryable,
  applicationId: string,
  id: string,
): Promise<EndpointView | null> {
  const { rows } = await q.query<EndpointRow>(
    `select ${endpointColumns} from webhook_endpoints where application_id = $1 and id = $2`,
    [applicationId, id],
  );
  return rows[0] ? toEndpointView(rows[0]) : null;
}

/** One page of endpoints, newest first. */
export async function listEndpoints(
  q: Queryable,
  applicationId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<EndpointView>> {
  const { rows } = await q.query<EndpointRow>(
    `select ${endpointColumns} from webhook_endpoints
     where application_id = $1
       and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
     order by created_at desc, id desc limit $4`,
    [applicationId, cursor?.at ?? null, cursor?.id ?? null, limit + 1],
  );
  return cutPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), toEndpointView);
}

export interface SecretView {
  readonly secret: string;
  readonly previousSignsUntil: string | null;
}

/** The secret an endpoint's deliveries are signed with now; null when there is no endpoint. */
export async function viewSecret(
  q: Queryable,
  applicationId: string,
  id: string,
  now: Date,
): Promise<SecretView | null> {
  const { rows } = await q.query<{ secrets: readonly string[]; until: Date | null }>(
    `select secrets, overlap_until as until from webhook_endpoints
     where application_id = $1 and id = $2`,
    [applicationId, id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const isOver = row.until === null || row.until <= now;
  return {
    secret: row.secrets[0] ?? '',
    previousSignsUntil: isOver ? null : (row.until?.toISOString() ?? null),
  };
}

export const toEndpointView = (row: EndpointRow): EndpointView => ({
  id: row.id,
  url: row.url,
  eventTypes: row.eventTypes.length === 0 ? null : row.eventTypes,
  description: row.description,
  enabled: row.disabledAt === null,
  disabledAt: row.disabledAt?.toISOString() ?? null,
  disabledBecause: row.disabledBecause,
  failingSince: row.failingSince?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export interface AttemptView {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly attempt: number;
  readonly at: string;
  readonly outcome: 'delivered' | 'failed';
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly response: string | null;
  readonly nextAttemptAt: string | null;
}

interface AttemptRow extends Omit<AttemptView, 'at' | 'nextAttemptAt'> {
  readonly at: Date;
  readonly nextAttemptAt: Date | null;
}

export interface AttemptFilters extends PageQuery {
  readonly outcome?: string;
}

/** One page of an endpoint's attempts, newest first. */
export async function listAttempts(
  q: Queryable,
  applicationId: string,
  endpointId: string,
  { outcome, cursor, limit }: AttemptFilters,
): Promise<Page<AttemptView>> {
  const { rows } = await q.query<AttemptRow>(
    `select a.id, a.event_id as "eventId", e.type as "eventType", a.attempt, a.started_at as at,
       a.outcome, a.status, a.duration_ms as "durationMs", a.error, a.response,
       a.next_attempt_at as "nextAttemptAt"
     from webhook_attempts a
     join events e on e.application_id = a.application_id and e.id = a.event_id
     where a.application_id = $1 and a.endpoint_id = $2 and ($3::text is null or a.outcome = $3)
       and ($4::timestamptz is null or (a.started_at, a.id) < ($4, $5::uuid))
     order by a.started_at desc, a.id desc limit $6`,
    [applicationId, endpointId, outcome ?? null, cursor?.at ?? null, cursor?.id ?? null, limit + 1],
  );
  return cutPage(rows, limit, ({ at, id }) => ({ at, id }), toAttemptView);
}

const toAttemptView = ({ at, nextAttemptAt, ...row }: AttemptRow): AttemptView => ({
  ...row,
  at: at.toISOString(),
  nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
});
