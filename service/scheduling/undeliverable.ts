import type { CommandTo } from './command.ts';
import { attendeeEvent, changed, ignored } from './decided.ts';
import type { Decision, MessageIntent } from './decision.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import { findPresent, isBooked, otherThan, withPerson } from './people.ts';
import type { Attendee, Room } from './room.ts';

/**
 * Mail to this person failed for good. The other one is told, in our words only: a bounce quotes
 * the address. Nobody is ever unbooked for it.
 */
export function recordUndeliverable(
  room: Room,
  command: CommandTo<'record-undeliverable'>,
  now: Date,
): Decision {
  const attendee = findPresent(room, command.attendeeId);
  if (attendee === null) return ignored(room, 'no-longer-invited');
  if (!attendee.reachable) return ignored(room, 'already-known');
  const unreachable = { ...attendee, reachable: false };
  const after = withPerson(room, unreachable);
  return changed(after, 'undeliverable', {
    messages: warnOther(after, unreachable, now),
    events: [attendeeEvent('attendee.undeliverable', unreachable.id)],
    why: command.reason,
  });
}

function warnOther(room: Room, unreachable: Attendee, now: Date): readonly MessageIntent[] {
  if (!isBooked(room)) return [];
  const other = otherThan(room, unreachable);
  if (!other.reachable) return [];
  return [plainMessage(room, 'delivery-trouble', pairFor(room, other), now)];
}
