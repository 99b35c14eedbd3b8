import type { Queryable } from '../db/transaction.ts';
import type { LastReply } from '../scheduling/room.ts';

/**
 * Whether a mail that came after this one from the same person counted already and is not older by
 * what it says (rules.md, Replies 3): it was applied, or was a wish for a time that could not be
 * used. Mail is read in the order it came, but one that waits for DNS or for its person's word, or
 * is read again, comes after others: it may not undo them with an equal DTSTAMP.
 */
export async function isOvertaken(
  q: Queryable,
  mail: {
    readonly applicationId: string;
    readonly attendeeId: string;
    readonly inboundMailId: string;
    readonly receivedAt: Date;
  },
  { sequence, at }: Pick<LastReply, 'sequence' | 'at'>,
): Promise<boolean> {
  const { rows } = await q.query<{ overtaken: boolean }>(
    `select exists (select from imip_messages
       where application_id = $1 and attendee_id = $2
         and (outcome = 'applied' or reason = 'counter-parked')
         and effect_hash is not null and (received_at, id) > ($3, $4::uuid)
         and ((detail ->> 'sequence')::numeric,
           least((detail ->> 'stampedAt')::timestamptz, received_at)) >= ($5::numeric, $6)
     ) as overtaken`,
    [mail.applicationId, mail.attendeeId, mail.receivedAt, mail.inboundMailId, sequence, at],
  );
  return rows[0]?.overtaken === true;
}
