import type { CommandTo } from './command.ts';
import { changed, refused, roomEvent } from './decided.ts';
import type { Decision, MessageIntent, RoomEvent } from './decision.ts';
import { calendarMessage, plainMessage } from './messages-owed.ts';
import { type BookedRoom, isBooked, withoutGuest } from './people.ts';
import type { Room } from './room.ts';
import { nextSequence } from './stamp.ts';
import { supersedeProposals } from './supersede-proposals.ts';

/** The host application takes the guest out; the room can be booked again. */
export function unbook(room: Room, command: CommandTo<'unbook'>, now: Date): Decision {
  if (!isBooked(room)) return refused('not-booked');
  const { reason } = command;
  const done = releaseGuest(room, 'application', { guest: reason, host: reason }, now);
  return changed(done.room, 'unbooked', { ...done, why: reason });
}

/**
 * Lets the guest go: a new SEQUENCE, CANCEL to the guest alone, a plain notice to the host, whose
 * calendar entry stays. `reasons` is what each of them is told.
 */
export function releaseGuest(
  room: BookedRoom,
  by: 'application' | 'guest',
  reasons: { readonly guest: string | null; readonly host: string | null },
  now: Date,
): { room: Room; messages: readonly MessageIntent[]; events: readonly RoomEvent[] } {
  const { room: settled, events } = supersedeProposals(room, now);
  const open: Room = { ...withoutGuest(settled), status: 'open' };
  const after = nextSequence(open, now);
  const guest = { ...room.guest, heldDecline: null };
  return {
    room: after,
    messages: [
      calendarMessage(
        after,
        'cancellation',
        { to: guest, other: after.host },
        { reason: reasons.guest, by },
      ),
      plainMessage(after, 'guest-left', { to: after.host, other: guest }, now, {
        reason: reasons.host,
        by,
      }),
    ],
    events: [...events, roomEvent('room.unbooked')],
  };
}
