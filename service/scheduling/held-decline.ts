import type { CommandTo } from './command.ts';
import { changed, ignored, roomEvent } from './decided.ts';
import type { Decision } from './decision.ts';
import { actOnDecline } from './decline-rule.ts';
import { findPresent, isBooked, withoutHold, withPerson } from './people.ts';
import type { Room } from './room.ts';
import { isOver } from './times.ts';

/** The hold has run out: the decline does what it would have done at once. */
export function actOnHeldDecline(
  room: Room,
  command: CommandTo<'act-on-held-decline'>,
  now: Date,
): Decision {
  const attendee = findPresent(room, command.attendeeId);
  const hold = attendee?.heldDecline ?? null;
  if (attendee === null || hold === null || !isBooked(room)) return ignored(room, 'nothing-held');
  if (hold.until.getTime() > now.getTime()) return ignored(room, 'not-due-yet');
  const released = { ...attendee, heldDecline: null };
  // Nobody is served by calling off what is over; the hold must end all the same.
  if (isOver(room, now)) return ignored(withPerson(room, released), 'session-over');
  return actOnDecline(room, released, hold.comment, [], now);
}

/** The person who declined wants to keep the session after all. */
export function keepSession(room: Room, command: CommandTo<'keep-session'>): Decision {
  const attendee = findPresent(room, command.attendeeId);
  if (attendee === null) return ignored(room, 'no-longer-invited');
  if (attendee.heldDecline === null) return ignored(room, 'nothing-held');
  return changed(withPerson(room, withoutHold(attendee)), 'decline-undone', {
    events: [roomEvent('room.changed')],
  });
}
