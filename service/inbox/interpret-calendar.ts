import { createHash } from 'node:crypto';
import type { ReadAttendee, ReadCalendar, ReadTime } from '../calendar/calendar-object.ts';
import { limits } from '../limits.ts';
import type { MailReading } from '../mail/mail-reading.ts';
import type { Command, Reply } from '../scheduling/command.ts';
import type { Answer } from '../scheduling/room.ts';
import { type MailContext, type MailPlan, record } from './mail-plan.ts';
import type { Addressee } from './recipient-views.ts';
import { whoAnswers } from './who-answers.ts';

/** What a calendar mail asks of the room it belongs to. */
export function interpretCalendar(
  reading: MailReading,
  calendar: ReadCalendar,
  addressee: Addressee,
  context: MailContext,
): MailPlan {
  const detail = { ...describe(calendar), problem: reading.problem };
  // A calendar part that was read although another one contradicts it decides nothing.
  if (reading.problem) return record('parked', reading.problem, detail);
  // Bytes, not letters: a UID is an opaque value (RFC 5545 §3.8.4.7).
  if (calendar.uid !== addressee.icsUid) return record('parked', 'uid-mismatch', detail);
  const method = calendar.method.toLowerCase();
  if (method !== 'reply' && method !== 'counter' && method !== 'refresh') {
    return record('ignored', 'method-not-for-organizers', detail);
  }
  // A room is one session, never a series.
  if (calendar.hasRecurrenceId) return record('ignored', 'recurrence', detail);
  const who = whoAnswers(calendar, addressee.email, reading.from);
  if ('refused' in who) return record('parked', who.refused, detail);
  const command = commandOf(method, calendar, who.attendee, addressee, context);
  return { command, outcome: null, reason: null, detail };
}

function commandOf(
  method: 'reply' | 'counter' | 'refresh',
  calendar: ReadCalendar,
  attendee: ReadAttendee,
  { attendeeId }: Addressee,
  context: MailContext,
): Command {
  if (method === 'refresh') return { do: 'refresh', attendeeId };
  const said = {
    answer: answerOf(attendee.partstat),
    sequence: calendar.sequence,
    stampedAt: calendar.stampedAt,
    receivedAt: context.receivedAt,
    comment: cleanComment(attendee.comment ?? calendar.comment),
  };
  if (method === 'reply') {
    const reply: Reply = { ...said, startUtc: calendar.start.utc, endUtc: calendar.end.utc };
    return { do: 'record-reply', attendeeId, reply };
  }
  const counter = {
    ...said,
    // RFC 5546 §3.2.7: a counter's times are the asked-for ones; Outlook adds the old ones.
    startUtc: calendar.originalStart.utc,
    endUtc: calendar.originalEnd.utc,
    // An end that nobody understands is not a missing one: the length asked for is unknown.
    proposedStartUtc: isUnderstood(calendar.end) ? calendar.start.utc : null,
    proposedEndUtc: calendar.end.utc,
  };
  return { do: 'counter', attendeeId, proposalId: context.newProposalId, counter };
}

const isUnderstood = ({ problem }: ReadTime) => problem === null || problem === 'missing';

/** The answer a participation status stands for; null for any that is none (NEEDS-ACTION, X-…). */
function answerOf(partstat: string | null): Answer | null {
  const answer = partstat?.toLowerCase();
  return answer === 'accepted' || answer === 'tentative' || answer === 'declined' ? answer : null;
}

/** A comment is hostile text: control characters out, white space trimmed, length capped. */
function cleanComment(comment: string | null): string | null {
  const clean = comment
    ?.replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .trim();
  return clean ? [...clean].slice(0, limits.commentLength).join('') : null;
}

/** What a mail asks for, as a hash: two mails with the same one are one question. */
export function hashEffect(calendar: ReadCalendar, attendeeId: string): Buffer {
  const effect = [
    calendar.uid,
    attendeeId,
    calendar.method,
    calendar.sequence,
    calendar.stampedAt,
    calendar.attendees.map((attendee) => [attendee.address, attendee.partstat]),
    calendar.start.utc,
    calendar.end.utc,
  ];
  return createHash('sha256').update(JSON.stringify(effect)).digest();
}

/** The facts of a calendar mail that are worth keeping; no address among them. */
function describe(calendar: ReadCalendar): Record<string, unknown> {
  return {
    method: calendar.method,
    sequence: calendar.sequence,
    stampedAt: calendar.stampedAt,
    answers: calendar.attendees.slice(0, limits.calendarAttendees).map((one) => one.partstat),
    startUtc: calendar.start.utc,
    startProblem: calendar.start.problem,
    endUtc: calendar.end.utc,
    software: calendar.prodId,
  };
}
