import type { MessageIntent, MessageKind } from './decision.ts';
import { type BookedRoom, isBooked, otherThan } from './people.ts';
import type { Attendee, Room } from './room.ts';
import { type Stamped, wholeSecond } from './stamp.ts';

/** The kinds that carry a calendar object and so take part in the message key. */
const calendarKinds = ['invitation', 'update', 'cancellation'] as const;
export type CalendarKind = (typeof calendarKinds)[number];
export type PlainKind = Exclude<MessageKind, CalendarKind>;

interface Pair {
  readonly to: Attendee;
  readonly other: Attendee | null;
}

type Details = Partial<
  Pick<MessageIntent, 'previous' | 'proposalId' | 'reason' | 'by' | 'suggestedStartUtc' | 'doubt'>
>;

/** A mail with a calendar object, at the SEQUENCE and DTSTAMP the room now has. */
export function calendarMessage(
  room: Stamped<Room>,
  kind: CalendarKind,
  pair: Pair,
  details: Details = {},
): MessageIntent {
  return message(room, kind, pair, room.stampedAt, details);
}

/** A mail without a calendar object: it leaves the room's stamps alone. */
export function plainMessage(
  room: Room,
  kind: PlainKind,
  pair: Pair,
  now: Date,
  details: Details = {},
): MessageIntent {
  return message(room, kind, pair, wholeSecond(now), details);
}

/** The person as the recipient, and the other one of the two, as the room knows them now. */
export function pairFor(room: Room, to: Attendee): Pair {
  return { to, other: isBooked(room) ? otherThan(room, to) : null };
}

/** The present REQUEST to both, after a change; `previous` when the time was another before. */
export function updatesToBoth(
  room: Stamped<BookedRoom>,
  details: Pick<Details, 'previous' | 'proposalId' | 'by'>,
): readonly MessageIntent[] {
  const people = [room.host, room.guest];
  return people.map((to) => calendarMessage(room, 'update', pairFor(room, to), details));
}

function message(
  room: Room,
  kind: MessageKind,
  pair: Pair,
  stampedAt: Date,
  details: Details,
): MessageIntent {
  return {
    kind,
    to: pair.to,
    other: pair.other,
    sequence: room.icsSequence,
    revision: room.revision,
    stampedAt,
    sendAt: null,
    startUtc: room.startUtc,
    durationMinutes: room.durationMinutes,
    previous: details.previous ?? null,
    proposalId: details.proposalId ?? null,
    reason: details.reason ?? null,
    by: details.by ?? null,
    suggestedStartUtc: details.suggestedStartUtc ?? null,
    doubt: details.doubt ?? null,
  };
}
