import { sameMailbox } from './address.ts';
import { withoutAliasesOf } from './aliases.ts';
import type { CommandTo } from './command.ts';
import { newAttendee } from './create.ts';
import { changed, refused, roomEvent } from './decided.ts';
import type { Decision } from './decision.ts';
import { calendarMessage, pairFor } from './messages-owed.ts';
import { askedAnew, type BookedRoom } from './people.ts';
import type { Attendee, Room } from './room.ts';
import { nextMajorSequence } from './stamp.ts';

/** An open room gets a guest: a REQUEST to each, and both are asked anew. */
export function book(room: Room, command: CommandTo<'book'>, now: Date): Decision {
  if (room.status !== 'open') return refused('already-booked');
  if (room.startUtc.getTime() <= now.getTime()) return refused('start-in-past');
  if (sameMailbox(command.guest.email, room.host.email)) return refused('host-is-guest');
  const guest = arrivingGuest(room, command.guest);
  const booked: BookedRoom = {
    ...room,
    status: 'booked',
    guest,
    host: askedAnew(withoutAliasesOf(room.host, guest.email)),
    formerGuests: room.formerGuests.filter((former) => former.id !== guest.id),
  };
  return announce(booked, now);
}

/**
 * A booking is always a major SEQUENCE. The time may have moved while the room was open, and a
 * host's late answer to an earlier guest's booking must not count for this one unless it names
 * the present time.
 */
function announce(booked: BookedRoom, now: Date): Decision {
  const stamped = nextMajorSequence(booked, now);
  const isFirst = stamped.host.invitedSequence === null;
  const room = {
    ...stamped,
    // The host's stay began with the first REQUEST and lasts as long as the room.
    host: {
      ...stamped.host,
      invitedSequence: stamped.host.invitedSequence ?? stamped.icsSequence,
    },
    guest: { ...stamped.guest, invitedSequence: stamped.icsSequence },
  };
  return changed(room, 'booked', {
    messages: [
      calendarMessage(room, isFirst ? 'invitation' : 'update', pairFor(room, room.host)),
      calendarMessage(room, 'invitation', pairFor(room, room.guest)),
    ],
    events: [roomEvent('room.booked')],
  });
}

/**
 * A guest who comes back is the same attendee, so their reply address stays the same for life:
 * calendars refuse an update whose ORGANIZER differs. What they answered before is over.
 */
function arrivingGuest(room: Room, person: CommandTo<'book'>['guest']): Attendee {
  const former = room.formerGuests.find((one) => sameMailbox(one.email, person.email));
  if (former === undefined) return newAttendee(person.attendeeId, 'guest', person);
  const known = withoutAliasesOf(former, person.email);
  return {
    ...newAttendee(former.id, 'guest', person),
    aliases: withoutAliasesOf(known, room.host.email).aliases,
    confirmAskedAt: former.confirmAskedAt,
    proposalsMade: former.proposalsMade,
    resentAt: former.resentAt,
    linkSentAt: former.linkSentAt,
    humanAnsweredAt: former.humanAnsweredAt,
  };
}
