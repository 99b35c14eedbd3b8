import type { Tx } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import type { methodOf } from '../mail/message-kinds.ts';
import type { ReminderPlan } from '../scheduling/reminders.ts';
import { isReminder } from './pointless-store.ts';

/** How a message is spelled on the wire; `NONE` is a mail without a calendar object. */
export type MessageMethod = ReturnType<typeof methodOf>;

/** One mail we owe to one person, with every fact it depends on (architecture.md, rule 3). */
export interface OwedMessage {
  readonly applicationId: string;
  readonly id: string;
  readonly roomId: string;
  readonly attendeeId: string;
  readonly attendeeEmail: string;
  readonly icsUid: string;
  readonly kind: MailFacts['kind'];
  readonly method: MessageMethod;
  readonly sequence: number;
  readonly revision: number;
  /** The room's version after the decision: what orders the messages of one attendee. */
  readonly roomVersion: number;
  readonly proposalId: string | null;
  readonly facts: MailFacts;
  readonly messageId: string;
  readonly bounceHash: Buffer;
  /** Not before this time. */
  readonly sendAt: Date;
  readonly createdAt: Date;
}

/**
 * Stores all messages of one decision and ends what they make pointless: an earlier calendar
 * message of the same attendee that still waits is superseded, one in doubt stays `unknown` and is
 * not sent again (rules.md, SEQUENCE). Runs under the room's lock; a message key that was owed
 * before is a unique violation, so nothing is ever owed twice. Who was erased is owed nothing.
 */
export async function owe(tx: Tx, messages: readonly OwedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `with owed as (
       select application_id, id, room_id, attendee_id, attendee_email, ics_uid, kind, method,
         sequence, revision, room_version, proposal_id, facts, message_id, bounce_hash, send_at,
         created_at
       from jsonb_to_recordset($1::jsonb) as owed (
         application_id uuid, id uuid, room_id uuid, attendee_id uuid, attendee_email text,
         ics_uid text, kind text, method text, sequence int, revision int, room_version int,
         proposal_id uuid, facts jsonb, message_id text, bounce_hash text, send_at timestamptz,
         created_at timestamptz)
     ), overtaken as (
       update messages earlier
       set state = case earlier.state when 'waiting' then 'superseded' else 'unknown' end,
         settled_at = owed.created_at
       from owed
       where earlier.application_id = owed.application_id
         and earlier.attendee_id = owed.attendee_id
         and earlier.state in ('waiting', 'unknown') and earlier.settled_at is null
         and earlier.method <> 'NONE'
         and owed.method not in ('NONE', 'DECLINECOUNTER')
         and (earlier.room_version, earlier.revision) < (owed.room_version, owed.revision)
     )
     insert into messages (application_id, id, room_id, attendee_id, attendee_email, ics_uid, kind,
       method, sequence, revision, room_version, proposal_id, state, facts, message_id,
       bounce_hash, send_at, created_at)
     select application_id, id, room_id, attendee_id, attendee_email, ics_uid, kind, method,
       sequence, revision, room_version, proposal_id, 'waiting', facts, message_id,
       decode(bounce_hash, 'hex'), send_at, created_at
     from owed
     where not exists (select from attendees a where a.application_id = owed.application_id
       and a.id = owed.attendee_id and a.erased_at is not null)`,
    [JSON.stringify(messages.map(asRecord))],
  );
}

function asRecord(message: OwedMessage): Record<string, unknown> {
  return {
    application_id: message.applicationId,
    id: message.id,
    room_id: message.roomId,
    attendee_id: message.attendeeId,
    attendee_email: message.attendeeEmail,
    ics_uid: message.icsUid,
    kind: message.kind,
    method: message.method,
    sequence: message.sequence,
    revision: message.revision,
    room_version: message.roomVersion,
    proposal_id: message.proposalId,
    facts: message.facts,
    message_id: message.messageId,
    bounce_hash: message.bounceHash.toString('hex'),
    send_at: message.sendAt.toISOString(),
    created_at: message.createdAt.toISOString(),
  };
}

/**
 * A settled proposal of a room needs no decision: mails asking for one that still wait are
 * superseded, those in doubt are not sent again. Mails already on the wire are not touched; their
 * links lead to a page that tells the truth.
 */
export async function supersedeProposalMails(
  tx: Tx,
  { applicationId, roomId }: Pick<OwedMessage, 'applicationId' | 'roomId'>,
  proposalIds: readonly string[],
  at: Date,
): Promise<void> {
  if (proposalIds.length === 0) return;
  await tx.query(
    `update messages
     set state = case when state = 'waiting' then 'superseded' else state end, settled_at = $4
     where application_id = $1 and room_id = $2 and proposal_id = any($3::uuid[])
       and kind = 'proposal-to-decide'
       and (state = 'waiting' or (state = 'unknown' and settled_at is null))`,
    [applicationId, roomId, proposalIds, at],
  );
}

/**
 * Ends reminders of these people that wait: their booking is over, or they say what is no longer
 * so. Where the booking is still the same (`dueStay`), those whose time has come go out as they
 * are; whether they still hold is asked again when they do.
 */
export async function supersedeReminders(
  tx: Tx,
  { applicationId, roomId }: Pick<OwedMessage, 'applicationId' | 'roomId'>,
  { endedFor, dueStay }: Pick<ReminderPlan, 'endedFor' | 'dueStay'>,
  at: Date,
): Promise<void> {
  if (endedFor.length === 0) return;
  await tx.query(
    `update messages
     set state = case when state = 'waiting' then 'superseded' else state end, settled_at = $5
     where application_id = $1 and room_id = $2 and attendee_id = any($3::uuid[])
       and ${isReminder('messages')}
       and (state = 'waiting' or (state = 'unknown' and settled_at is null))
       and not ($4 and (send_at <= $5 or attempts > 0))`,
    [applicationId, roomId, endedFor, dueStay, at],
  );
}
