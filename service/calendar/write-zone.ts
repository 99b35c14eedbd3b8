import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';
import { type Component, readComponent } from './component.ts';
import { keepOne, readKeptRules } from './kept-rules.ts';
import { isTimeZone } from './time-zone.ts';
import type { Zone } from './zone-rules.ts';

/** The times of an event as the clock of one zone shows them, as unfolded lines. */
export interface ZonedTimes {
  /** The VTIMEZONE (RFC 5545 §3.6.5). */
  readonly definition: readonly string[];
  /** DTSTART and DTEND with a TZID. */
  readonly start: string;
  readonly end: string;
}

/** RFC 5545 §3.3.5: UTC is a Z, never a TZID. */
const utcNames = /^(?:Etc\/)?(?:UTC|UCT|GMT[+-]?0?|Greenwich|Universal|Zulu)$/i;

/**
 * Rules and Intl must agree on so many hours before the start and after the end too: a change
 * placed on a wrong day must not lie just beside an event in the calendars that show it.
 */
const hoursAround = [2, 24];

interface Definition {
  /** TZID. */
  readonly name: string;
  readonly lines: readonly string[];
}

/** By the name as it was given; null for one the table lacks. */
const definitions = new Map<string, Definition | null>();
let tableNames: ReadonlyMap<string, string> | undefined;

/**
 * Writes start and end (whole seconds) by the clock of an IANA zone, with rules that give exactly
 * these instants back. Null, which means that they must be written in UTC: a name of UTC, a zone
 * that the table or Intl does not know, a table that differs from Intl around these times (its one
 * rule a zone since 1970 simplifies some), or a time the clock shows twice. RFC 5545 §3.3.5 says
 * that such a time is its first instant, but widespread readers take the second.
 *
 * TZID is the name as it was given, not the one IANA has since moved it to: it came from the
 * person's own device, so that device knows it, and the one it does not know may be the newer.
 */
export function writeZonedTimes(timeZone: string, startUtc: Date, endUtc: Date): ZonedTimes | null {
  const known = definitions.get(timeZone);
  const definition = known === undefined ? defineZone(timeZone) : known;
  if (definition === null) return null;
  const { name, lines } = definition;
  const zone = readKeptRules(name, lines);
  if (zone === null) return null;
  const [start, end] = [toInstant(startUtc), toInstant(endUtc)];
  const around = hoursAround.flatMap((hours) => [start.subtract({ hours }), end.add({ hours })]);
  if (![start, end].every((at) => isTold(at, name, zone))) return null;
  if (!around.every((at) => isAgreed(at, name, zone))) return null;
  return {
    definition: lines,
    start: `DTSTART;TZID=${name}:${writeWall(start, name)}`,
    end: `DTEND;TZID=${name}:${writeWall(end, name)}`,
  };
}

/**
 * The table is never asked for a name it lacks: it would print that. Only what RFC 5545 §3.6.5
 * asks for is taken, and TZNAME: every line more is one a client may choke on.
 */
function defineZone(timeZone: string): Definition | null {
  if (utcNames.test(timeZone) || !isTimeZone(timeZone)) return null;
  tableNames ??= new Map([...tzlib_get_timezones()].map((name) => [name.toLowerCase(), name]));
  const name = tableNames.get(timeZone.toLowerCase());
  if (name === undefined) return keepOne(definitions, timeZone, null);
  const [block = ''] = tzlib_get_ical_block(name);
  const { children } = readComponent(['BEGIN:VCALENDAR', ...block.split('\r\n'), 'END:VCALENDAR']);
  const observances = (children[0]?.children ?? []).flatMap(writeObservance);
  const lines = ['BEGIN:VTIMEZONE', `TZID:${name}`, ...observances, 'END:VTIMEZONE'];
  return keepOne(definitions, timeZone, { name, lines });
}

function writeObservance({ lines }: Component): string[] {
  const read = (property: string) => lines.get(property)?.[0]?.value ?? '';
  const [from, to] = [read('TZOFFSETFROM'), read('TZOFFSETTO')];
  // Irish standard time is the one of summer; but many programs take DAYLIGHT for the one ahead.
  const kind = Number(to) > Number(from) ? 'DAYLIGHT' : 'STANDARD';
  const rule = read('RRULE');
  const label = read('TZNAME');
  return [
    `BEGIN:${kind}`,
    ...(label === '' ? [] : [`TZNAME:${label}`]),
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    `DTSTART:${read('DTSTART')}`,
    ...(rule === '' ? [] : [`RRULE:${rule}`]),
    `END:${kind}`,
  ];
}

/** True when the clock of the zone shows this instant once only, and the rules give it back. */
function isTold(at: Temporal.Instant, name: string, zone: Zone): boolean {
  const wall = wallAt(at, name);
  const ruled = zone(wall)?.getTime();
  return [ruled, firstOf(wall, name), lastOf(wall, name)].every(
    (ms) => ms === at.epochMilliseconds,
  );
}

/** True when rules and Intl mean the same by what the clock shows then. */
function isAgreed(at: Temporal.Instant, name: string, zone: Zone): boolean {
  const wall = wallAt(at, name);
  return zone(wall)?.getTime() === firstOf(wall, name);
}

function firstOf(wall: Temporal.PlainDateTime, name: string): number {
  return wall.toZonedDateTime(name, { disambiguation: 'earlier' }).epochMilliseconds;
}

function lastOf(wall: Temporal.PlainDateTime, name: string): number {
  return wall.toZonedDateTime(name, { disambiguation: 'later' }).epochMilliseconds;
}

function wallAt(at: Temporal.Instant, name: string): Temporal.PlainDateTime {
  return at.toZonedDateTimeISO(name).toPlainDateTime();
}

/** `20270328T030000`. */
function writeWall(at: Temporal.Instant, name: string): string {
  return wallAt(at, name).toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
}

function toInstant(time: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(time.getTime() / 1000) * 1000);
}
