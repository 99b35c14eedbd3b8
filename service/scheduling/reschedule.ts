import type { CommandTo } from './command.ts';
import { changed, ignored, refused, roomEvent } from './decided.ts';
import type { Decision, MessageIntent, RoomEvent } from './decision.ts';
import { updatesToBoth } from './messages-owed.ts';
import { askedAnew, type BookedRoom, isBooked } from './people.ts';
import type { DecidedBy, Room } from './room.ts';
import { nextMajorSequence } from './stamp.ts';
import { supersedeProposals } from './supersede-proposals.ts';
import { checkWish, type SessionTime } from './times.ts';

/** The host application moves the session. An open room moves silently: nobody is in it. */
export function reschedule(room: Room, command: CommandTo<'reschedule'>, now: Date): Decision {
  const wish = checkWish(room, command, now);
  if (!wish.ok) {
    return wish.problem === 'same-time' ? ignored(room, 'same-time') : refused(wish.problem);
  }
  if (isBooked(room)) {
    const {
      room: after,
      messages,
      events,
    } = moveSession(room, wish.time, { by: 'application' }, now);
    return changed(after, 'rescheduled', { messages, events });
  }
  const moved = { ...room, ...wish.time };
  return changed(moved, 'rescheduled', { events: [roomEvent('room.rescheduled')] });
}

/**
 * Moves a booked session: a new major SEQUENCE, a REQUEST to each, both asked anew, open
 * proposals superseded, holds ended. The same for the API and for an approved proposal.
 */
export function moveSession(
  room: BookedRoom,
  time: SessionTime,
  because: { readonly by: DecidedBy; readonly proposalId?: string },
  now: Date,
): { room: Room; messages: readonly MessageIntent[]; events: readonly RoomEvent[] } {
  const previous = { startUtc: room.startUtc, durationMinutes: room.durationMinutes };
  const { room: settled, events } = supersedeProposals(room, now);
  const after = nextMajorSequence(
    { ...settled, ...time, host: askedAnew(room.host), guest: askedAnew(room.guest) },
    now,
  );
  return {
    room: after,
    messages: updatesToBoth(after, { previous, ...because }),
    events: [...events, roomEvent('room.rescheduled')],
  };
}
