import type { Queryable } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import type { Answer, Role, Room } from '../scheduling/room.ts';

/**
 * The facts of the last REQUEST owed to this person: how their session stands now, whether or not
 * its mail has left. Null when none was ever owed, as for rooms that came from elsewhere. After a
 * restore it has the raised SEQUENCE, since people may have newer ones than were known.
 */
export async function viewPresentInvitation(
  q: Queryable,
  applicationId: string,
  roomId: string,
  attendeeId: string,
): Promise<MailFacts | null> {
  const { rows } = await q.query<{ facts: MailFacts; sequenceFloor: number }>(
    `select m.facts, r.sequence_floor as "sequenceFloor"
     from messages m join rooms r on r.application_id = m.application_id and r.id = m.room_id
     where m.application_id = $1 and m.room_id = $2 and m.attendee_id = $3
       and m.kind in ('invitation', 'update')
     order by m.room_version desc, m.revision desc limit 1`,
    [applicationId, roomId, attendeeId],
  );
  const [row] = rows;
  return row ? { ...row.facts, sequence: Math.max(row.facts.sequence, row.sequenceFloor) } : null;
}

/** One of a room's two people, if there is one; null: there is no such room. */
export async function viewInvited(
  q: Queryable,
  applicationId: string,
  roomId: string,
  role: Role,
): Promise<{ status: Room['status']; answer: Answer; attendeeId: string | null } | null> {
  const { rows } = await q.query<{
    status: Room['status'];
    attendeeId: string | null;
    answer: Answer | null;
  }>(
    `select r.status, a.id as "attendeeId", a.answer
     from rooms r
     left join attendees a on a.application_id = r.application_id
       and a.id = case $3 when 'host' then r.host_id else r.guest_id end
     where r.application_id = $1 and r.id = $2`,
    [applicationId, roomId, role],
  );
  const [room] = rows;
  if (!room) return null;
  const { status, attendeeId, answer } = room;
  return { status, answer: answer ?? 'needs-action', attendeeId };
}
