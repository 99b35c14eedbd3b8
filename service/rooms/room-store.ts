import type { Tx } from '../db/transaction.ts';
import type { Room } from '../scheduling/room.ts';
import { viewStoredRoom } from './select-room-views.ts';
import type { StoredRoom } from './stored-room.ts';

export interface RoomRef {
  readonly applicationId: string;
  readonly roomId: string;
}

/**
 * Locks the room until the transaction ends, then reads it: whoever waited for the lock sees what
 * the winner left behind. (Reading in the locking statement would show people and proposals as
 * they were before the wait.) Rows that only refer to the room can be stored meanwhile, so mail is
 * taken in while a command runs. Null when the application has no such room.
 */
export async function lockRoom(
  tx: Tx,
  ref: RoomRef,
  proposalId: string | null,
): Promise<StoredRoom | null> {
  const locked = await tx.query(
    'select id from rooms where application_id = $1 and id = $2 for no key update',
    [ref.applicationId, ref.roomId],
  );
  if (locked.rowCount === 0) return null;
  return viewStoredRoom(tx, ref.applicationId, ref.roomId, proposalId);
}

/** Inserts a room at version 1; its attendees follow in the same transaction. */
export async function insertRoom(tx: Tx, stored: StoredRoom): Promise<void> {
  const { room } = stored;
  await tx.query(
    `insert into rooms (application_id, id, reference, ics_uid, ics_sequence, major_sequence,
       revision, announced, stamped_at, asked_at, status, start_utc, duration_minutes,
       session_name, description, location, join_url, metadata, host_id, guest_id, version,
       created_at, updated_at, cancelled_at, cancelled_because)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
       $20, $21, $22, $23, $24, $25)`,
    [
      stored.applicationId,
      room.id,
      stored.reference,
      room.icsUid,
      ...changeable(room),
      JSON.stringify(stored.metadata),
      room.host.id,
      room.guest?.id ?? null,
      stored.version,
      stored.createdAt,
      stored.updatedAt,
      room.cancelledAt,
      room.cancelledBecause,
    ],
  );
}

/** Stores everything a command may change of the room's own row, and its new version. */
export async function updateRoom(tx: Tx, stored: StoredRoom): Promise<void> {
  const { room } = stored;
  await tx.query(
    `update rooms set ics_sequence = $3, major_sequence = $4, revision = $5, announced = $6,
       stamped_at = $7, asked_at = $8, status = $9, start_utc = $10, duration_minutes = $11,
       session_name = $12, description = $13, location = $14, join_url = $15, guest_id = $16,
       version = $17, updated_at = $18, cancelled_at = $19, cancelled_because = $20
     where application_id = $1 and id = $2`,
    [
      stored.applicationId,
      room.id,
      ...changeable(room),
      room.guest?.id ?? null,
      stored.version,
      stored.updatedAt,
      room.cancelledAt,
      room.cancelledBecause,
    ],
  );
}

/** Stores the host application's own notes about a room, and its new version. */
export async function updateMetadata(tx: Tx, stored: StoredRoom): Promise<void> {
  await tx.query(
    `update rooms set metadata = $3, version = $4, updated_at = $5
     where application_id = $1 and id = $2`,
    [
      stored.applicationId,
      stored.room.id,
      JSON.stringify(stored.metadata),
      stored.version,
      stored.updatedAt,
    ],
  );
}

const changeable = (room: Room): unknown[] => [
  room.icsSequence,
  room.majorSequence,
  room.revision,
  room.announced,
  room.stampedAt,
  room.askedAt,
  room.status,
  room.startUtc,
  room.durationMinutes,
  room.sessionName,
  room.description,
  room.location,
  room.joinUrl,
];

/** Notes a DTSTAMP and a revision given out for what is sent again. */
export async function stampRoom(
  tx: Tx,
  { applicationId, roomId, sequence }: RoomRef & { readonly sequence: number },
  given: { readonly stampedAt: Date; readonly revision: number; readonly now: Date },
): Promise<void> {
  await tx.query(
    `update rooms set stamped_at = $3, version = version + 1, updated_at = $6,
       revision = case when ics_sequence = $4 then greatest(revision, $5) else revision end
     where application_id = $1 and id = $2`,
    [applicationId, roomId, given.stampedAt, sequence, given.revision, given.now],
  );
}
