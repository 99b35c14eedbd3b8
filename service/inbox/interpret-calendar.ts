import { createHash } from 'node:crypto';
import type { ReadAttendee, ReadCalendar, ReadTime } from '../calendar/calendar-object.ts';
import { limits } from '../limits.ts';
import type { MailReading } from '../mail/mail-reading.ts';
import type { Command, Question, Reply } from '../scheduling/command.ts';
import { withAlias } from '../scheduling/parked-question.ts';
import type { Answer } from '../scheduling/room.ts';
import { isDecisive, type Judgement, judgeAnswer, judgeUnbound } from './judge-answer.ts';
import { type MailContext, type MailPlan, perform, postpone, record } from './mail-plan.ts';
import type { Addressee } from './recipient-views.ts';
import { isTheirs, whoAnswers } from './who-answers.ts';

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
  // RFC 5545 §3.8.8.3: their calendar could not do what was asked, so nobody answered.
  if (method === 'reply' && /^[345]/.test(calendar.requestStatus ?? '')) {
    return record('parked', 'refused-by-calendar', detail);
  }
  const who = whoAnswers(calendar, addressee, reading);
  if (who.who === 'nobody') return record('parked', who.because, detail);
  const { attendeeId } = addressee;
  const question =
    method === 'refresh' ? null : questionOf(method, calendar, who.attendee, attendeeId, context);
  // Who writes to where bounces go read that address in the very mail, too.
  const isBound = context.mailbox === 'reply' || context.mailbox === 'bounce';
  const judgement = isBound
    ? judgeAnswer(who, context.trust, question !== null && isDecisive(question))
    : judgeUnbound(who, context.trust, isTheirs(reading.from[0] ?? '', addressee));
  return planFor(judgement, question, detail, attendeeId, context);
}

function planFor(
  judgement: Judgement,
  question: Question | null,
  detail: Record<string, unknown>,
  attendeeId: string,
  context: MailContext,
): MailPlan {
  if (judgement.do === 'later') return postpone();
  if (judgement.do === 'park') return record('parked', judgement.reason, detail);
  if (judgement.do === 'apply') {
    const alias = withoutOurs(judgement.learn, context);
    const command = question ? withAlias(question, alias) : refresh(attendeeId);
    return perform(command, { reason: judgement.flag, detail });
  }
  const { reason, because } = judgement;
  // Nothing to ask about: sending the invitation again is for its own person to ask.
  if (question === null) return record('parked', reason, detail);
  const { inboundMailId } = context;
  const alias = withoutOurs(judgement.alias, context);
  // Kept even when the question turns out to be moot: it may not be this person’s word.
  return perform(
    { do: 'ask-confirmation', attendeeId, inboundMailId, because, question },
    { outcome: 'parked', reason, detail: { ...detail, doubt: reason }, question, alias },
  );
}

const refresh = (attendeeId: string): Command => ({ do: 'refresh', attendeeId });

/** An address of ours names nobody, so it is nobody's alias. */
const withoutOurs = (alias: string | null, { isOurs }: MailContext) =>
  alias !== null && isOurs(alias) ? null : alias;

function questionOf(
  method: 'reply' | 'counter',
  calendar: ReadCalendar,
  attendee: ReadAttendee,
  attendeeId: string,
  context: MailContext,
): Question {
  const said = {
    answer: answerOf(attendee.partstat),
    sequence: calendar.sequence,
    stampedAt: calendar.stampedAt,
    receivedAt: context.receivedAt,
    comment: cleanComment(attendee.comment ?? calendar.comment),
    alias: null,
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
