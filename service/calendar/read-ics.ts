import { limits } from '../limits.ts';
import type { CalendarReading, ReadCalendar, ReadTime } from './calendar-object.ts';
import { CalendarTrouble, type Component, readComponent } from './component.ts';
import { type ContentLine, unfoldLines } from './content-lines.ts';
import { decodeBytes, undoQuotedPrintable } from './decode-bytes.ts';
import { readMailbox } from './read-address.ts';
import { firstValue, readAttendees } from './read-attendee.ts';
import { readEnd, readTime, timeKey } from './read-time.ts';
import { cleanLine, hasUnseen } from './sanitise.ts';
import { joinComments, unescapeText } from './text-values.ts';
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
  const text = undoQuotedPrintable(decodeBytes(bytes, charset));
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
    return { method, uid, prodId, ...readEvent(event, method, findZone) };
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
  method: string,
  findZone: ZoneFinder,
): Omit<ReadCalendar, 'method' | 'uid' | 'prodId'> {
  const start = readStart(event, method, findZone);
  const stamps = event.lines.get('DTSTAMP') ?? [];
  const isOneStamp = new Set(stamps.map(timeKey)).size === 1;
  return {
    sequence: readSequence(event),
    stampedAt: isOneStamp ? readTime(stamps[0], findZone).utc : null,
    attendees: readAttendees(event),
    comment: joinComments((event.lines.get('COMMENT') ?? []).map((line) => line.value)),
    start,
    end: readEnd(event, start, findZone),
    originalStart: readTime(event.lines.get('X-MS-OLK-ORIGINALSTART')?.[0], findZone),
    originalEnd: readTime(event.lines.get('X-MS-OLK-ORIGINALEND')?.[0], findZone),
    hasRecurrenceId: event.lines.has('RECURRENCE-ID'),
    organizer: readOrganizer(event),
    requestStatus: readRequestStatus(event),
  };
}

/** A counter that makes a series of the session asks for no one time; an answer may name any. */
function readStart(event: Component, method: string, findZone: ZoneFinder): ReadTime {
  const lines = event.lines.get('DTSTART') ?? [];
  if (new Set(lines.map(timeKey)).size > 1) {
    throw new CalendarTrouble('conflict', 'two different values of DTSTART');
  }
  const isSeries = event.lines.has('RRULE') || event.lines.has('RDATE');
  if (method === 'COUNTER' && isSeries) return { utc: null, problem: 'impossible' };
  return readTime(lines[0], findZone);
}

/** Two different ORGANIZERs are none. It says whose invitation came back, never who answers. */
function readOrganizer(event: Component): string | null {
  const lines = event.lines.get('ORGANIZER') ?? [];
  const found = new Set(
    lines.map((line) => readMailbox(line.value) ?? readMailbox(firstValue(line, 'EMAIL') ?? '')),
  );
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/**
 * The worst of the codes: each class above 2 (success) is a worse failure (RFC 5545 §3.8.8.3,
 * RFC 5546 §3.6). What begins with no code is left out.
 */
function readRequestStatus(event: Component): string | null {
  const codes = (event.lines.get('REQUEST-STATUS') ?? []).flatMap((line) => {
    const code = /^"?(\d{1,2}(?:\.\d{1,3}){1,2})(?=$|[\s;\\"])/.exec(line.value.trim())?.[1];
    return code === undefined ? [] : [code];
  });
  return codes.sort((one, other) => rankStatus(other) - rankStatus(one))[0] ?? null;
}

function rankStatus(code: string): number {
  const [kind = 0, detail = 0, more = 0] = code.split('.').map(Number);
  return (kind * 1000 + detail) * 1000 + more;
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
