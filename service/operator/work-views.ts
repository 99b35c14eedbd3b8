import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable } from '../db/transaction.ts';
import type { ListName } from './work-lists.ts';

/** One thing of a list of what may need a person. */
export interface WorkItem {
  readonly id: string;
  /** Null for a job, and for a mail that nobody knows whose it is. */
  readonly applicationId: string | null;
  readonly application: string | null;
  readonly roomId: string | null;
  /** The message's or the mail's kind, a person's role, an endpoint's URL, a job's task. */
  readonly what: string;
  readonly state: string;
  /** The address it is about; null when there is none. */
  readonly who: string | null;
  /** The last words about it: a relay's answer, an outcome's reason, an error. */
  readonly because: string | null;
  readonly attempts: number;
  readonly since: string;
  /** When it is tried again; null when it is not, by itself. */
  readonly dueAt: string | null;
}

interface WorkRow extends Omit<WorkItem, 'since' | 'dueAt'> {
  readonly at: Date;
  readonly since: Date;
  readonly dueAt: Date | null;
}

export interface WorkFilters extends PageQuery {
  readonly applicationId?: string;
  /** Only what was there at this time: what a confirmation page counted. */
  readonly notAfter?: Date;
}

/** A list as the parts of its statement; `$3` is the time before which a due message is late. */
interface Source {
  readonly columns: string;
  readonly from: string;
  readonly where: string;
  readonly application: string;
  readonly id: string;
  /** What the list runs by; with the id it is the order of an index. */
  readonly at: string;
  readonly isRising: boolean;
  readonly madeAt: string;
}

const messageSource = {
  columns: `m.id, m.application_id as "applicationId", a.name as application,
    m.room_id as "roomId", m.kind as what, m.state, m.attendee_email as who,
    m.last_response as because, m.attempts, m.created_at as since,
    case when m.settled_at is null then m.send_at end as "dueAt"`,
  from: 'messages m join applications a on a.id = m.application_id',
  application: 'm.application_id',
  id: 'm.id',
  madeAt: 'm.created_at',
};

const unsentSource = { ...messageSource, at: 'm.send_at', isRising: true };

const mailSource = {
  columns: `i.id, i.application_id as "applicationId", a.name as application,
    i.room_id as "roomId", coalesce(i.kind, 'unread') as what, i.outcome as state,
    coalesce(i.from_address, i.envelope_from) as who, i.reason as because, i.replays as attempts,
    i.received_at as since, null::timestamptz as "dueAt"`,
  from: 'imip_messages i left join applications a on a.id = i.application_id',
  application: 'i.application_id',
  id: 'i.id',
  madeAt: 'i.received_at',
  at: 'i.received_at',
  isRising: false,
};

/** Things without a time to run by run by their ids alone. */
const noTime = `'epoch'::timestamptz`;

const jobId = `lpad(to_hex(j.id), 32, '0')::uuid`;

const sources: Readonly<Record<ListName, Source>> = {
  'late-messages': { ...unsentSource, where: `m.state = 'waiting' and m.send_at <= $3` },
  'retrying-messages': { ...unsentSource, where: `m.state = 'waiting' and m.attempts > 0` },
  'doubtful-messages': { ...unsentSource, where: `m.state = 'unknown' and m.settled_at is null` },
  'failed-messages': {
    ...messageSource,
    // What was sent again, or is of a session that is over, needs nobody any more.
    where: `m.state in ('failed', 'bounced')
      and m.settled_at > $3::timestamptz - interval '90 days'
      and exists (select from rooms r
        where r.application_id = m.application_id and r.id = m.room_id and r.end_utc > $3)
      and not exists (select from messages later
        where later.application_id = m.application_id and later.attendee_id = m.attendee_id
          and (later.room_version, later.revision) > (m.room_version, m.revision)
          and case when m.method = 'NONE' then later.kind = m.kind
            else later.method not in ('NONE', 'DECLINECOUNTER') end)`,
    at: 'm.settled_at',
    isRising: false,
  },
  'parked-mails': { ...mailSource, where: `i.outcome = 'parked'` },
  'unreadable-mails': { ...mailSource, where: `i.outcome = 'unreadable'` },
  'unreachable-people': {
    columns: `p.id, p.application_id as "applicationId", a.name as application,
      p.room_id as "roomId", p.role as what, 'unreachable' as state, p.email as who,
      h.why as because, 0 as attempts, coalesce(h.occurred_at, r.updated_at) as since,
      null::timestamptz as "dueAt"`,
    from: `attendees p join applications a on a.id = p.application_id
      join rooms r on r.application_id = p.application_id and r.id = p.room_id
      left join lateral (select occurred_at, why from room_history
        where application_id = p.application_id and room_id = p.room_id and deed = 'undeliverable'
        order by id desc limit 1) h on true`,
    // Of sessions that are over nobody is owed a mail any more.
    where: `not p.reachable and p.erased_at is null and r.status <> 'cancelled'
      and r.end_utc > $3 and p.id in (r.host_id, r.guest_id)`,
    application: 'p.application_id',
    id: 'p.id',
    madeAt: noTime,
    at: noTime,
    isRising: false,
  },
  'troubled-endpoints': {
    columns: `w.id, w.application_id as "applicationId", a.name as application,
      null::uuid as "roomId", w.url as what,
      case when w.disabled_at is null then 'failing' else 'disabled' end as state,
      null::text as who, w.disabled_because as because, 0 as attempts,
      coalesce(w.failing_since, w.disabled_at) as since, null::timestamptz as "dueAt"`,
    from: 'webhook_endpoints w join applications a on a.id = w.application_id',
    where: '(w.disabled_at is not null or w.failing_since is not null)',
    application: 'w.application_id',
    id: 'w.id',
    madeAt: 'w.created_at',
    at: 'w.created_at',
    isRising: false,
  },
  'failed-jobs': {
    columns: `${jobId} as id, null::uuid as "applicationId", null::text as application,
      null::uuid as "roomId", j.task_identifier as what, 'failed' as state, null::text as who,
      j.last_error as because, j.attempts::int as attempts, j.updated_at as since,
      null::timestamptz as "dueAt"`,
    from: 'graphile_worker.jobs j',
    where: 'j.attempts >= j.max_attempts and j.locked_at is null',
    application: 'null::uuid',
    id: jobId,
    madeAt: 'j.created_at',
    at: noTime,
    isRising: false,
  },
};

/** What all statements narrow a list to. */
const narrowed = ({ where, application, madeAt }: Source) => `${where}
  and ($1::uuid is null or ${application} = $1)
  and ($2::timestamptz is null or ${madeAt} <= $2) and $3::timestamptz is not null`;

const lateAfterMs = 2 * 60_000;
const lateBefore = (now: Date): Date => new Date(now.getTime() - lateAfterMs);

/** One page of a list, over all applications unless one is named. */
export async function listWork(
  q: Queryable,
  name: ListName,
  now: Date,
  { applicationId, notAfter, cursor, limit }: WorkFilters,
): Promise<Page<WorkItem>> {
  const source = sources[name];
  const { columns, from, id, at, isRising } = source;
  const [behind, order] = isRising ? ['>', 'asc'] : ['<', 'desc'];
  const { rows } = await q.query<WorkRow>(
    `select ${columns}, ${at} as at from ${from}
     where ${narrowed(source)}
       and ($4::timestamptz is null or (${at}, ${id}) ${behind} ($4, $5::uuid))
     order by ${at} ${order}, ${id} ${order} limit $6`,
    [
      ...[applicationId ?? null, notAfter ?? null, lateBefore(now)],
      ...[cursor?.at ?? null, cursor?.id ?? null, limit + 1],
    ],
  );
  return cutPage(rows, limit, (row) => ({ at: row.at, id: row.id }), toItem);
}

/** More than this many are not counted. */
export const countedUpTo = 10_000;

/** How many things a list has; one more than `countedUpTo` when there are more. */
export async function countWork(
  q: Queryable,
  name: ListName,
  now: Date,
  { applicationId, notAfter }: Pick<WorkFilters, 'applicationId' | 'notAfter'> = {},
): Promise<number> {
  const source = sources[name];
  const { rows } = await q.query<{ count: number }>(
    `select count(*)::int as count from (
       select from ${source.from} where ${narrowed(source)} limit $4) listed`,
    [applicationId ?? null, notAfter ?? null, lateBefore(now), countedUpTo + 1],
  );
  return rows[0]?.count ?? 0;
}

const toItem = ({ at: _at, ...row }: WorkRow): WorkItem => ({
  ...row,
  since: row.since.toISOString(),
  dueAt: row.dueAt?.toISOString() ?? null,
});
