import type { Queryable } from '../db/transaction.ts';
import { isReminder } from '../outbox/pointless-store.ts';

/**
 * One line of a room's story, oldest first:
 * - `deed`: a command was applied, ignored or refused;
 * - `mail-out`: a message and what became of it;
 * - `mail-in`: an inbound mail and its outcome; without an actor when it may be somebody else's.
 */
export interface HistoryView {
  readonly occurredAt: string;
  readonly kind: 'deed' | 'mail-out' | 'mail-in';
  /** The deed, the message's kind, or the inbound mail's outcome. */
  readonly what: string;
  readonly why: string | null;
  readonly channel: 'api' | 'mail' | 'link' | 'job' | 'bounce' | null;
  readonly actor: 'host' | 'guest' | 'application' | null;
  readonly icsSequence: number | null;
  readonly version: number | null;
  readonly requestId: string | null;
  readonly messageId: string | null;
  readonly inboundMailId: string | null;
  readonly proposalId: string | null;
  readonly detail: Record<string, unknown>;
}

interface HistoryRow extends Omit<HistoryView, 'occurredAt'> {
  readonly occurredAt: Date;
}

/** What happened to a room and why: commands, clicks, mails out and mails in, oldest first. */
export async function viewHistory(
  q: Queryable,
  applicationId: string,
  roomId: string,
): Promise<HistoryView[]> {
  const { rows } = await q.query<HistoryRow>(
    `select occurred_at as "occurredAt", kind, what, why, channel, actor,
       ics_sequence as "icsSequence", version, request_id as "requestId",
       message_id as "messageId", inbound_mail_id as "inboundMailId",
       proposal_id as "proposalId", detail
     from (
       select h.occurred_at, 'deed' as kind, h.deed as what, h.why, h.channel, h.actor,
         h.ics_sequence, h.version, h.request_id, h.outbox_id as message_id, h.inbound_mail_id,
         h.proposal_id, h.detail, 1 as turn, h.id::text as tie
       from room_history h where h.application_id = $1 and h.room_id = $2
       union all
       select case when ${isReminder('m')} then m.settled_at
           else m.created_at end, 'mail-out', m.kind, m.last_response, null, p.role, m.sequence,
         m.room_version, null, m.id, null, m.proposal_id, jsonb_build_object('method', m.method,
           'state', m.state, 'attempts', m.attempts, 'revision', m.revision,
           'settledAt', m.settled_at), 2, m.id::text
       from messages m
       join attendees p on p.application_id = m.application_id and p.id = m.attendee_id
       where m.application_id = $1 and m.room_id = $2
         and not (${isReminder('m')}
           and (m.settled_at is null or m.state = 'superseded'))
       union all
       select i.received_at, 'mail-in', coalesce(i.outcome, 'waiting'), i.reason, 'mail',
         case when i.outcome not in ('parked', 'bounce', 'complaint', 'unreadable')
           and not (i.outcome = 'human'
             and coalesce(i.reason, '') in ('unknown-sender', 'not-authenticated'))
           and (i.confirmed_at is not null or not coalesce(i.detail ? 'doubt', false))
           then p.role end,
         null, null, null, null, i.id, null, jsonb_build_object('kind', i.kind), 0, i.id::text
       from imip_messages i
       left join attendees p on p.application_id = i.application_id and p.id = i.attendee_id
       where i.application_id = $1 and i.room_id = $2
     ) story
     order by occurred_at, turn, length(tie), tie`,
    [applicationId, roomId],
  );
  return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() }));
}
