import type { Room } from './room.ts';

const secondMs = 1_000;

/** A room that has just been given a DTSTAMP for the calendar objects of this decision. */
export type Stamped<R extends Room> = R & { readonly stampedAt: Date };

/** The moment in whole seconds, as mails and calendar objects carry it. */
export function wholeSecond(now: Date): Date {
  return new Date(Math.floor(now.getTime() / secondMs) * secondMs);
}

/**
 * The next SEQUENCE (RFC 5546 §2.1.4) with a new stamp and no revisions yet. The first calendar
 * objects of a room's life keep the number it was made with; each later change raises it by one.
 */
export function nextSequence<R extends Room>(room: R, now: Date): Stamped<R> {
  const icsSequence = room.announced ? room.icsSequence + 1 : room.icsSequence;
  return { ...room, icsSequence, revision: 0, announced: true, stampedAt: nextStamp(room, now) };
}

/** The next SEQUENCE, at which the time is told anew: replies below it answer another time. */
export function nextMajorSequence<R extends Room>(room: R, now: Date): Stamped<R> {
  const next = nextSequence(room, now);
  return { ...next, majorSequence: next.icsSequence, askedAt: wholeSecond(now) };
}

/** The same SEQUENCE told again (new wording, sent again): a new revision with a new stamp. */
export function nextRevision<R extends Room>(room: R, now: Date): Stamped<R> {
  return { ...room, revision: room.revision + 1, stampedAt: nextStamp(room, now) };
}

/**
 * DTSTAMP (RFC 5545 §3.8.7.2): rises by a second at least, so that two decisions within one
 * second, or on two machines whose clocks differ, are still in order for a calendar.
 */
export function nextStamp(room: Room, now: Date): Date {
  const stamp = wholeSecond(now);
  if (room.stampedAt === null) return stamp;
  return new Date(Math.max(stamp.getTime(), room.stampedAt.getTime() + secondMs));
}
