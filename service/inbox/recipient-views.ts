import type { Queryable } from '../db/transaction.ts';
import type { Role } from '../scheduling/room.ts';

/** Whose mailbox an address of ours is. All ids are null for postmaster. */
export interface Recipient {
  readonly address: string;
  readonly applicationId: string | null;
  readonly roomId: string | null;
  readonly attendeeId: string | null;
  /** The outbox row a bounce address belongs to. */
  readonly outboxId: string | null;
}

type Whose = Omit<Recipient, 'address'>;

/** The person a mail's address is bound to, and their room. */
export interface Addressee {
  readonly attendeeId: string;
  readonly roomId: string;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly icsUid: string;
}

/** Whose reply address has this token hash; null: nobody's. */
export async function findReplyRecipient(q: Queryable, hash: Buffer): Promise<Whose | null> {
  const { rows } = await q.query<Whose>(
    `select application_id as "applicationId", room_id as "roomId", id as "attendeeId",
       null as "outboxId"
     from attendees where reply_hash = $1`,
    [hash],
  );
  return rows[0] ?? null;
}

/** Which message's bounce address has this token hash; null: none's. */
export async function findBounceRecipient(q: Queryable, hash: Buffer): Promise<Whose | null> {
  const { rows } = await q.query<Whose>(
    `select application_id as "applicationId", room_id as "roomId",
       attendee_id as "attendeeId", id as "outboxId"
     from messages where bounce_hash = $1`,
    [hash],
  );
  return rows[0] ?? null;
}

/** The person behind an address of ours; null when there is no such attendee. */
export async function findAddressee(
  q: Queryable,
  { applicationId, attendeeId }: { applicationId: string; attendeeId: string },
): Promise<Addressee | null> {
  const { rows } = await q.query<Addressee>(
    `select a.id as "attendeeId", a.room_id as "roomId", a.role, a.name, a.email,
       r.ics_uid as "icsUid"
     from attendees a join rooms r on r.application_id = a.application_id and r.id = a.room_id
     where a.application_id = $1 and a.id = $2`,
    [applicationId, attendeeId],
  );
  return rows[0] ?? null;
}

/** The message with this Message-ID, when it was one to this very person; else null. */
export async function findOwnMessage(
  q: Queryable,
  whose: { applicationId: string; attendeeId: string },
  messageId: string,
): Promise<string | null> {
  const { rows } = await q.query<{ id: string }>(
    `select id from messages where message_id = $1 and application_id = $2 and attendee_id = $3`,
    [messageId, whose.applicationId, whose.attendeeId],
  );
  return rows[0]?.id ?? null;
}
