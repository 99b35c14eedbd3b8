import type { Queryable } from '../db/transaction.ts';

/** What is cleaned up, by the words of the metrics. */
export type KeptKind =
  | 'answers'
  | 'reports'
  | 'webhook-attempts'
  | 'events'
  | 'links'
  | 'mail-bytes'
  | 'mails'
  | 'messages'
  | 'rooms'
  | 'development-mails'
  | 'failed-jobs';

/** By what each kind is as old as it is; each is the first row of an index. */
const oldest: Readonly<Record<KeptKind, string>> = {
  answers: 'select min(created_at) from idempotency_keys',
  reports: 'select min(received_at) from email_statuses where read_at is not null',
  'webhook-attempts': 'select min(started_at) from webhook_attempts',
  events: `select min(first.occurred_at) from applications a
    cross join lateral (select occurred_at from events e
      where e.application_id = a.id and e.position is not null
      order by e.position limit 1) first`,
  links: 'select min(expires_at) from magic_links',
  'mail-bytes': `select min(received_at) from imip_messages
    where read_at is not null and raw <> ''`,
  mails: 'select min(received_at) from imip_messages',
  messages: 'select min(settled_at) from messages where settled_at is not null',
  rooms: 'select min(end_utc) from rooms',
  'development-mails': 'select received_at from development_mails order by id limit 1',
  'failed-jobs': `select min(updated_at) from graphile_worker.jobs
    where attempts >= max_attempts and locked_at is null`,
};

/** How old the oldest of a kind is; null when there is none. */
export async function findOldest(q: Queryable, kind: KeptKind): Promise<Date | null> {
  const { rows } = await q.query<{ at: Date | null }>(`select (${oldest[kind]}) as at`);
  return rows[0]?.at ?? null;
}
