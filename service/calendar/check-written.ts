import { normaliseAddress } from '../scheduling/address.ts';
import type { CalendarObject, ReadCalendar } from './calendar-object.ts';
import { checkLines } from './check-lines.ts';
import { readComponent } from './component.ts';
import { unfoldLines } from './content-lines.ts';
import { readKeptRules } from './kept-rules.ts';
import { readIcs } from './read-ics.ts';
import { readTime } from './read-time.ts';
import { hasUnseen } from './sanitise.ts';

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
 * attendee, and no line beside those Parley writes. The times must be the same for readers that
 * know the zone by its name and for those that follow the VTIMEZONE of the text. The last fence
 * against injected lines.
 */
export function checkWritten(text: string, object: CalendarObject): void {
  checkLines(text, hasTimes(object) ? object.timeZone : null);
  const reading = readIcs(text);
  if (!reading.ok) throw new Error(`the calendar object does not read back: ${reading.problem}`);
  const asked = JSON.stringify(summariseAsked(object));
  const byRules = { ...reading.calendar, ...readByRules(text) };
  for (const read of [reading.calendar, byRules]) {
    if (JSON.stringify(summariseRead(read)) !== asked) {
      throw new Error('the calendar object reads back differently');
    }
  }
}

/** RFC 5546 §3.2.8. */
export function hasTimes({ method }: CalendarObject): boolean {
  return method !== 'DECLINECOUNTER';
}

function readByRules(text: string): Pick<ReadCalendar, 'start' | 'end'> {
  const lines = unfoldLines(text);
  const definition = lines.slice(lines.indexOf('BEGIN:VTIMEZONE'), lines.indexOf('BEGIN:VEVENT'));
  const event = readComponent(lines).children.find((child) => child.name === 'VEVENT');
  const read = (property: string) =>
    readTime(event?.lines.get(property)?.[0], (tzid) => readKeptRules(tzid, definition));
  return { start: read('DTSTART'), end: read('DTEND') };
}

function summariseAsked(object: CalendarObject): unknown[] {
  const { method, uid, sequence, attendee } = object;
  return [
    method,
    uid,
    sequence,
    wholeSeconds(object.stampedAt),
    hasTimes(object) ? wholeSeconds(object.startUtc) : null,
    hasTimes(object) ? wholeSeconds(object.endUtc) : null,
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
