import { limits } from '../limits.ts';
import type { CalendarReading, ReadCalendar } from './calendar-object.ts';
import { CalendarTrouble, type Component, readComponent } from './component.ts';
import { type ContentLine, unfoldLines } from './content-lines.ts';
import { decodeBytes } from './decode-bytes.ts';
import { readAttendees } from './read-attendee.ts';
import { readEnd, readTime, timeKey } from './read-time.ts';
import { cleanLine, hasUnseen } from './sanitise.ts';
import { readComment, unescapeText } from './text-values.ts';
import { createZoneFinder, type ZoneFinder } from './time-zone.ts';

/** SEQUENCE is an INTEGER of 32 bits (RFC 5545 §3.3.8). */
const maxSequence = 2 ** 31 - 1;

/**
 * Reads one calendar part as iTIP (RFC 5546): who answers what about which event, and the times
 * it names. Everything is taken from VCALENDAR and the direct properties of one VEVENT. A trouble
 * with a time stays with that time and never hides an answer; rules of recurrence are not looked
 * at. `charset` is the declared one. Never throws: hostile bytes come out as a problem.
 */
export function readIcs(bytes: Buffer | string, charset: string | null = null): CalendarReading {
  try {
    return { ok: true, calendar: readCalendar(bytes, charset) };
  } catch (error) {
    if (!(error instanceof CalendarTrouble)) throw error;
    return { ok: false, problem: error.problem, detail: error.message };
  }
}

function readCalendar(bytes: Buffer | string, charset: string | null): ReadCalendar {
  if (Buffer.byteLength(bytes) > limits.calendarBytes) {
    throw new CalendarTrouble('too-large', `more than ${limits.calendarBytes} bytes`);
  }
  const text = decodeBytes(bytes, charset);
  const lines = unfoldLines(text);
  if (lines.length > limits.calendarLines) {
    throw new CalendarTrouble('too-large', `more than ${limits.calendarLines} lines`);
  }
  const calendar = readComponent(lines);
  const method = readMethod(calendar);
  const events = calendar.children.filter((child) => child.name === 'VEVENT');
  if (events.length === 0) throw new CalendarTrouble('no-event', 'no VEVENT');
  if (events.length > limits.calendarEvents)
    throw new CalendarTrouble('too-large', 'too many VEVENTs');
  const uid = readUid(events);
  // A series may come as its master and its exceptions; the master alone speaks for the event.
  const masters = events.filter((event) => !event.lines.has('RECURRENCE-ID'));
  const findZone = createZoneFinder(
    calendar.children.filter((child) => child.name === 'VTIMEZONE'),
  );
  const prodId = readProdId(calendar);
  const readings = (masters.length > 0 ? masters : events).map((event) => {
    return { method, uid, prodId, ...readEvent(event, findZone) };
  });
  const [first] = readings;
  if (first === undefined || new Set(readings.map((one) => JSON.stringify(one))).size > 1) {
    throw new CalendarTrouble('several-events', 'several VEVENTs that differ');
  }
  return first;
}

function readMethod(calendar: Component): string {
  const lines = calendar.lines.get('METHOD') ?? [];
  const method = onlyValue(lines, 'METHOD', (value) => value.trim().toUpperCase());
  if (method === null || !/^[A-Z0-9-]{1,32}$/.test(method)) {
    throw new CalendarTrouble('no-method', 'no METHOD, or none that is a token');
  }
  return method;
}

function readProdId(calendar: Component): string | null {
  const prodId = calendar.lines.get('PRODID')?.[0]?.value;
  return prodId === undefined ? null : cleanLine(unescapeText(prodId), 255);
}

/** The UID is compared byte for byte later on, so nothing is mended here. */
function readUid(events: readonly Component[]): string {
  const uids = new Set<string>();
  for (const event of events) {
    const uid = onlyValue(event.lines.get('UID') ?? [], 'UID', unescapeText);
    if (uid === null || uid === '') throw new CalendarTrouble('no-uid', 'no UID');
    if (hasUnseen(uid)) throw new CalendarTrouble('no-uid', 'a UID with control characters');
    uids.add(uid);
  }
  const [uid = ''] = uids;
  if (uids.size > 1) throw new CalendarTrouble('several-events', 'VEVENTs of several UIDs');
  return uid;
}

function readEvent(
  event: Component,
  findZone: ZoneFinder,
): Omit<ReadCalendar, 'method' | 'uid' | 'prodId'> {
  const startLines = event.lines.get('DTSTART') ?? [];
  if (new Set(startLines.map(timeKey)).size > 1) {
    throw new CalendarTrouble('conflict', 'two different values of DTSTART');
  }
  const start = readTime(startLines[0], findZone);
  const stamps = event.lines.get('DTSTAMP') ?? [];
  const isOneStamp = new Set(stamps.map(timeKey)).size === 1;
  const comments = (event.lines.get('COMMENT') ?? []).map((line) => line.value);
  return {
    sequence: readSequence(event),
    stampedAt: isOneStamp ? readTime(stamps[0], findZone).utc : null,
    attendees: readAttendees(event),
    comment: readComment(comments.join('\\n')),
    start,
    end: readEnd(event, start, findZone),
    originalStart: readTime(event.lines.get('X-MS-OLK-ORIGINALSTART')?.[0], findZone),
    originalEnd: readTime(event.lines.get('X-MS-OLK-ORIGINALEND')?.[0], findZone),
    hasRecurrenceId: event.lines.has('RECURRENCE-ID'),
  };
}

/** Exchange counts in a property of its own when SEQUENCE is missing or 0 ([MS-OXCICAL]). */
function readSequence(event: Component): number {
  const lines = event.lines.get('SEQUENCE') ?? [];
  const own = readCount(onlyValue(lines, 'SEQUENCE', (value) => value.trim()));
  const appointment = event.lines.get('X-MICROSOFT-CDO-APPT-SEQUENCE')?.[0];
  return own > 0 ? own : readCount(appointment?.value.trim() ?? null);
}

/**
 * A plain number; anything else counts as 0. One above 2^31 - 1 stays the highest there is: it
 * claims a revision far above ours and must not pass for an early one.
 */
function readCount(text: string | null): number {
  if (text === null || !/^\d+$/.test(text)) return 0;
  return Math.min(Number(text), maxSequence);
}

/** The value all lines agree on, null without lines; different values are a conflict. */
function onlyValue(
  lines: readonly ContentLine[],
  property: string,
  normalise: (value: string) => string,
): string | null {
  const values = new Set(lines.map((line) => normalise(line.value)));
  if (values.size > 1) throw new CalendarTrouble('conflict', `two different values of ${property}`);
  return [...values][0] ?? null;
}
