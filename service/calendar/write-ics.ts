import {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventClass,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { limits } from '../limits.ts';
import { normaliseAddress } from '../scheduling/address.ts';
import type { Answer } from '../scheduling/room.ts';
import type { CalendarObject } from './calendar-object.ts';
import { checkCalendarObject, checkWritten, hasTimes } from './check-written.ts';
import { foldLine, unfoldLines } from './content-lines.ts';
import { cleanLine, cleanName, cleanText } from './sanitise.ts';
import { escapeText } from './text-values.ts';
import { writeZonedTimes, type ZonedTimes } from './write-zone.ts';

const partstats: Readonly<Record<Answer, ICalAttendeeStatus>> = {
  'needs-action': ICalAttendeeStatus.NEEDSACTION,
  accepted: ICalAttendeeStatus.ACCEPTED,
  declined: ICalAttendeeStatus.DECLINED,
  tentative: ICalAttendeeStatus.TENTATIVE,
};

/** All a DECLINECOUNTER may hold besides its one ATTENDEE (RFC 5546 §3.2.8). */
const declineCounterLines =
  /^(?:BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|UID|DTSTAMP|ORGANIZER|ATTENDEE|SEQUENCE)[:;]/;

/**
 * Writes the calendar object for one person as text (RFC 5545, RFC 5546): lines of at most 75
 * octets ending in CRLF. The same object always gives the same text. Times are in UTC, or in the
 * object's zone where every reader gets the same instants of that. Names and texts are cleaned; a
 * UID, SEQUENCE, time or address that cannot be right throws, and so does a result that does
 * not read back as what was asked for.
 */
export function writeIcs(object: CalendarObject): string {
  checkCalendarObject(object);
  const isCancel = object.method === 'CANCEL';
  const calendar = new ICalCalendar({
    prodId: { company: 'Parley', product: 'Parley', language: 'EN' },
    scale: 'GREGORIAN',
    method: ICalCalendarMethod[object.method],
  });
  calendar.createEvent({
    // ical-generator writes the UID as it is; it is a TEXT like any other.
    id: escapeText(object.uid),
    sequence: object.sequence,
    stamp: object.stampedAt,
    // With a zone ical-generator would write the clock of this process (`finishLines` does it).
    start: object.startUtc,
    end: object.endUtc,
    summary: cleanLine(object.summary, limits.icsSummaryLength),
    // libical calls an empty one an error.
    description: cleanText(object.description, limits.icsDescriptionLength) || null,
    location: cleanLine(object.location ?? '', limits.locationLength) || null,
    url: readUrl(object.url),
    organizer: writeOrganizer(object),
    attendees: [writeAttendee(object)],
    status: isCancel ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: ICalEventTransparency.OPAQUE,
    class: ICalEventClass.PUBLIC,
    busystatus: isCancel ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    x: writeExtensions(object),
  });
  const text = finishLines(calendar.toString(), object);
  checkWritten(text, object);
  return text;
}

function writeOrganizer(object: CalendarObject): { name: string; email: string } {
  const address = normaliseAddress(object.organizer.address) ?? '';
  // Without a CN Outlook takes the reader for the organizer and hides the buttons.
  return { name: cleanName(object.organizer.name) || 'Organizer', email: escapeAddress(address) };
}

function writeAttendee({ attendee, method }: CalendarObject) {
  const address = normaliseAddress(attendee.address) ?? '';
  return {
    name: cleanName(attendee.name) || address,
    email: escapeAddress(address),
    type: ICalAttendeeType.INDIVIDUAL,
    role: ICalAttendeeRole.REQ,
    status: partstats[attendee.answer],
    // Outlook does not answer when it was not asked to.
    rsvp: method === 'REQUEST',
  };
}

/** Outlook's own properties ([MS-OXCICAL] §2.1.3.1.1.20): busy now, after yes, and proposals. */
function writeExtensions(object: CalendarObject): [string, string][] {
  const busy = object.method === 'CANCEL' ? 'FREE' : 'BUSY';
  const extensions: [string, string][] = [['X-MICROSOFT-CDO-INTENDEDSTATUS', busy]];
  if (!object.allowCounter) extensions.push(['X-MICROSOFT-DISALLOW-COUNTER', 'TRUE']);
  return extensions;
}

/** A mailto URI (RFC 6068 §2): these would begin a query or an escape. */
function escapeAddress(address: string): string {
  return address.replace(/[%?#]/g, encodeURIComponent);
}

/**
 * A web address as a URI that needs no TEXT escapes, which ical-generator would put into it; null
 * for anything but http and https.
 */
function readUrl(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  const escaped = href.replace(/[,;\\"]|\p{Cc}/gu, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return escaped.length <= limits.urlLength * 3 ? escaped : null;
}

/**
 * What ical-generator leaves to do: `mailto:` in lower case, times in a zone, DECLINECOUNTER's few
 * lines, CRLF.
 */
function finishLines(generated: string, object: CalendarObject): string {
  const { timeZone, startUtc, endUtc } = object;
  const isZoned = timeZone !== null && hasTimes(object);
  const zoned = isZoned ? writeZonedTimes(timeZone, startUtc, endUtc) : null;
  const lines = unfoldLines(generated)
    .filter((line) => line !== '' && (hasTimes(object) || isForDecline(line)))
    .flatMap((line) => (zoned === null ? line : placeTimes(line, zoned)))
    .map((line) => {
      if (!line.startsWith('ATTENDEE;')) return line;
      return line.replace(/:MAILTO:([^:]*)$/, ':mailto:$1');
    });
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

/** Names the zone before the event and in its two times; DTSTAMP stays in UTC. */
function placeTimes(line: string, zoned: ZonedTimes): readonly string[] {
  if (line.startsWith('DTSTART:')) return [zoned.start];
  if (line.startsWith('DTEND:')) return [zoned.end];
  return line === 'BEGIN:VEVENT' ? [...zoned.definition, line] : [line];
}

/** Its SEQUENCE is left out at 0. */
function isForDecline(line: string): boolean {
  return declineCounterLines.test(line) && line !== 'SEQUENCE:0';
}
