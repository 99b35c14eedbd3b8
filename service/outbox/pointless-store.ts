import { reminderKinds } from '../scheduling/reminders.ts';

/**
 * What makes a message `m` pointless, as conditions for the statements of the other stores: a
 * claim, the gate before the final dot and a settlement all ask the same.
 */

/**
 * A newer calendar message of the same attendee exists, in whatever state. The UID is named too
 * because the index of message keys begins with it.
 */
const newerExists = `(m.method <> 'NONE' and exists (
  select from messages newer
  where newer.application_id = m.application_id and newer.ics_uid = m.ics_uid
    and newer.attendee_id = m.attendee_id
    and newer.method <> 'NONE' and newer.method <> 'DECLINECOUNTER'
    and (newer.room_version, newer.revision) > (m.room_version, m.revision)))`;

/** It asks for a decision that was made meanwhile. */
const isDecided = `(m.kind = 'proposal-to-decide' and exists (
  select from pending_proposals p
  where p.application_id = m.application_id and p.id = m.proposal_id and p.status <> 'pending'))`;

/** Whether a message is a reminder; `m` names it in the statement. */
export const isReminder = (m: string): string =>
  `${m}.kind in (${reminderKinds.map((kind) => `'${kind}'`).join(', ')})`;

/** It reminds of a booking that is not so any more, or of an answer that came. */
const remindsInVain = (now: string) => `(${isReminder('m')} and not exists (
  select from rooms r
  join attendees a on a.application_id = r.application_id and a.room_id = r.id
  where r.application_id = m.application_id and r.id = m.room_id and a.id = m.attendee_id
    and r.status = 'booked' and r.ics_sequence = m.sequence and r.start_utc > ${now}
    and a.id in (r.host_id, r.guest_id) and a.reachable and a.answer <> 'declined'
    and (m.kind = 'reminder' or a.answer = 'needs-action')))`;

/** Whether `m` is pointless at the moment `now`, the name of a parameter. */
export const isPointlessAt = (now: '$1' | '$3'): string =>
  `(${newerExists} or ${isDecided} or ${remindsInVain(now)})`;
