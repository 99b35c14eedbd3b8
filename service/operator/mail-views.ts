import type { Queryable } from '../db/transaction.ts';

/** A message of any application, with what the operator may see of it. */
export interface AnyMessage {
  readonly id: string;
  readonly applicationId: string;
  readonly application: string;
  readonly roomId: string;
  readonly to: 'host' | 'guest';
  readonly address: string;
  readonly kind: string;
  readonly method: string;
  readonly sequence: number;
  readonly revision: number;
  readonly state: string;
  readonly isEnded: boolean;
  readonly isErased: boolean;
  readonly attempts: number;
  readonly lastResponse: string | null;
  readonly messageId: string;
  readonly sendAt: string;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

interface MessageRow extends Omit<AnyMessage, 'sendAt' | 'createdAt' | 'settledAt'> {
  readonly sendAt: Date;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** One message, whosever it is; null when there is none of this id. */
export async function viewAnyMessage(q: Queryable, id: string): Promise<AnyMessage | null> {
  const { rows } = await q.query<MessageRow>(
    `select m.id, m.application_id as "applicationId", a.name as application,
       m.room_id as "roomId", p.role as "to", m.attendee_email as address, m.kind, m.method,
       m.sequence, m.revision, m.state, m.settled_at is not null as "isEnded",
       p.erased_at is not null as "isErased", m.attempts, m.last_response as "lastResponse",
       m.message_id as "messageId", m.send_at as "sendAt", m.created_at as "createdAt",
       m.settled_at as "settledAt"
     from applications a join messages m on m.application_id = a.id and m.id = $1
     join attendees p on p.application_id = m.application_id and p.id = m.attendee_id`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { sendAt, createdAt, settledAt, ...same } = row;
  return {
    ...same,
    sendAt: sendAt.toISOString(),
    createdAt: createdAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  };
}

/** A mail that came in, of any application or of none. */
export interface AnyMail {
  readonly id: string;
  readonly applicationId: string | null;
  readonly application: string | null;
  readonly roomId: string | null;
  readonly attendee: 'host' | 'guest' | null;
  readonly source: string;
  readonly receivedAt: string;
  readonly remoteAddress: string | null;
  readonly helo: string | null;
  readonly envelopeFrom: string;
  readonly from: string | null;
  readonly subject: string | null;
  readonly kind: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly authentication: unknown;
  readonly replays: number;
  readonly bytes: number;
}

/** One mail; null when there is none of this id. */
export async function viewAnyMail(q: Queryable, id: string): Promise<AnyMail | null> {
  const { rows } = await q.query<Omit<AnyMail, 'receivedAt'> & { readonly receivedAt: Date }>(
    `select i.id, i.application_id as "applicationId", a.name as application,
       i.room_id as "roomId", p.role as attendee, i.source, i.received_at as "receivedAt",
       i.remote_address as "remoteAddress", i.helo, i.envelope_from as "envelopeFrom",
       i.from_address as "from", i.subject, i.kind, i.outcome, i.reason, i.authentication,
       i.replays, octet_length(i.raw) as bytes
     from imip_messages i left join applications a on a.id = i.application_id
     left join attendees p on p.application_id = i.application_id and p.id = i.attendee_id
     where i.id = $1`,
    [id],
  );
  const [row] = rows;
  return row === undefined ? null : { ...row, receivedAt: row.receivedAt.toISOString() };
}

/**
 * The bytes of a mail as they came in, live tokens included, at most so many of the first (null:
 * all); null when there is no such mail.
 */
export async function viewAnyRaw(
  q: Queryable,
  id: string,
  most: number | null,
): Promise<Buffer | null> {
  const { rows } = await q.query<{ raw: Buffer }>(
    `select case when $2::int is null then raw else substring(raw from 1 for $2::int) end as raw
     from imip_messages where id = $1`,
    [id, most],
  );
  return rows[0]?.raw ?? null;
}
