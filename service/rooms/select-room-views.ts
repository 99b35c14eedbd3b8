import type { Queryable } from '../db/transaction.ts';
import { settingsJson } from './settings-views.ts';
import { type RoomRow, type StoredRoom, toStoredRoom } from './stored-room.ts';

const attendeesJson = `(select coalesce(jsonb_agg(jsonb_build_object(
    'id', p.id, 'role', p.role, 'name', p.name, 'email', p.email, 'time_zone', p.time_zone,
    'locale', p.locale, 'answer', p.answer, 'comment', p.comment, 'reachable', p.reachable,
    'invited_sequence', p.invited_sequence, 'last_reply_sequence', p.last_reply_sequence,
    'last_reply_at', p.last_reply_at, 'last_reply_answer', p.last_reply_answer,
    'resent_at', p.resent_at, 'link_sent_at', p.link_sent_at,
    'human_answered_at', p.human_answered_at,
    'held_decline_until', p.held_decline_until, 'held_decline_comment', p.held_decline_comment,
    'aliases', p.aliases, 'confirm_asked_at', p.confirm_asked_at,
    'proposals_since', p.proposals_since, 'proposals_count', p.proposals_count,
    'reply_key_id', p.reply_key_id)), '[]')
  from attendees p where p.application_id = r.application_id and p.room_id = r.id)`;

/** One proposal as JSON; `o` is the pending_proposals row. */
export const proposalJson = `jsonb_build_object(
    'id', o.id, 'attendee_id', o.attendee_id, 'proposed_by', o.proposed_by, 'source', o.source,
    'start_utc', o.start_utc, 'duration_minutes', o.duration_minutes, 'note', o.note,
    'status', o.status, 'made_at_sequence', o.made_at_sequence, 'created_at', o.created_at,
    'expires_at', o.expires_at, 'decided_at', o.decided_at, 'decided_by', o.decided_by)`;

/**
 * Reads whole rooms: `r` is the room, `a` its application. A caller appends the where clause.
 * The one proposal named by `$1` (or null) is read even when it is settled.
 */
export const selectRoom = `select r.application_id, r.id, r.reference, r.ics_uid, r.ics_sequence,
  r.major_sequence, r.revision, r.announced, r.stamped_at, r.asked_at, r.status, r.start_utc,
  r.duration_minutes, r.session_name, r.description, r.location, r.join_url, r.metadata, r.host_id,
  r.guest_id, r.version, r.created_at, r.updated_at, r.cancelled_at, r.cancelled_because,
  ${settingsJson} as settings,
  ${attendeesJson} as attendees,
  (select coalesce(jsonb_agg(${proposalJson} order by o.created_at, o.id), '[]')
    from pending_proposals o where o.application_id = r.application_id and o.room_id = r.id
      and (o.status = 'pending' or o.id = $1)) as proposals
  from rooms r join applications a on a.id = r.application_id`;

/** A whole room as it is now, with the proposal named; null: there is no such room. */
export async function viewStoredRoom(
  q: Queryable,
  applicationId: string,
  roomId: string,
  proposalId: string | null = null,
): Promise<StoredRoom | null> {
  const { rows } = await q.query<RoomRow>(
    `${selectRoom} where r.application_id = $2 and r.id = $3`,
    [proposalId, applicationId, roomId],
  );
  return rows[0] ? toStoredRoom(rows[0]) : null;
}
