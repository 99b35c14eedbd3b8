import type { Queryable } from '../db/transaction.ts';
import { limits } from '../limits.ts';

/** How many rows of one ledger stand in which state. */
type Counts = Readonly<Record<string, number>>;

/** How much work is done and left, as the database knows it. */
export interface Ledger {
  /** Age of the oldest mail that is due, counted from when it fell due; 0 when none is due. */
  readonly outboxOldestSeconds: number;
  /** Due and not yet sent: `outboxDue`, on the wire, or in doubt and due again. */
  readonly outboxWaiting: number;
  readonly outboxDue: number;
  /** Mails on the wire, as far as the database knows. */
  readonly outboxSending: number;
  /** Mails that may have arrived and are sent again until somebody says so. */
  readonly outboxInDoubt: number;
  /** Age of the oldest mail that came in and was not read yet; 0 when all are read. */
  readonly inboundOldestSeconds: number;
  readonly inboundWaiting: number;
  /** Age of the oldest delivery that is due to an endpoint that is not disabled. */
  readonly webhookOldestSeconds: number;
  /** By what keeps them from events: nothing (`working`), failures, their application, … */
  readonly webhookEndpoints: Counts;
  readonly jobsWaiting: number;
  readonly jobsFailed: number;
  /** Since the kind whose clean-up is longest ago was cleaned up; null before the first time. */
  readonly cleanUpSeconds: number | null;
  readonly oldestKept: readonly { readonly kind: string; readonly seconds: number }[];
  /** Processes with the role `worker` whose lease is kept. */
  readonly workers: number;
  readonly databaseBytes: number;
  /** The three ledgers by state as they are kept; `owed` and `received` are their totals. */
  readonly messages: Counts;
  readonly mails: Counts;
  readonly deliveries: Counts;
}

/** What waits is counted up to here: behind a long outage a scrape must not be slow as well. */
export const countedAtMost = 20_000;

const ageOf = (oldest: string) =>
  `coalesce(extract(epoch from $1::timestamptz - ${oldest}), 0)::float8`;

const countsOf = (ledger: string) =>
  `(select coalesce(jsonb_object_agg(state, count), '{}') from kept where ledger = '${ledger}')`;

const ledgerSql = `
  with kept as (
    select ledger, state, sum(count)::float8 as count from (
      select ledger, state, count from ledger_counts
      union all
      select ledger, state, change from ledger_changes
    ) every group by ledger, state
  )
  select
    ${ageOf('least(due.oldest, doubtful.oldest, sending.oldest)')} as "outboxOldestSeconds",
    due.count + doubtful.due + sending.count as "outboxWaiting",
    due.count as "outboxDue",
    sending.count as "outboxSending",
    doubtful.count as "outboxInDoubt",
    ${ageOf('unread.oldest')} as "inboundOldestSeconds",
    unread.count as "inboundWaiting",
    ${ageOf('hooks.oldest')} as "webhookOldestSeconds",
    coalesce(endpoints.counts, '{}') as "webhookEndpoints",
    jobs.waiting as "jobsWaiting",
    jobs.failed as "jobsFailed",
    extract(epoch from $1::timestamptz - cleaned.first)::float8 as "cleanUpSeconds",
    cleaned.oldest as "oldestKept",
    alive.workers,
    pg_database_size(current_database())::float8 as "databaseBytes",
    ${countsOf('messages')} as messages,
    ${countsOf('mails')} as mails,
    ${countsOf('deliveries')} as deliveries
  from
    (select min(send_at) as oldest, count(*)::int as count from (
       select send_at from messages where state = 'waiting' and send_at <= $1
       order by send_at limit $3) first) due,
    (select min(send_at) filter (where send_at <= $1) as oldest,
       count(*) filter (where send_at <= $1)::int as due, count(*)::int as count from (
       select send_at from messages where state = 'unknown' and settled_at is null
       order by send_at limit $3) first) doubtful,
    (select min(send_at) as oldest, count(*)::int as count from (
       select send_at from messages where state = 'sending'
       order by claimed_until limit $3) first) sending,
    (select min(received_at) as oldest, count(*)::int as count from (
       select received_at from imip_messages where read_at is null
       order by received_at limit $3) first) unread,
    (select min(next.oldest) as oldest from webhook_endpoints w cross join lateral (
       (select d.send_at as oldest from webhook_deliveries d
        where d.application_id = w.application_id and d.endpoint_id = w.id
          and d.state = 'waiting' and d.attempts = 0 order by d.position limit 1)
       union all
       (select d.send_at from webhook_deliveries d
        where d.application_id = w.application_id and d.endpoint_id = w.id
          and d.state = 'waiting' and d.attempts > 0 order by d.send_at limit 1)) next
     where w.disabled_at is null and next.oldest <= $1) hooks,
    (select jsonb_object_agg(state, count) as counts from (
       select case when disabled_at is null and failing_since is null then 'working'
           when disabled_at is null then 'failing'
           when disabled_because = 'application' then 'switched-off'
           when disabled_because = 'gone' then 'gone'
           else 'given-up' end as state, count(*)::int as count
       from webhook_endpoints group by 1) by_state) endpoints,
    (select
       count(*) filter (where attempts < max_attempts and run_at <= now())::int as waiting,
       count(*) filter (where attempts >= max_attempts)::int as failed
     from graphile_worker.jobs where locked_at is null) jobs,
    (select min(finished_at) as first,
        coalesce(json_agg(json_build_object('kind', kind, 'seconds',
            extract(epoch from $1::timestamptz - oldest_kept_at)::float8))
          filter (where oldest_kept_at is not null), '[]') as oldest
      from clean_ups) cleaned,
    (select count(*)::int as workers from workers
     where beat_at > now() - $2 * interval '1 millisecond') alive`;

/**
 * One consistent picture (one statement). Mails with a later send time are not yet due. What is
 * counted row by row is work that waits, through small partial indexes, up to `countedAtMost`; what
 * is done is read from the counts that the statements of the ledgers keep. An endpoint's oldest
 * delivery is its first in the log, or the first that is to be tried again.
 */
export async function viewLedger(q: Queryable, now: Date): Promise<Ledger> {
  const given = [now, limits.workerFrozenMs, countedAtMost];
  const { rows } = await q.query<Ledger>(ledgerSql, given);
  const ledger = rows[0];
  if (ledger === undefined) throw new Error('the ledger view returned no row');
  return ledger;
}
