import type { Tx } from '../db/transaction.ts';
import { isReminder } from '../outbox/pointless-store.ts';
import type { RoomRef } from './room-store.ts';

export interface Raised {
  /** Rooms that were raised now. */
  readonly count: number;
  /** Behind which to go on; null when all rooms were looked at. */
  readonly next: RoomRef | null;
}

/**
 * Raises SEQUENCE and version of the next `most` rooms by `gap`, once for one backup. Calendars may
 * hold objects that a restored database knows nothing of; whatever it sends from now on is above
 * them. The raised number is a major one: an answer to a REQUEST that was lost counts only when it
 * names the time that is known here, else its sender gets the present REQUEST. Open proposals stay
 * open, and reminders that wait go with the raised number. Rooms that are not over by the time of
 * the backup have a line of it in their history.
 */
export async function raiseSequences(
  tx: Tx,
  {
    backupAt,
    gap,
    after,
    most,
    now,
  }: {
    readonly backupAt: Date;
    readonly gap: number;
    readonly after: RoomRef | null;
    readonly most: number;
    readonly now: Date;
  },
): Promise<Raised> {
  const { rows } = await tx.query<{ count: number; looked: number } & RoomRef>(
    `with these as materialized (
       select application_id, id, ics_sequence from rooms
       where $3::uuid is null or (application_id, id) > ($3, $4::uuid)
       order by application_id, id limit $5 for update
     ), raised as (
       update rooms r set ics_sequence = r.ics_sequence + $2, sequence_floor = r.ics_sequence + $2,
         major_sequence = r.ics_sequence + $2, revision = 0, version = r.version + $2,
         restored_from = $1
       from these where r.application_id = these.application_id and r.id = these.id
         and r.restored_from is distinct from $1
       returning r.application_id, r.id, r.version, r.end_utc, r.ics_sequence as after,
         these.ics_sequence as before
     ), proposals as (
       update pending_proposals p set made_at_sequence = raised.after from raised
       where p.application_id = raised.application_id and p.room_id = raised.id
         and p.status = 'pending' and p.made_at_sequence = raised.before
     ), reminders as (
       update messages m set sequence = raised.after from raised
       where m.application_id = raised.application_id and m.room_id = raised.id
         and ${isReminder('m')} and m.state = 'waiting'
     ), history as (
       insert into room_history (application_id, room_id, occurred_at, deed, version,
         ics_sequence, channel, detail)
       select application_id, id, $6, 'restored', version, after, 'job',
         jsonb_build_object('sequenceBefore', before, 'backupAt', $1::timestamptz)
       from raised where end_utc > $1
     )
     select (select count(*)::int from raised) as count,
       (select count(*)::int from these) as looked,
       last.application_id as "applicationId", last.id as "roomId"
     from (select 1) one left join (select application_id, id from these
       order by application_id desc, id desc limit 1) last on true`,
    [backupAt, gap, after?.applicationId ?? null, after?.roomId ?? null, most, now],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('raising told nothing');
  const { count, looked, applicationId, roomId } = row;
  return { count, next: looked < most ? null : { applicationId, roomId } };
}
