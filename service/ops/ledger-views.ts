import type { Queryable } from '../db/transaction.ts';

/** How much work is left, as the database knows it. */
export interface Ledger {
  /** Age of the oldest mail that is due, counted from when it fell due; 0 when none is due. */
  readonly outboxOldestSeconds: number;
  readonly outboxWaiting: number;
  /** Mails that may have arrived and are sent again until somebody says so. */
  readonly outboxInDoubt: number;
  /** Age of the oldest delivery that is due to an endpoint that is not disabled. */
  readonly webhookOldestSeconds: number;
  readonly jobsWaiting: number;
  readonly jobsFailed: number;
  /** Since the kind whose clean-up is longest ago was cleaned up; null before the first time. */
  readonly cleanUpSeconds: number | null;
  readonly oldestKept: readonly { readonly kind: string; readonly seconds: number }[];
}

/** One consistent picture (one statement). Mails with a later send time are not yet due. */
export async function viewLedger(q: Queryable, now: Date): Promise<Ledger> {
  const { rows } = await q.query<Ledger>(
    `select
       coalesce(extract(epoch from $1::timestamptz - due.oldest), 0)::float8
         as "outboxOldestSeconds",
       due.count as "outboxWaiting",
       doubtful.count as "outboxInDoubt",
       coalesce(extract(epoch from $1::timestamptz - hooks.oldest), 0)::float8
         as "webhookOldestSeconds",
       jobs.waiting as "jobsWaiting",
       jobs.failed as "jobsFailed",
       extract(epoch from $1::timestamptz - cleaned.first)::float8 as "cleanUpSeconds",
       cleaned.oldest as "oldestKept"
     from
       (select min(send_at) as oldest, count(*)::int as count
        from (select send_at from messages where state = 'waiting' and send_at <= $1
              union all
              select send_at from messages
              where state = 'unknown' and settled_at is null and send_at <= $1
              union all
              select send_at from messages where state = 'sending') unsent) due,
       (select count(*)::int as count from messages
        where state = 'unknown' and settled_at is null) doubtful,
       (select min(d.send_at) as oldest from webhook_deliveries d
        join webhook_endpoints w on w.application_id = d.application_id and w.id = d.endpoint_id
        where d.state = 'waiting' and d.send_at <= $1 and w.disabled_at is null) hooks,
       (select
          count(*) filter (where attempts < max_attempts and run_at <= now())::int as waiting,
          count(*) filter (where attempts >= max_attempts)::int as failed
        from graphile_worker.jobs where locked_at is null) jobs,
       (select min(finished_at) as first,
          coalesce(json_agg(json_build_object('kind', kind, 'seconds',
              extract(epoch from $1::timestamptz - oldest_kept_at)::float8))
            filter (where oldest_kept_at is not null), '[]') as oldest
        from clean_ups) cleaned`,
    [now],
  );
  const ledger = rows[0];
  if (ledger === undefined) throw new Error('the ledger view returned no row');
  return ledger;
}
