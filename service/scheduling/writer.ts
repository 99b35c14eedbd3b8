import type { IgnoreReason } from './decision.ts';
import { type BookedRoom, findPresent, isBooked } from './people.ts';
import type { Attendee, Room } from './room.ts';
import { isOver } from './times.ts';

export type Writer =
  | { readonly ok: true; readonly room: BookedRoom; readonly attendee: Attendee }
  | { readonly ok: false; readonly reason: IgnoreReason };

/**
 * Who wrote to us, if their word can still mean something: they are in a booked room whose
 * session is not over. A former guest is told apart from a room that waits for its next guest.
 */
export function findWriter(room: Room, attendeeId: string, now: Date): Writer {
  const attendee = findPresent(room, attendeeId);
  if (attendee === null) return { ok: false, reason: 'no-longer-invited' };
  if (!isBooked(room)) return { ok: false, reason: 'room-open' };
  if (isOver(room, now)) return { ok: false, reason: 'session-over' };
  return { ok: true, room, attendee };
}
