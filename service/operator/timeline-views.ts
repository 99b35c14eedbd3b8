import type { Queryable } from '../db/transaction.ts';

export interface DeedRow {
  readonly id: string;
  readonly at: Date;
  readonly deed: string;
  readonly version: number;
  readonly icsSequence: number;
  readonly channel: string;
  readonly actor: string | null;
  /** The operator whose request it was; nobody else's deed carries the same one. */
  readonly operator: string | null;
  readonly why: string | null;
  readonly requestId: string | null;
  readonly inboundMailId: string | null;
  readonly outboxId: string | null;
  readonly linkId: string | null;
  readonly proposalId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface AttemptRow {
  readonly fence: number;
  readonly at: string;
  readonly endedAt: string | null;
  readonly relay: string | null;
  readonly outcome: string | null;
  readonly response: string | null;
}

interface ReportRow {
  readonly id: string;
  readonly at: string;
  readonly provider: string;
  readonly status: string;
  readonly outcome: string | null;
}

export interface SentRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly method: string;
  readonly state: string;
  readonly role: string;
  readonly version: number;
  readonly icsSequence: number;
  readonly proposalId: string | null;
  readonly response: string | null;
  readonly sendAt: Date;
  readonly settledAt: Date | null;
  readonly linkIds: readonly string[];
  readonly attempts: readonly AttemptRow[];
  readonly reports: readonly ReportRow[];
}

export interface ReceivedRow {
  readonly id: string;
  readonly at: Date;
  readonly role: string | null;
  readonly kind: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly outboxId: string | null;
  readonly replays: number;
}

export interface ClickRow {
  readonly id: string;
  readonly at: Date;
  readonly purpose: string;
  readonly role: string;
  readonly proposalId: string | null;
}

export interface EventRow {
  readonly id: string;
  readonly at: Date;
  readonly type: string;
  readonly version: number | null;
  readonly messageId: string | null;
  readonly inboundMailId: string | null;
  readonly deliveries: readonly DeliveryRow[];
}

interface DeliveryRow {
  readonly id: string;
  readonly url: string;
  readonly endpointId: string;
  readonly state: string;
  readonly attempts: number;
  readonly at: string;
  readonly status: number | null;
  readonly error: string | null;
}

/** All that happened to a room, kind by kind, each oldest first. */
export interface RoomRecord {
  readonly deeds: readonly DeedRow[];
  readonly sent: readonly SentRow[];
  readonly received: readonly ReceivedRow[];
  readonly clicks: readonly ClickRow[];
  readonly events: readonly EventRow[];
}

/** The newest of each kind; a room that has more than this of anything is shown from there on. */
const most = 500;

const deedSql = `
  select h.id::text, h.occurred_at as at, h.deed, h.version, h.ics_sequence as "icsSequence",
    h.channel, h.actor, h.why, h.request_id as "requestId",
    h.inbound_mail_id as "inboundMailId", h.outbox_id as "outboxId", h.link_id as "linkId",
    h.proposal_id as "proposalId", h.detail,
    case when h.channel = 'api' and h.actor is null then (select o.actor from operator_actions o
      where o.request_id = h.request_id order by o.at limit 1) end as operator
  from room_history h where h.application_id = $1 and h.room_id = $2
  order by h.id desc limit ${most}`;

const sentSql = `
  select m.id, m.created_at as at, m.kind, m.method, m.state, p.role, m.room_version as version,
    m.sequence as "icsSequence", m.proposal_id as "proposalId", m.last_response as response,
    m.send_at as "sendAt", m.settled_at as "settledAt",
    array(select l ->> 'id' from jsonb_array_elements(m.facts -> 'links') l) as "linkIds",
    (select coalesce(jsonb_agg(jsonb_build_object('fence', t.fence, 'at', t.started_at,
        'endedAt', t.ended_at, 'relay', t.relay, 'outcome', t.outcome, 'response', t.response)
        order by t.fence), '[]')
      from message_attempts t where t.application_id = m.application_id and t.outbox_id = m.id)
      as attempts,
    (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'at', s.received_at,
        'provider', s.provider, 'status', s.status, 'outcome', s.outcome)
        order by s.received_at, s.id), '[]')
      from email_statuses s where s.application_id = m.application_id and s.outbox_id = m.id)
      as reports
  from messages m join attendees p on p.application_id = m.application_id and p.id = m.attendee_id
  where m.application_id = $1 and m.room_id = $2
  order by m.created_at desc, m.id desc limit ${most}`;

const receivedSql = `
  select i.id, i.received_at as at, p.role, i.kind, i.outcome, i.reason,
    i.outbox_id as "outboxId", i.replays
  from imip_messages i
  left join attendees p on p.application_id = i.application_id and p.id = i.attendee_id
  where i.application_id = $1 and i.room_id = $2
  order by i.received_at desc, i.id desc limit ${most}`;

const clickSql = `
  select l.id, l.used_at as at, l.purpose, p.role, l.proposal_id as "proposalId"
  from magic_links l join attendees p on p.application_id = l.application_id
    and p.id = l.attendee_id
  where l.application_id = $1 and l.room_id = $2 and l.used_at is not null
  order by l.used_at desc limit ${most}`;

const eventColumns = `e.id, e.occurred_at as at, e.type, e.ordinal,
  (e.payload #>> '{room,version}')::int as version,
  e.payload #>> '{message,id}' as "messageId",
  e.payload #>> '{cause,inboundMailId}' as "inboundMailId"`;

/** Two parts, since placed and unplaced events have an index each. */
const eventSql = `
  select e.id, e.at, e.type, e.version, e."messageId", e."inboundMailId",
    (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'url', w.url, 'endpointId', w.id,
        'state', d.state, 'attempts', d.attempts, 'at', coalesce(d.settled_at, d.send_at),
        'status', d.last_status, 'error', d.last_error) order by w.created_at, w.id), '[]')
      from webhook_endpoints w join webhook_deliveries d on d.application_id = w.application_id
        and d.endpoint_id = w.id and d.event_id = e.id
      where w.application_id = $1) as deliveries
  from (
    (select ${eventColumns} from events e
     where e.application_id = $1 and e.room_id = $2 and e.position is not null
     order by e.position desc limit ${most})
    union all
    (select ${eventColumns} from events e
     where e.application_id = $1 and e.room_id = $2 and e.position is null
     order by e.ordinal desc limit ${most})) e
  order by e.ordinal desc limit ${most}`;

/** Reads all that is known of a room; of another application's nothing. */
export async function readRecord(
  q: Queryable,
  applicationId: string,
  roomId: string,
): Promise<RoomRecord> {
  const read = async <Row extends object>(sql: string): Promise<Row[]> =>
    (await q.query<Row>(sql, [applicationId, roomId])).rows.reverse();
  const [deeds, sent, received, clicks, events] = await Promise.all([
    read<DeedRow>(deedSql),
    read<SentRow>(sentSql),
    read<ReceivedRow>(receivedSql),
    read<ClickRow>(clickSql),
    read<EventRow>(eventSql),
  ]);
  return { deeds, sent, received, clicks, events };
}
