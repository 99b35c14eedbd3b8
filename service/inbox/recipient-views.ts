import type { Queryable } from '../db/transaction.ts';
import type { Writer } from '../mail/mail-reading.ts';
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
  readonly applicationId: string;
  readonly attendeeId: string;
  readonly roomId: string;
  readonly role: Role;
  readonly email: string;
  /** Other addresses known to be theirs, from any room of the application. */
  readonly aliases: readonly string[];
  /** Addresses of everybody else who is or was in the room. */
  readonly others: readonly string[];
  readonly icsUid: string;
  /** Nobody knows them any more: nothing they send has an effect, or is kept. */
  readonly isErased: boolean;
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

const selectMessage = `
  select application_id as "applicationId", room_id as "roomId", attendee_id as "attendeeId",
    id as "outboxId"
  from messages`;

/** Which message's bounce address has this token hash; null: none's. */
export async function findBounceRecipient(q: Queryable, hash: Buffer): Promise<Whose | null> {
  const { rows } = await q.query<Whose>(`${selectMessage} where bounce_hash = $1`, [hash]);
  return rows[0] ?? null;
}

/** The message with this Message-ID, of any application; null when it is none of ours. */
export async function findMessage(q: Queryable, messageId: string): Promise<Whose | null> {
  const { rows } = await q.query<Whose>(`${selectMessage} where message_id = $1`, [messageId]);
  return rows[0] ?? null;
}

/** The person behind an address of ours; null when there is no such attendee. */
export async function findAddressee(
  q: Queryable,
  { applicationId, attendeeId }: { applicationId: string; attendeeId: string },
): Promise<Addressee | null> {
  const { rows } = await q.query<Addressee>(
    `select a.application_id as "applicationId", a.id as "attendeeId", a.room_id as "roomId",
       a.role, a.email, r.ics_uid as "icsUid",
       a.erased_at is not null as "isErased",
       array(select distinct alias from attendees same, unnest(same.aliases) alias
         where same.application_id = a.application_id and same.email_key = a.email_key) as aliases,
       array(select other.email from attendees other
         where other.application_id = a.application_id and other.room_id = a.room_id
           and other.id <> a.id) as others
     from attendees a join rooms r on r.application_id = a.application_id and r.id = a.room_id
     where a.application_id = $1 and a.id = $2`,
    [applicationId, attendeeId],
  );
  return rows[0] ?? null;
}

/** What is known of the person a mail's address is bound to, to understand what they write. */
export async function findWriter(
  q: Queryable,
  { applicationId, attendeeId }: { applicationId: string; attendeeId: string },
): Promise<Omit<Writer, 'receivedAt'> | null> {
  const { rows } = await q.query<Omit<Writer, 'receivedAt'>>(
    `select coalesce(a.time_zone, o.default_time_zone) as "timeZone",
       coalesce(a.locale, o.default_locale) as locale, r.start_utc as "sessionStartUtc"
     from attendees a
     join rooms r on r.application_id = a.application_id and r.id = a.room_id
     join applications o on o.id = a.application_id
     where a.application_id = $1 and a.id = $2`,
    [applicationId, attendeeId],
  );
  return rows[0] ?? null;
}
