import type { CalendarReading, ReadCalendar } from '../calendar/calendar-object.ts';
import { readIcs } from '../calendar/read-ics.ts';
import { limits } from '../limits.ts';
import { type CalendarFinding, found, notFound } from './calendar-finding.ts';
import type { MailPart, TakenApart } from './mail-parts.ts';
import { findTypedComment } from './typed-comment.ts';
import { readTnefAnswer } from './winmail/tnef-answer.ts';

interface Candidate {
  readonly content: Buffer | string;
  readonly charset: string | null;
  /** The method parameter; null when the part has none, as Apple Mail sends it. */
  readonly method: string | null;
  /** text/calendar with a method is what calendars act on; the file is its copy. */
  readonly rank: number;
}

/** Programs whose answers carry what a person typed in the text of the mail alone. */
const microsoftProgram = /^(?:-\/\/)?Microsoft /i;

/**
 * Finds the calendar object of a mail at any depth; of a mail without one, the meeting answer in
 * TNEF. Null: there is neither. Several copies of one object count once; copies that disagree
 * about the answer or the time are a problem, never a choice.
 */
export function findCalendar(mail: TakenApart): CalendarFinding | null {
  const candidates = findCandidates(mail);
  if (candidates.length === 0) return findSealedAnswer(mail);
  if (candidates.length > limits.calendarParts) {
    return notFound('too-large', `more than ${limits.calendarParts} calendar parts`);
  }
  const readings = dropCopies(candidates).map((candidate) => ({
    candidate,
    reading: readIcs(candidate.content, candidate.charset),
  }));
  const finding = agree(readings, mail.from);
  return finding.calendar === null ? finding : found(addTyped(finding.calendar, mail.text));
}

/** Outlook answers in TNEF when it takes the other side for Outlook too. */
function findSealedAnswer(mail: TakenApart): CalendarFinding | null {
  const sealed = mail.parts.filter(isTnef).slice(0, limits.calendarParts);
  const findings = sealed
    .map((part) => readTnefAnswer(part.content, mail.from, mail.text))
    .filter((finding) => finding !== null);
  const [first = null] = findings;
  if (new Set(findings.map((finding) => JSON.stringify(finding))).size <= 1) return first;
  return notFound('parts-differ', 'several meeting answers in winmail.dat (TNEF)');
}

function isTnef({ contentType, fileName }: MailPart): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/.test(contentType) || fileName === 'winmail.dat';
}

function addTyped(calendar: ReadCalendar, text: string): ReadCalendar {
  const { method, attendees, comment, prodId } = calendar;
  const isAnswer = method === 'REPLY' || method === 'COUNTER';
  const isTold = comment !== null || attendees.some((each) => each.comment !== null);
  if (!isAnswer || isTold || !microsoftProgram.test(prodId ?? '')) return calendar;
  return { ...calendar, comment: findTypedComment(text) };
}

interface Read {
  readonly candidate: Candidate;
  readonly reading: CalendarReading;
}

function agree(readings: readonly Read[], from: readonly string[]): CalendarFinding {
  const calendars: ReadCalendar[] = [];
  let firstFailure: CalendarFinding | null = null;
  for (const { candidate, reading } of readings) {
    if (!reading.ok) {
      firstFailure ??= notFound(reading.problem, reading.detail);
      continue;
    }
    // RFC 6047 §2.4: the parameter and the METHOD must be the same.
    if (candidate.method !== null && candidate.method !== reading.calendar.method) {
      const detail = `the part says ${candidate.method}, the calendar ${reading.calendar.method}`;
      return notFound('methods-differ', detail);
    }
    calendars.push(reading.calendar);
  }
  const [first, ...others] = calendars;
  if (first === undefined) return firstFailure ?? notFound('not-a-calendar', 'nothing to read');
  if (others.some((other) => !sayTheSame(first, other, from))) {
    return notFound('parts-differ', 'the calendar parts of this mail say different things');
  }
  return found(first);
}

function findCandidates(mail: TakenApart): readonly Candidate[] {
  const candidates = mail.parts.flatMap(({ contentType, parameters, fileName, content }) => {
    const isText = contentType === 'text/calendar' || contentType === 'text/x-vcalendar';
    const isNamed = fileName?.trim().endsWith('.ics') === true;
    const isFile = contentType === 'application/ics' || isNamed;
    // A whole mail stays another mail, whatever its file is called.
    if ((!isText && !isFile) || contentType.startsWith('message/')) return [];
    const method = parameters.get('method')?.trim().toUpperCase() || null;
    const rank = isText ? (method === null ? 1 : 0) : 2;
    return [{ content, charset: parameters.get('charset') ?? null, method, rank }];
  });
  candidates.sort((one, other) => one.rank - other.rank);
  const text = mail.text.replace(/^[\s\uFEFF]+/, '');
  // Old Thunderbird and some scripts send the calendar as the text itself.
  const isCalendarText = /^BEGIN:VCALENDAR/i.test(text);
  return isCalendarText
    ? [...candidates, { content: text, charset: null, method: null, rank: 3 }]
    : candidates;
}

/** Google and Thunderbird send the same bytes as a part and as a file. */
function dropCopies(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen: Buffer[] = [];
  return candidates.filter(({ content, method }) => {
    const bytes = Buffer.from(content);
    if (method === null && seen.some((other) => other.equals(bytes))) return false;
    seen.push(bytes);
    return true;
  });
}

function sayTheSame(one: ReadCalendar, other: ReadCalendar, from: readonly string[]): boolean {
  const said = (calendar: ReadCalendar) => [
    calendar.method,
    calendar.uid,
    calendar.hasRecurrenceId,
    [calendar.start, calendar.end].map((time) => time.utc?.getTime() ?? time.problem),
  ];
  if (JSON.stringify(said(one)) !== JSON.stringify(said(other))) return false;
  const oneAnswers = listAnswers(one, from);
  const otherAnswers = listAnswers(other, from);
  // Where only one part speaks of the sender, the other says nothing against it.
  if (oneAnswers.ofSender !== otherAnswers.ofSender) return true;
  return oneAnswers.answers === otherAnswers.answers;
}

/** What a part answers: for the sender of the mail if it names them, else for everybody. */
function listAnswers(calendar: ReadCalendar, from: readonly string[]) {
  const isSender = (address: string | null) => address !== null && from.includes(address);
  const own = calendar.attendees.filter((each) => isSender(each.address) || isSender(each.email));
  const answers = (own.length > 0 ? own : calendar.attendees).map(
    (each) => `${each.address} ${each.partstat}`,
  );
  return { ofSender: own.length > 0, answers: answers.sort().join() };
}
