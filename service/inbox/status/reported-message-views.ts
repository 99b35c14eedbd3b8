import type { Queryable } from '../../db/transaction.ts';

/** A message of ours that a report is about. */
export interface ReportedMessage {
  readonly applicationId: string;
  readonly id: string;
  readonly roomId: string;
  readonly attendeeId: string;
  readonly attendeeEmail: string;
  readonly state: string;
}

/** The ways to find it, each null or empty when the report does not offer it. */
export interface MessageClues {
  readonly bounceHash: Buffer | null;
  readonly messageId: string | null;
  readonly remoteIds: readonly string[];
}

const found = `m.application_id as "applicationId", m.id, m.room_id as "roomId",
  m.attendee_id as "attendeeId", m.attendee_email as "attendeeEmail", m.state`;

/**
 * The message a report is about, of any application: by its bounce address, then its Message-ID,
 * then what a relay called it when it took it. Null when it is none of ours, or nobody can tell
 * which: relays use their names again.
 */
export async function findReportedMessage(
  q: Queryable,
  { bounceHash, messageId, remoteIds }: MessageClues,
): Promise<ReportedMessage | null> {
  const { rows } = await q.query<ReportedMessage & { rank: number }>(
    `select ${found}, 1 as rank from messages m where m.bounce_hash = $1
     union all
     select ${found}, 2 from messages m where m.message_id = $2
     union all
     (select distinct ${found}, 3 from message_attempts a
      join messages m on m.application_id = a.application_id and m.id = a.outbox_id
      where a.remote_id = any($3) limit 2)
     order by rank limit 3`,
    [bounceHash, messageId, remoteIds],
  );
  const [first, second] = rows;
  return first?.rank === 3 && second ? null : (first ?? null);
}
