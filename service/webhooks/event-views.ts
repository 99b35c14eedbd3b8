import type { Queryable } from '../db/transaction.ts';

export interface EventFilters {
  /** Only what stands behind this place. */
  readonly after: number;
  readonly type?: string | undefined;
  readonly roomId?: string | undefined;
  readonly limit: number;
}

/** The place of an event in its application's log; null when there is none of this id. */
export async function findPlace(
  q: Queryable,
  applicationId: string,
  eventId: string,
): Promise<number | null> {
  const { rows } = await q.query<{ position: number | null }>(
    'select position::float8 as position from events where application_id = $1 and id = $2',
    [applicationId, eventId],
  );
  return rows[0]?.position ?? null;
}

/** One page of the log in order, and the place of its last event when more follow. */
export async function listEvents(
  q: Queryable,
  applicationId: string,
  { after, type, roomId, limit }: EventFilters,
): Promise<{ readonly data: readonly unknown[]; readonly next: number | null }> {
  const { rows } = await q.query<{ position: number; payload: unknown }>(
    `select position::float8 as position, payload from events
     where application_id = $1 and position > $2
       and ($3::text is null or type = $3) and ($4::uuid is null or room_id = $4)
     order by position limit $5`,
    [applicationId, after, type ?? null, roomId ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map(({ payload }) => payload),
    next: rows.length > page.length && last ? last.position : null,
  };
}

/** The last place given out; 0 when there is none. */
export async function findLastPlace(q: Queryable, applicationId: string): Promise<number> {
  const { rows } = await q.query<{ position: number }>(
    `select coalesce(max(position), 0)::float8 as position from events
     where application_id = $1`,
    [applicationId],
  );
  return rows[0]?.position ?? 0;
}

/**
 * Whether who has read the log up to this place may have missed something: it lies within a gap.
 * Null for a place that nobody knows: whether the log has any gap.
 */
export async function isInGap(
  q: Queryable,
  applicationId: string,
  place: number | null,
): Promise<boolean> {
  const { rows } = await q.query<{ inGap: boolean }>(
    `select exists (select from event_log_gaps where application_id = $1
       and ($2::bigint is null or (after_place < $2 and $2 < up_to_place))) as "inGap"`,
    [applicationId, place],
  );
  return rows[0]?.inGap ?? false;
}

/** One event as its webhooks carry it; null when the application has none of this id. */
export async function viewEvent(
  q: Queryable,
  applicationId: string,
  eventId: string,
): Promise<Record<string, unknown> | null> {
  const { rows } = await q.query<{ payload: Record<string, unknown> }>(
    'select payload from events where application_id = $1 and id = $2',
    [applicationId, eventId],
  );
  return rows[0]?.payload ?? null;
}
