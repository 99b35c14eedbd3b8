import nodeIcal from 'node-ical';
import { limits } from '../limits.ts';
import type { Component } from './component.ts';
import { readZoneRules, type Zone } from './zone-rules.ts';

/** Finds the zone a TZID means; null when nobody knows it. */
export type ZoneFinder = (tzid: string) => Zone | null;

const utcNames = new Set(['utc', 'z', 'gmt', 'etc/utc', 'tzone://microsoft/utc']);
/** Names only ICU knows: not IANA's, and ambiguous (IST is India, Israel or Ireland). */
const icuNames =
  /^(?:SystemV\/.*|ACT|AET|AGT|ART|AST|BET|BST|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|PLT|PNT|PRT|PST|SST|VST)$/i;

/** True for the name of an IANA time zone this machine knows; an offset like `+01:00` is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name) || icuNames.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds the zone a TZID means: UTC under its many names, an IANA name (vendors put a path before
 * it), a plain offset, a Windows name, or else the VTIMEZONE of that name in the same message.
 * Null when none of these knows it; the time zone of this process never plays a part.
 */
function resolveZone(tzid: string, definitions: readonly Component[]): Zone | null {
  const name = tzid.trim();
  if (name === '' || name.length > limits.zoneNameLength) return null;
  const known = utcNames.has(name.toLowerCase())
    ? 'UTC'
    : (findIanaName(name) ?? findOffset(name) ?? findWindowsName(name));
  return known === null ? readZoneRules(name, definitions) : zoneByName(known);
}

/**
 * Looks zones up for one message: each name once, and only so many names, since every lookup of
 * an unknown one costs time and stays in node-ical's memory.
 */
export function createZoneFinder(definitions: readonly Component[]): ZoneFinder {
  const found = new Map<string, Zone | null>();
  return (tzid) => {
    const known = found.get(tzid);
    if (known !== undefined) return known;
    if (found.size >= limits.zonesOfOneCalendar) return null;
    const zone = resolveZone(tzid, definitions);
    found.set(tzid, zone);
    return zone;
  };
}

function zoneByName(name: string): Zone {
  return (wall) => {
    // 'compatible': first instant of a fold, offset before a gap.
    const zoned = wall.toZonedDateTime(name, { disambiguation: 'compatible' });
    return new Date(zoned.epochMilliseconds);
  };
}

/** `Europe/Berlin`, also behind a vendor's path as in `/mozilla.org/20050126_1/Europe/Berlin`. */
function findIanaName(name: string): string | null {
  if (!name.startsWith('/')) return isTimeZone(name) ? name : null;
  const steps = name.split('/').slice(1);
  const suffixes = steps.slice(0, 8).map((_, index) => steps.slice(index).join('/'));
  return suffixes.find(isTimeZone) ?? null;
}

/** `UTC+02:00`, `GMT-4`, `+0530`, `(UTC+01:00)`: a fixed offset and nothing else. */
function findOffset(name: string): string | null {
  const match = /^\(?(?:UTC|GMT)?([+-])(\d{1,2})(?:[:.]?([0-5]\d))?\)?$/i.exec(name);
  if (match === null) return null;
  const [, sign = '+', hours = '0', minutes = '00'] = match;
  if (Number(hours) * 60 + Number(minutes) > 14 * 60) return null;
  return `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

/**
 * Windows and Outlook names, by the table inside node-ical. Of a display name nobody knows only
 * the offset in front would be left; it is wrong for half of the year and therefore not used.
 */
function findWindowsName(name: string): string | null {
  // A customised zone is what its VTIMEZONE says; node-ical would guess one with like offsets.
  if (/^customized|^tzone:|^\(no tz/i.test(name)) return null;
  const places = name.replace(/^\((?:UTC|GMT)[^)]*\)\s*/i, '');
  const spelled = places.replaceAll('/', ', ');
  // With a comma node-ical looks up each place of the list by itself.
  const candidates = new Set([name, places, `${spelled},`]);
  for (const candidate of candidates) {
    const zone = askNodeIcal(candidate);
    if (zone !== null && isTimeZone(zone)) return zone;
  }
  return null;
}

/**
 * Asks node-ical on a calendar made here, with nothing of the message in it but the name: it must
 * never see raw mail (its result is keyed by UID and its dates may be in process-local time).
 */
function askNodeIcal(name: string): string | null {
  if (!/^[\p{L}\p{N} ()+\-:.,&'_]+$/u.test(name) || !/[ ,]/.test(name)) return null;
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Parley//Zone//EN',
    'BEGIN:VEVENT',
    'UID:zone',
    'DTSTAMP:20200101T000000Z',
    `DTSTART;TZID="${name}":20200115T120000`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  try {
    const event = nodeIcal.sync.parseICS(calendar.join('\r\n')).zone;
    const start: unknown = event !== undefined && 'start' in event ? event.start : undefined;
    const zone = start instanceof Date && 'tz' in start ? start.tz : undefined;
    return typeof zone === 'string' ? zone : null;
  } catch {
    return null;
  }
}
