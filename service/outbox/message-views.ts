import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';

/** One outbound message as host applications see it (the contract's JSON). */
export interface MessageView {
  readonly id: string;
  readonly roomId: string;
  readonly to: 'host' | 'guest';
  readonly kind: string;
  readonly method: string;
  readonly sequence: number;
  readonly revision: number;
  readonly state: string;
  readonly attempts: number;
  readonly lastResponse: string | null;
  readonly sendAt: string;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

interface MessageRow extends Omit<MessageView, 'sendAt' | 'createdAt' | 'settledAt'> {
  readonly sendAt: Date;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** What a list of messages may be narrowed to. */
export interface MessageFilters extends PageQuery {
  readonly state?: string;
  readonly method?: string;
  readonly roomId?: string;
  /** Owed at this time or later … */
  readonly from?: Date;
  /** … and before this one. */
  readonly to?: Date;
}

const columns = `id, room_id as "roomId", facts -> 'recipient' ->> 'role' as "to", kind, method,
  sequence, revision, state, attempts, last_response as "lastResponse",
  send_at as "sendAt", created_at as "createdAt", settled_at as "settledAt"`;

const toView = (row: MessageRow): MessageView => ({
  ...row,
  sendAt: row.sendAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  settledAt: row.settledAt?.toISOString() ?? null,
});

/** One page of an application's messages, newest first. */
export async function listAllMessages(
  q: Queryable,
  applicationId: string,
  { state, method, roomId, from, to, limit, cursor }: MessageFilters,
): Promise<Page<MessageView>> {
  const { rows } = await q.query<MessageRow>(
    `select ${columns} from messages
     where application_id = $1 and ($2::text is null or state = $2)
       and ($3::text is null or method = $3) and ($4::uuid is null or room_id = $4)
       and ($5::timestamptz is null or created_at >= $5)
       and ($6::timestamptz is null or created_at < $6)
       and ($7::timestamptz is null or (created_at, id) < ($7, $8::uuid))
     order by created_at desc, id desc limit $9`,
    [
      ...[applicationId, state ?? null, method ?? null, roomId ?? null, from ?? null, to ?? null],
      ...[cursor?.at ?? null, cursor?.id ?? null, limit + 1],
    ],
  );
  return cutPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), toView);
}

/** One message; null when the application has none such. */
export async function viewMessage(
  q: Queryable,
  applicationId: string,
  id: string,
): Promise<MessageView | null> {
  const { rows } = await q.query<MessageRow>(
    `select ${columns} from messages where application_id = $1 and id = $2`,
    [applicationId, id],
  );
  return rows[0] ? toView(rows[0]) : null;
}

/** The facts a message is written from, and whether its person was erased since. */
export async function viewFacts(
  q: Queryable,
  applicationId: string,
  id: string,
): Promise<{ facts: MailFacts; isErased: boolean } | null> {
  const { rows } = await q.query<{ facts: MailFacts; isErased: boolean }>(
    `select m.facts, a.erased_at is not null as "isErased"
     from messages m
     join attendees a on a.application_id = m.application_id and a.id = m.attendee_id
     where m.application_id = $1 and m.id = $2`,
    [applicationId, id],
  );
  return rows[0] ?? null;
}

/** Every message ever owed about one room, oldest first; none of another application's. */
export async function listMessages(
  q: Queryable,
  applicationId: string,
  roomId: string,
): Promise<MessageView[]> {
  const { rows } = await q.query<MessageRow>(
    `select ${columns}
     from messages
     where application_id = $1 and room_id = $2
     order by created_at, id`,
    [applicationId, roomId],
  );
  return rows.map(toView);
}
