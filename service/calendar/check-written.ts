import { normaliseAddress } from '../scheduling/address.ts';
import type { CalendarObject, ReadCalendar } from './calendar-object.ts';
import { readContentLine, unfoldLines } from './content-lines.ts';
import { readIcs } from './read-ics.ts';
import { hasUnseen } from './sanitise.ts';

/** Everything Parley ever writes; each at most once, whatever texts it was given. */
const writtenNames = new Set([
  'VERSION',
  'PRODID',
  'CALSCALE',
  'METHOD',
  'UID',
  'SEQUENCE',
  'DTSTAMP',
  'DTSTART',
  'DTEND',
  'SUMMARY',
  'DESCRIPTION',
  'LOCATION',
  'URL',
  'ORGANIZER',
  'ATTENDEE',
  'STATUS',
  'TRANSP',
  'CLASS',
  'X-MICROSOFT-CDO-BUSYSTATUS',
  'X-MICROSOFT-CDO-INTENDEDSTATUS',
  'X-MICROSOFT-DISALLOW-COUNTER',
]);
const structure = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'END:VEVENT', 'END:VCALENDAR'].join();

/** Throws when a calendar object holds what cannot be written rightly. */
export function checkCalendarObject(object: CalendarObject): void {
  const { uid, sequence, stampedAt, startUtc, endUtc } = object;
  if (uid === '' || uid !== uid.trim() || hasUnseen(uid)) throw new Error('UID is not printable');
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 2 ** 31 - 1) {
    throw new Error('SEQUENCE is not an integer from 0 to 2^31 - 1');
  }
  for (const time of [stampedAt, startUtc, endUtc]) {
    const year = time.getUTCFullYear();
    if (!(year >= 1970 && year <= 9999)) throw new Error('a time is invalid or out of range');
  }
  // ical-generator would swap them without a word.
  if (wholeSeconds(endUtc) <= wholeSeconds(startUtc)) throw new Error('DTEND is not after DTSTART');
  for (const { address } of [object.organizer, object.attendee]) {
    if (normaliseAddress(address) === null) throw new Error('an address is not one plain mailbox');
  }
}

/**
 * Throws unless the text reads back as the object: same method, event, revision, times and the one
 * attendee, and no line beside those Parley writes. The last fence against injected lines.
 */
export function checkWritten(text: string, object: CalendarObject): void {
  checkLines(text);
  const reading = readIcs(text);
  if (!reading.ok) throw new Error(`the calendar object does not read back: ${reading.problem}`);
  const asked = JSON.stringify(summariseAsked(object));
  if (JSON.stringify(summariseRead(reading.calendar)) !== asked) {
    throw new Error('the calendar object reads back differently');
  }
}

function checkLines(text: string): void {
  const seen = new Set<string>();
  const frames: string[] = [];
  for (const line of unfoldLines(text).slice(0, -1)) {
    const name = readContentLine(line)?.name ?? '';
    if (name === 'BEGIN' || name === 'END') frames.push(line);
    else if (!writtenNames.has(name) || seen.has(name)) throw new Error('an unexpected line');
    seen.add(name);
  }
  if (frames.join() !== structure || !text.endsWith('END:VCALENDAR\r\n')) {
    throw new Error('an unexpected component');
  }
}

function summariseAsked(object: CalendarObject): unknown[] {
  const { method, uid, sequence, attendee } = object;
  const hasTimes = method !== 'DECLINECOUNTER';
  return [
    method,
    uid,
    sequence,
    wholeSeconds(object.stampedAt),
    hasTimes ? wholeSeconds(object.startUtc) : null,
    hasTimes ? wholeSeconds(object.endUtc) : null,
    [[normaliseAddress(attendee.address), attendee.answer.toUpperCase()]],
  ];
}

function summariseRead(calendar: ReadCalendar): unknown[] {
  const { method, uid, sequence, stampedAt, start, end, attendees } = calendar;
  return [
    method,
    uid,
    sequence,
    stampedAt === null ? null : wholeSeconds(stampedAt),
    start.utc === null ? null : wholeSeconds(start.utc),
    end.utc === null ? null : wholeSeconds(end.utc),
    attendees.map(({ address, partstat }) => [address, partstat]),
  ];
}

function wholeSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
