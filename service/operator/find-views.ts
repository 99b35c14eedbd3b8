import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable } from '../db/transaction.ts';

/** One room of any application, as a search shows it. */
export interface FoundRoom {
  readonly id: string;
  readonly applicationId: string;
  readonly application: string;
  readonly reference: string | null;
  readonly icsUid: string;
  readonly status: 'open' | 'booked' | 'cancelled';
  readonly startUtc: string;
  readonly durationMinutes: number;
  readonly sessionName: string | null;
  readonly hostName: string;
  readonly guestName: string | null;
}

interface FoundRow extends Omit<FoundRoom, 'startUtc'> {
  readonly startUtc: Date;
}

/** What somebody typed to find a room by; each is looked up by an index of its own. */
export interface RoomWish {
  /** An id of a room, or of a message, a mail or a person of it. */
  readonly id: string | null;
  /** The comparison key of an address (`scheduling/address.ts`). */
  readonly emailKey: string | null;
  /** As it was typed: a UID, a reference, or a mail's Message-ID. */
  readonly text: string;
}

/** Ids are looked up under each application, whose keys begin with it; there are few. */
const wanted = `
  select a.id as application_id, $1::uuid as id from applications a where $1::uuid is not null
  union select m.application_id, m.room_id from applications a
    join messages m on m.application_id = a.id and m.id = $1::uuid
  union select p.application_id, p.room_id from attendees p where p.id = $1::uuid
  union select i.application_id, i.room_id from imip_messages i where i.id = $1::uuid
  union select r.application_id, r.id from rooms r where r.ics_uid = $3
  union select r.application_id, r.id from applications a
    join rooms r on r.application_id = a.id and r.reference = $3
  union select m.application_id, m.room_id from messages m where m.message_id = $3
  union select p.application_id, p.room_id from applications a
    join attendees p on p.application_id = a.id and p.email_key = $2`;

/** One page of the rooms that fit, of all applications; the latest start first. */
export async function findRooms(
  q: Queryable,
  { id, emailKey, text }: RoomWish,
  { cursor, limit }: PageQuery,
): Promise<Page<FoundRoom>> {
  const { rows } = await q.query<FoundRow>(
    `select r.id, r.application_id as "applicationId", a.name as application, r.reference,
       r.ics_uid as "icsUid", r.status, r.start_utc as "startUtc",
       r.duration_minutes as "durationMinutes", coalesce(r.session_name, a.session_name) as
       "sessionName", h.name as "hostName", g.name as "guestName"
     from (${wanted}) w
     join rooms r on r.application_id = w.application_id and r.id = w.id
     join applications a on a.id = r.application_id
     join attendees h on h.application_id = r.application_id and h.id = r.host_id
     left join attendees g on g.application_id = r.application_id and g.id = r.guest_id
     where $4::timestamptz is null or (r.start_utc, r.id) < ($4, $5::uuid)
     order by r.start_utc desc, r.id desc limit $6`,
    [id, emailKey, text, cursor?.at ?? null, cursor?.id ?? null, limit + 1],
  );
  const placeOf = ({ startUtc, id: roomId }: FoundRow) => ({ at: startUtc, id: roomId });
  return cutPage(rows, limit, placeOf, (row) => ({
    ...row,
    startUtc: row.startUtc.toISOString(),
  }));
}

/** An application that has something. */
export interface Owner {
  readonly id: string;
  readonly name: string;
}

/** Whose the thing of this id is; null when there is none. */
export async function findOwner(
  q: Queryable,
  of: 'room' | 'message',
  id: string,
): Promise<Owner | null> {
  const table = of === 'room' ? 'rooms' : 'messages';
  const { rows } = await q.query<Owner>(
    `select a.id, a.name
     from applications a join ${table} t on t.application_id = a.id and t.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
