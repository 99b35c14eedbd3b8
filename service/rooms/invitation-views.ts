import type { Queryable } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';

/**
 * The facts of the last REQUEST owed to this person: how their session stands now, whether or not
 * its mail has left. Null when none was ever owed, as for rooms that came from elsewhere.
 */
export async function viewPresentInvitation(
  q: Queryable,
  applicationId: string,
  icsUid: string,
  attendeeId: string,
): Promise<MailFacts | null> {
  const { rows } = await q.query<{ facts: MailFacts }>(
    `select facts from messages
     where application_id = $1 and ics_uid = $2 and attendee_id = $3
       and kind in ('invitation', 'update')
     order by room_version desc, revision desc limit 1`,
    [applicationId, icsUid, attendeeId],
  );
  return rows[0]?.facts ?? null;
}
