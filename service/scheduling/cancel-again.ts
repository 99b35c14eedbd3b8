import { limits } from '../limits.ts';
import type { Command, Reply } from './command.ts';
import { ignored } from './decided.ts';
import type { Decision, IgnoreReason } from './decision.ts';
import { compareReplies, replyOf } from './freshness.ts';
import { calendarMessage } from './messages-owed.ts';
import { everybody, findPresent, withAnybody } from './people.ts';
import type { Attendee, Room } from './room.ts';
import { nextRevision } from './stamp.ts';
import { isOver, isTooSoon, minutesBetween, type SessionTime, toDuration } from './times.ts';

/**
 * Mail of somebody who is out: the session was cancelled, or they left as its guest. It changes
 * nothing. Whoever accepts the session all the same, or asks for its present state, evidently still
 * has it in their calendar: they get the CANCEL once more, at the present SEQUENCE, so that it is
 * above all they have (RFC 5546 §3.2.5).
 */
export function answerOutsider(
  room: Room,
  command: Command,
  reason: IgnoreReason,
  now: Date,
): Decision {
  // Whoever still takes part in a room is not out of it, though nothing can be answered now.
  const isOut = reason === 'room-cancelled' || reason === 'no-longer-invited';
  const person = isOut ? askerOf(room, command) : null;
  if (person === null || person.invitedSequence === null) return ignored(room, reason);
  if (isTooSoon(person.resentAt, limits.resendEveryMinutes, now)) return ignored(room, reason);
  const time = timeShown(room, person, command);
  if (time === null || isOver(time, now)) return ignored(room, reason);
  const told = { ...person, resentAt: now };
  const after = nextRevision(withAnybody(room, told), now);
  const other = told.role === 'host' ? after.guest : after.host;
  // What was said when the session was called off is for those who were in it then.
  const why = { reason: findPresent(room, person.id) === null ? null : after.cancelledBecause };
  const message = calendarMessage(after, 'cancellation', { to: told, other }, why);
  return ignored(after, reason, [{ ...message, ...time }]);
}

/** Whose calendar shows what is no more; null when the mail does not say that it does. */
function askerOf(room: Room, command: Command): Attendee | null {
  if (command.do !== 'refresh' && command.do !== 'record-reply') return null;
  const person = everybody(room).find((one) => one.id === command.attendeeId) ?? null;
  if (person === null || command.do === 'refresh') return person;
  const { answer } = command.reply;
  if (answer !== 'accepted' && answer !== 'tentative') return null;
  // What came before their own last word, or repeats it, tells nothing of their calendar now.
  const order = compareReplies(replyOf(command.reply, answer), person.lastReply);
  const isNews = order > 0 || (order === 0 && person.lastReply?.answer !== answer);
  return isNews ? person : null;
}

/**
 * When the session was for this person. A guest who left is told the time their own reply names:
 * by now the room may be at another time, for somebody else, which is none of their business.
 */
function timeShown(room: Room, person: Attendee, command: Command): SessionTime | null {
  const { startUtc, durationMinutes } = room;
  const present = { startUtc, durationMinutes };
  if (findPresent(room, person.id) !== null) return present;
  const named = command.do === 'record-reply' ? timeNamed(room, command.reply) : null;
  if (named !== null) return named;
  return room.guest === null ? present : null;
}

function timeNamed(room: Room, { startUtc, endUtc }: Reply): SessionTime | null {
  if (startUtc === null) return null;
  const minutes = endUtc === null ? room.durationMinutes : minutesBetween(startUtc, endUtc);
  const durationMinutes = toDuration(minutes);
  return durationMinutes === null ? null : { startUtc, durationMinutes };
}
