import type { Queryable } from '../db/transaction.ts';

/** A session that was not over at the backup: it may have been moved or called off since. */
export interface DoubtfulRoom {
  readonly applicationId: string;
  readonly roomId: string;
  readonly icsUid: string;
  readonly status: string;
  readonly startUtc: Date;
  readonly sequenceBefore: number;
  readonly sequenceNow: number;
}

/** Rooms whose session ends after `backupAt`, soonest first. */
export async function listComing(
  q: Queryable,
  backupAt: Date,
  gap: number,
  most: number,
): Promise<DoubtfulRoom[]> {
  const { rows } = await q.query<DoubtfulRoom>(
    `select application_id as "applicationId", id as "roomId", ics_uid as "icsUid", status,
       start_utc as "startUtc", sequence_floor - $3 as "sequenceBefore",
       ics_sequence as "sequenceNow"
     from rooms where end_utc > $1 and restored_from = $1 order by end_utc, id limit $2`,
    [backupAt, most, gap],
  );
  return rows;
}

export interface WaitingDecision {
  readonly applicationId: string;
  readonly roomId: string;
  /** The proposal, or the person whose decline is held. */
  readonly subjectId: string;
  readonly what: 'proposal' | 'held-decline';
  /** When it is settled by itself. */
  readonly dueAt: Date;
}

/** What is settled by itself once a worker runs, though somebody may have decided it since. */
export async function listWaitingDecisions(q: Queryable, most: number): Promise<WaitingDecision[]> {
  const { rows } = await q.query<WaitingDecision>(
    `select application_id as "applicationId", room_id as "roomId", id as "subjectId",
       'proposal' as what, expires_at as "dueAt"
     from pending_proposals where status = 'pending'
     union all
     select application_id, room_id, id, 'held-decline', held_decline_until
     from attendees where held_decline_until is not null
     order by 5, 3 limit $1`,
    [most],
  );
  return rows;
}

export interface DoubtfulEndpoint {
  readonly applicationId: string;
  readonly endpointId: string;
  readonly isEnabled: boolean;
  /** Events that are posted to it, some of them perhaps again. */
  readonly waiting: number;
}

/** All webhook endpoints: whatever was changed in them since the backup is lost. */
export async function listEndpointsInDoubt(
  q: Queryable,
  most: number,
): Promise<DoubtfulEndpoint[]> {
  const { rows } = await q.query<DoubtfulEndpoint>(
    `select w.application_id as "applicationId", w.id as "endpointId",
       w.disabled_at is null as "isEnabled",
       (select count(*)::int from webhook_deliveries d where d.application_id = w.application_id
         and d.endpoint_id = w.id and d.state = 'waiting') as waiting
     from webhook_endpoints w order by w.application_id, w.id limit $1`,
    [most],
  );
  return rows;
}

/** The newest thing this database knows of, and how many mails wait to be read. */
export async function viewNewest(
  q: Queryable,
): Promise<{ newestAt: Date | null; unreadMails: number }> {
  const { rows } = await q.query<{ newestAt: Date | null; unreadMails: number }>(
    `select greatest((select max(received_at) from imip_messages),
         (select max(occurred_at) from events where position is null),
         (select max(last.occurred_at) from applications a
          cross join lateral (select occurred_at from events e where e.application_id = a.id
            order by e.ordinal desc limit 1) last)) as "newestAt",
       (select count(*)::int from imip_messages where read_at is null) as "unreadMails"`,
  );
  return rows[0] ?? { newestAt: null, unreadMails: 0 };
}

/** A message that tells how a session stands: to one of its two, or that it was called off. */
export interface PresentMessage {
  readonly applicationId: string;
  readonly messageId: string;
}

/** The newest calendar mail of everybody in these sessions still to come, or in all of them. */
export async function listPresentMessages(
  q: Queryable,
  now: Date,
  roomIds: readonly string[] | null,
): Promise<PresentMessage[]> {
  const { rows } = await q.query<PresentMessage>(
    `select m.application_id as "applicationId", m.id as "messageId"
     from rooms r
     join attendees a on a.application_id = r.application_id and a.room_id = r.id
       and a.id in (r.host_id, r.guest_id)
     cross join lateral (
       select n.application_id, n.id, n.kind from messages n
       where n.application_id = r.application_id and n.attendee_id = a.id
         and n.kind in ('invitation', 'update', 'cancellation')
       order by n.room_version desc, n.revision desc limit 1) m
     where r.end_utc > $1 and ($2::uuid[] is null or r.id = any($2))
       and case r.status when 'booked' then m.kind <> 'cancellation'
         when 'cancelled' then m.kind = 'cancellation' else false end
     order by r.end_utc, m.id`,
    [now, roomIds],
  );
  return rows;
}
