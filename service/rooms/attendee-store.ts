import type { Tx } from '../db/transaction.ts';
import type { Attendee } from '../scheduling/room.ts';
import type { RoomRef } from './room-store.ts';

export interface AttendeeRow {
  readonly attendee: Attendee;
  readonly emailKey: string;
  /** Used for a new attendee only: a reply address never changes. */
  readonly replyKeyId: string;
  readonly replyHash: Buffer;
}

/** Inserts new attendees and stores what changed of known ones; reply addresses stay. */
export async function storeAttendees(
  tx: Tx,
  ref: RoomRef,
  people: readonly AttendeeRow[],
): Promise<void> {
  if (people.length === 0) return;
  await tx.query(
    `insert into attendees (application_id, room_id, id, role, name, email, email_key, time_zone,
       locale, answer, comment, reachable, invited_sequence, last_reply_sequence, last_reply_at,
       last_reply_answer, resent_at, link_sent_at, human_answered_at, held_decline_until,
       held_decline_comment, aliases, confirm_asked_at, proposals_since, proposals_count,
       reply_key_id, reply_hash)
     select $1, $2, id, role, name, email, email_key, time_zone, locale, answer, comment, reachable,
       invited_sequence, last_reply_sequence, last_reply_at, last_reply_answer, resent_at,
       link_sent_at, human_answered_at, held_decline_until, held_decline_comment, aliases,
       confirm_asked_at, proposals_since, proposals_count, reply_key_id,
       decode(reply_hash, 'hex')
     from jsonb_to_recordset($3) as p(id uuid, role text, name text, email text, email_key text,
       time_zone text, locale text, answer text, comment text, reachable boolean,
       invited_sequence int, last_reply_sequence int, last_reply_at timestamptz,
       last_reply_answer text, resent_at timestamptz, link_sent_at timestamptz,
       human_answered_at timestamptz,
       held_decline_until timestamptz, held_decline_comment text, aliases text[],
       confirm_asked_at timestamptz, proposals_since timestamptz, proposals_count int,
       reply_key_id text, reply_hash text)
     on conflict (application_id, id) do update set name = excluded.name, email = excluded.email,
       email_key = excluded.email_key, time_zone = excluded.time_zone, locale = excluded.locale,
       answer = excluded.answer, comment = excluded.comment, reachable = excluded.reachable,
       invited_sequence = excluded.invited_sequence,
       last_reply_sequence = excluded.last_reply_sequence,
       last_reply_at = excluded.last_reply_at, last_reply_answer = excluded.last_reply_answer,
       resent_at = excluded.resent_at, link_sent_at = excluded.link_sent_at,
       human_answered_at = excluded.human_answered_at,
       held_decline_until = excluded.held_decline_until,
       held_decline_comment = excluded.held_decline_comment, aliases = excluded.aliases,
       confirm_asked_at = excluded.confirm_asked_at,
       proposals_since = excluded.proposals_since,
       proposals_count = excluded.proposals_count`,
    [ref.applicationId, ref.roomId, JSON.stringify(people.map(toRow))],
  );
}

/** Mail to this person is tried again. */
export async function markReachable(tx: Tx, ref: RoomRef, attendeeId: string): Promise<void> {
  await tx.query(
    `update attendees set reachable = true
     where application_id = $1 and room_id = $2 and id = $3`,
    [ref.applicationId, ref.roomId, attendeeId],
  );
}

const toRow = ({ attendee, emailKey, replyKeyId, replyHash }: AttendeeRow) => ({
  id: attendee.id,
  role: attendee.role,
  name: attendee.name,
  email: attendee.email,
  email_key: emailKey,
  time_zone: attendee.timeZone,
  locale: attendee.locale,
  answer: attendee.answer,
  comment: attendee.comment,
  reachable: attendee.reachable,
  invited_sequence: attendee.invitedSequence,
  last_reply_sequence: attendee.lastReply?.sequence ?? null,
  last_reply_at: attendee.lastReply?.at ?? null,
  last_reply_answer: attendee.lastReply?.answer ?? null,
  resent_at: attendee.resentAt,
  link_sent_at: attendee.linkSentAt,
  human_answered_at: attendee.humanAnsweredAt,
  held_decline_until: attendee.heldDecline?.until ?? null,
  held_decline_comment: attendee.heldDecline?.comment ?? null,
  aliases: attendee.aliases,
  confirm_asked_at: attendee.confirmAskedAt,
  proposals_since: attendee.proposalsMade?.since ?? null,
  proposals_count: attendee.proposalsMade?.count ?? 0,
  reply_key_id: replyKeyId,
  reply_hash: replyHash.toString('hex'),
});
