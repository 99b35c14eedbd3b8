import { limits } from '../limits.ts';
import { answerOutsider } from './cancel-again.ts';
import type { CommandTo } from './command.ts';
import { changed, ignored } from './decided.ts';
import type { Decision, MessageIntent } from './decision.ts';
import type { StaleReason } from './freshness.ts';
import { calendarMessage, pairFor } from './messages-owed.ts';
import { type BookedRoom, withPerson } from './people.ts';
import type { Attendee, Room } from './room.ts';
import { nextRevision } from './stamp.ts';
import { isTooSoon } from './times.ts';
import { findWriter } from './writer.ts';

/** A calendar asks for the present REQUEST (REFRESH, RFC 5546 §3.2.6): to that person only. */
export function refresh(room: Room, command: CommandTo<'refresh'>, now: Date): Decision {
  const writer = findWriter(room, command.attendeeId, now);
  if (!writer.ok) return answerOutsider(room, command, writer.reason, now);
  const sent = sendAgain(writer.room, writer.attendee, now);
  if (sent === null) return ignored(room, 'sent-again-lately');
  return changed(sent.room, 'sent-again', { messages: sent.messages });
}

/**
 * A reply or COUNTER that is not fresh changes nothing. To a stale one, the person's calendar
 * evidently shows an old session, so they get the present REQUEST.
 */
export function answerNotFresh(
  room: BookedRoom,
  attendee: Attendee,
  reason: StaleReason,
  now: Date,
): Decision {
  const sent = reason === 'stale-answer' ? sendAgain(room, attendee, now) : null;
  if (sent === null) return ignored(room, reason);
  return ignored(sent.room, reason, sent.messages);
}

/** The present REQUEST once more, as a new revision; null when it was sent again lately. */
function sendAgain(
  room: BookedRoom,
  attendee: Attendee,
  now: Date,
): { room: Room; messages: readonly MessageIntent[] } | null {
  if (isTooSoon(attendee.resentAt, limits.resendEveryMinutes, now)) return null;
  const resent = { ...attendee, resentAt: now };
  const after = nextRevision(withPerson(room, resent), now);
  return { room: after, messages: [calendarMessage(after, 'update', pairFor(after, resent))] };
}
