import type { Attendee, Role, Room } from './room.ts';

/** A room with a guest in it. */
export interface BookedRoom extends Room {
  readonly status: 'booked';
  readonly guest: Attendee;
}

export function isBooked(room: Room): room is BookedRoom {
  return room.status === 'booked' && room.guest !== null;
}

/** The host or the present guest with this id; null for former guests and strangers. */
export function findPresent(room: Room, attendeeId: string): Attendee | null {
  if (room.host.id === attendeeId) return room.host;
  return room.guest?.id === attendeeId ? room.guest : null;
}

/** Everybody this room ever had to do with. */
export function everybody(room: Room): readonly Attendee[] {
  return [room.host, ...(room.guest === null ? [] : [room.guest]), ...room.formerGuests];
}

/** The person who has this role in the room. */
export function personIn(room: BookedRoom, role: Role): Attendee {
  return role === 'host' ? room.host : room.guest;
}

/** The other one of the two. */
export function otherThan(room: BookedRoom, attendee: Attendee): Attendee {
  return attendee.role === 'host' ? room.guest : room.host;
}

/** The room with this person's record in the place of their old one; the same room if it is. */
export function withPerson<R extends Room>(room: R, attendee: Attendee): R {
  if (room.host === attendee || room.guest === attendee) return room;
  return attendee.role === 'host' ? { ...room, host: attendee } : { ...room, guest: attendee };
}

/** The same for anybody, a guest who left included. */
export function withAnybody<R extends Room>(room: R, attendee: Attendee): R {
  if (findPresent(room, attendee.id) !== null) return withPerson(room, attendee);
  const formerGuests = room.formerGuests.map((one) => (one.id === attendee.id ? attendee : one));
  return { ...room, formerGuests };
}

/** The person with no answer yet to what they are asked now. */
export function askedAnew(attendee: Attendee): Attendee {
  return { ...attendee, answer: 'needs-action', comment: null, heldDecline: null };
}

/** Undoes a decline that is held; the answer it left goes with it. Without a hold: unchanged. */
export function withoutHold(attendee: Attendee): Attendee {
  if (attendee.heldDecline === null) return attendee;
  return { ...attendee, answer: 'needs-action', heldDecline: null };
}

/**
 * The room without its guest, who joins the former ones. Every hold ends: a held decline was
 * about a session with this guest.
 */
export function withoutGuest(room: BookedRoom): Omit<Room, 'status'> {
  return {
    ...room,
    host: { ...room.host, heldDecline: null },
    guest: null,
    formerGuests: [...room.formerGuests, { ...room.guest, heldDecline: null }],
  };
}
