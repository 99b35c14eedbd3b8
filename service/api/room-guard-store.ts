import type { Queryable, Tx } from '../db/transaction.ts';
import type { RoomStatus, Wording } from '../scheduling/room.ts';

export interface GuardedRoom {
  readonly version: number;
  readonly status: RoomStatus;
  /** The room's own, without the application's defaults. */
  readonly wording: Wording;
}

/**
 * Locks the room until the transaction ends, so that what is compared or merged here is still true
 * when the waist, in the same transaction, changes it. Null when the application has no such room.
 */
export async function guardRoom(
  tx: Tx,
  applicationId: string,
  roomId: string,
): Promise<GuardedRoom | null> {
  const { rows } = await tx.query<GuardedRoom>(
    `select version, status, jsonb_build_object('sessionName', session_name, 'description',
       description, 'location', location, 'joinUrl', join_url) as wording
     from rooms where application_id = $1 and id = $2 for no key update`,
    [applicationId, roomId],
  );
  return rows[0] ?? null;
}

/** Whether the application has this room. */
export async function hasRoom(
  q: Queryable,
  applicationId: string,
  roomId: string,
): Promise<boolean> {
  const { rowCount } = await q.query('select id from rooms where application_id = $1 and id = $2', [
    applicationId,
    roomId,
  ]);
  return rowCount === 1;
}
