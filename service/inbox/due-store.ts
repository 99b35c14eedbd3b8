import type { Queryable, Tx } from '../db/transaction.ts';

/** Something whose time has come, in one room. */
export interface Due {
  readonly applicationId: string;
  readonly roomId: string;
  /** The proposal or the attendee it is about. */
  readonly subjectId: string;
}

/** A message that was finally refused and of which its room does not know yet. */
export interface UntoldFailure {
  readonly applicationId: string;
  readonly id: string;
  readonly roomId: string;
  readonly attendeeId: string;
  /** What the far server said last. */
  readonly response: string | null;
}

/** Pending proposals whose time to be decided is over, longest first; ids rise with time. */
export async function findExpiredProposals(q: Queryable, now: Date, limit: number): Promise<Due[]> {
  const { rows } = await q.query<Due>(
    `select application_id as "applicationId", room_id as "roomId", id as "subjectId"
     from pending_proposals where status = 'pending' and expires_at <= $1
     order by expires_at, id limit $2`,
    [now, limit],
  );
  return rows;
}

/** People still in a booked room whose held decline is to be acted on now. */
export async function findHeldDeclines(q: Queryable, now: Date, limit: number): Promise<Due[]> {
  const { rows } = await q.query<Due>(
    `select a.application_id as "applicationId", a.room_id as "roomId", a.id as "subjectId"
     from attendees a join rooms r on r.application_id = a.application_id and r.id = a.room_id
     where a.held_decline_until <= $1 and r.status = 'booked' and a.id in (r.host_id, r.guest_id)
     order by a.held_decline_until, a.id limit $2`,
    [now, limit],
  );
  return rows;
}

/** Failed messages not yet told of, longest first. */
export async function findUntoldFailures(q: Queryable, limit: number): Promise<UntoldFailure[]> {
  const { rows } = await q.query<UntoldFailure>(
    `select application_id as "applicationId", id, room_id as "roomId",
       attendee_id as "attendeeId", last_response as response
     from messages where state = 'failed' and failure_told_at is null
     order by settled_at, id limit $1`,
    [limit],
  );
  return rows;
}

/** Marks a failure as told; false when somebody else did before. */
export async function markTold(
  tx: Tx,
  { applicationId, id }: { applicationId: string; id: string },
  at: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update messages set failure_told_at = $3
     where application_id = $1 and id = $2 and state = 'failed' and failure_told_at is null`,
    [applicationId, id, at],
  );
  return rowCount === 1;
}
