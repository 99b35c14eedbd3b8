import type { Tx } from '../db/transaction.ts';
import type { AttendeeRow } from './attendee-store.ts';
import type { Cause } from './cause.ts';
import type { StoredRoom } from './stored-room.ts';

/**
 * The rooms an application has under these UIDs, by UID. Imports of one UID wait for each other
 * until their transactions end, all in one order, so that none waits in a circle.
 */
export async function findRoomsByUid(
  tx: Tx,
  applicationId: string,
  icsUids: readonly string[],
): Promise<Map<string, string>> {
  await tx.query(
    `select pg_advisory_xact_lock(l.key)
     from (select distinct hashtextextended($1 || uid, 0) as key
           from unnest($2::text[]) as u(uid) order by key) as l`,
    [applicationId, icsUids],
  );
  const { rows } = await tx.query<{ id: string; ics_uid: string }>(
    'select id, ics_uid from rooms where application_id = $1 and ics_uid = any($2)',
    [applicationId, icsUids],
  );
  return new Map(rows.map((row) => [row.ics_uid, row.id]));
}

/** Inserts rooms of one application as they came; their people follow in the same transaction. */
export async function insertImportedRooms(
  tx: Tx,
  applicationId: string,
  stored: readonly StoredRoom[],
): Promise<void> {
  await tx.query(
    `insert into rooms (application_id, id, reference, ics_uid, ics_sequence, major_sequence,
       announced, status, start_utc, duration_minutes, session_name, description, location,
       join_url, metadata, host_id, guest_id, version, created_at, updated_at, cancelled_at)
     select $1, id, reference, ics_uid, ics_sequence, ics_sequence, announced, status, start_utc,
       duration_minutes, session_name, description, location, join_url, metadata, host_id,
       guest_id, version, created_at, created_at, cancelled_at
     from jsonb_to_recordset($2) as r(id uuid, reference text, ics_uid text, ics_sequence int,
       announced boolean, status text, start_utc timestamptz, duration_minutes int,
       session_name text, description text, location text, join_url text, metadata jsonb,
       host_id uuid, guest_id uuid, version int, created_at timestamptz,
       cancelled_at timestamptz)`,
    [applicationId, JSON.stringify(stored.map(toRoomRow))],
  );
}

/** A person who joins a room with it. */
export interface ImportedPerson extends AttendeeRow {
  readonly roomId: string;
}

/** Inserts the people of imported rooms. */
export async function insertImportedPeople(
  tx: Tx,
  applicationId: string,
  people: readonly ImportedPerson[],
): Promise<void> {
  await tx.query(
    `insert into attendees (application_id, room_id, id, role, name, email, email_key, time_zone,
       locale, answer, invited_sequence, reply_key_id, reply_hash)
     select $1, room_id, id, role, name, email, email_key, time_zone, locale, answer,
       invited_sequence, reply_key_id, decode(reply_hash, 'hex')
     from jsonb_to_recordset($2) as p(room_id uuid, id uuid, role text, name text, email text,
       email_key text, time_zone text, locale text, answer text, invited_sequence int,
       reply_key_id text, reply_hash text)`,
    [applicationId, JSON.stringify(people.map(toPersonRow))],
  );
}

/** Begins the history of imported rooms. */
export async function recordImports(
  tx: Tx,
  applicationId: string,
  stored: readonly StoredRoom[],
  cause: Cause,
): Promise<void> {
  await tx.query(
    `insert into room_history (application_id, room_id, occurred_at, deed, version, ics_sequence,
       channel, actor, request_id, detail)
     select $1, id, created_at, 'imported', version, ics_sequence, $3, $4, $5,
       jsonb_build_object('startUtc', start_utc, 'durationMinutes', duration_minutes)
     from jsonb_to_recordset($2) as r(id uuid, created_at timestamptz, version int,
       ics_sequence int, start_utc text, duration_minutes int)`,
    [
      applicationId,
      JSON.stringify(stored.map(toRoomRow)),
      cause.channel,
      cause.actor,
      cause.requestId,
    ],
  );
}

const toRoomRow = ({ room, reference, metadata, version, createdAt }: StoredRoom) => ({
  id: room.id,
  reference,
  ics_uid: room.icsUid,
  ics_sequence: room.icsSequence,
  announced: room.announced,
  status: room.status,
  start_utc: room.startUtc,
  duration_minutes: room.durationMinutes,
  session_name: room.sessionName,
  description: room.description,
  location: room.location,
  join_url: room.joinUrl,
  metadata,
  host_id: room.host.id,
  guest_id: room.guest?.id ?? null,
  version,
  created_at: createdAt,
  cancelled_at: room.cancelledAt,
});

const toPersonRow = ({ roomId, attendee, emailKey, replyKeyId, replyHash }: ImportedPerson) => ({
  room_id: roomId,
  id: attendee.id,
  role: attendee.role,
  name: attendee.name,
  email: attendee.email,
  email_key: emailKey,
  time_zone: attendee.timeZone,
  locale: attendee.locale,
  answer: attendee.answer,
  invited_sequence: attendee.invitedSequence,
  reply_key_id: replyKeyId,
  reply_hash: replyHash.toString('hex'),
});
