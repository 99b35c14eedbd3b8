import type { CommandTo } from './command.ts';
import { changed, roomEvent } from './decided.ts';
import type { Decision, MessageIntent, RoomEvent } from './decision.ts';
import { calendarMessage, plainMessage } from './messages-owed.ts';
import { type BookedRoom, isBooked } from './people.ts';
import type { Room } from './room.ts';
import { nextSequence } from './stamp.ts';
import { supersedeProposals } from './supersede-proposals.ts';

/** The host application calls the session off for good. In an open room nobody need be told. */
export function cancel(room: Room, command: CommandTo<'cancel'>, now: Date): Decision {
  const { reason } = command;
  if (isBooked(room)) {
    const done = callOff(room, 'application', reason, now);
    return changed(done.room, 'cancelled', { ...done, why: reason });
  }
  const after = { ...room, ...tombstone(reason, now) };
  return changed(after, 'cancelled', { events: [roomEvent('room.cancelled')], why: reason });
}

/**
 * Ends a booked room: a new SEQUENCE, CANCEL to the guest, and to the host when the application
 * asked. A host who declined has taken it out of their calendar already and is told in plain words.
 */
export function callOff(
  room: BookedRoom,
  by: 'application' | 'host',
  reason: string | null,
  now: Date,
): { room: Room; messages: readonly MessageIntent[]; events: readonly RoomEvent[] } {
  const { room: settled, events } = supersedeProposals(room, now);
  // The guest stays in the tombstone: whoever reads it later wants to know whose session it was.
  const host = { ...settled.host, heldDecline: null };
  const guest = { ...settled.guest, heldDecline: null };
  const after = nextSequence({ ...settled, host, guest, ...tombstone(reason, now) }, now);
  const toHost = { to: after.host, other: guest };
  return {
    room: after,
    messages: [
      by === 'application'
        ? calendarMessage(after, 'cancellation', toHost, { reason, by })
        : plainMessage(after, 'decline-confirmed', toHost, now),
      calendarMessage(after, 'cancellation', { to: guest, other: after.host }, { reason, by }),
    ],
    events: [...events, roomEvent('room.cancelled')],
  };
}

function tombstone(reason: string | null, now: Date) {
  return { status: 'cancelled' as const, cancelledAt: now, cancelledBecause: reason };
}
