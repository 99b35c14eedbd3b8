import ICAL from 'ical.js';
import type { Temporal } from 'temporal-polyfill';
import { limits } from '../limits.ts';
import type { Component } from './component.ts';
import { unescapeText } from './text-values.ts';

/**
 * Turns a wall time of one zone into an instant; null when the zone says nothing about that time.
 * A repeated hour is its first instant, a skipped one is read with the offset before the gap
 * (RFC 5545 §3.3.5).
 */
export type Zone = (wall: Temporal.PlainDateTime) => Date | null;

/** Wall times outside these years are not looked up: the rules are unrolled year by year. */
const firstYear = 1970;
const lastYear = 2199;

/** One STANDARD or DAYLIGHT part, checked: its lines are safe to hand to ical.js. */
interface Observance {
  readonly startsAt: string;
  readonly offsetFrom: string;
  readonly lines: readonly string[];
}

/**
 * The zone a VTIMEZONE of the message defines (RFC 5545 §3.6.5), evaluated by ical.js; null when
 * there is none of that name or it cannot be trusted: no or too many observances, a rule that is
 * not yearly, an offset that is none.
 */
export function readZoneRules(name: string, definitions: readonly Component[]): Zone | null {
  const wanted = comparable(name);
  const definition = definitions.find(
    (candidate) => comparable(candidate.lines.get('TZID')?.[0]?.value ?? '') === wanted,
  );
  if (definition === undefined) return null;
  const observances = definition.children
    .filter((child) => child.name === 'STANDARD' || child.name === 'DAYLIGHT')
    .map(readObservance);
  const checked = observances.filter((observance) => observance !== null);
  if (checked.length === 0 || checked.length > limits.zoneRules) return null;
  if (checked.length < observances.length) return null;
  return makeZone(checked);
}

function comparable(tzid: string): string {
  return unescapeText(tzid)
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase();
}

function readObservance(component: Component): Observance | null {
  const startsAt = oneValue(component, 'DTSTART');
  const offsetFrom = oneValue(component, 'TZOFFSETFROM');
  const offsetTo = oneValue(component, 'TZOFFSETTO');
  const rule = oneValue(component, 'RRULE');
  if (!/^\d{8}T\d{6}$/.test(startsAt) || !isOffset(offsetFrom) || !isOffset(offsetTo)) return null;
  if (rule !== '' && !isYearlyRule(rule)) return null;
  const begin = shortenPast(startsAt, rule);
  const lines = [
    `BEGIN:${component.name}`,
    `DTSTART:${begin}`,
    `TZOFFSETFROM:${offsetFrom}`,
    `TZOFFSETTO:${offsetTo}`,
    ...(rule === '' ? [] : [`RRULE:${rule}`]),
    ...readExtraDates(component),
    `END:${component.name}`,
  ];
  return { startsAt: begin, offsetFrom, lines };
}

/**
 * Exchange begins its rules in 1601; unrolling an endless one from just before the first year
 * looked up gives the same answers. 1968 has a 29 February.
 */
function shortenPast(startsAt: string, rule: string): string {
  const isEndless = /BYMONTH=/i.test(rule) && !/UNTIL|COUNT/i.test(rule);
  return isEndless && startsAt < '1968' ? `1968${startsAt.slice(4)}` : startsAt;
}

/** The value when there is exactly one, '' when there is none, and no valid value otherwise. */
function oneValue(component: Component, property: string): string {
  const values = (component.lines.get(property) ?? []).map((line) => line.value.trim());
  return new Set(values).size <= 1 ? (values[0] ?? '') : '?';
}

function readExtraDates(component: Component): string[] {
  const dates = (component.lines.get('RDATE') ?? []).flatMap((line) => line.value.split(','));
  const valid = dates.map((date) => date.trim()).filter((date) => /^\d{8}T\d{6}$/.test(date));
  return valid.slice(0, limits.zoneRules * 8).map((date) => `RDATE:${date}`);
}

function isOffset(text: string): boolean {
  return /^[+-](?:0\d|1[0-8])[0-5]\d(?:[0-5]\d)?$/.test(text);
}

/** Only rules that give about one date a year: anything else is a bomb or no time zone. */
function isYearlyRule(rule: string): boolean {
  const parts = rule
    .toUpperCase()
    .split(';')
    .filter((part) => part !== '');
  const allowed =
    /^(?:FREQ=YEARLY|INTERVAL=1|WKST=[A-Z]{2}|COUNT=\d{1,3}|UNTIL=\d{8}(?:T\d{6}Z?)?|BYMONTH=\d{1,2}|BYDAY=[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)|BYMONTHDAY=-?\d{1,2}(?:,-?\d{1,2}){0,6}|BYYEARDAY=-?\d{1,3}|BY(?:HOUR|MINUTE|SECOND)=\d{1,2})$/;
  return parts.includes('FREQ=YEARLY') && parts.every((part) => allowed.test(part));
}

function makeZone(observances: readonly Observance[]): Zone | null {
  const first = observances.reduce((a, b) => (b.startsAt < a.startsAt ? b : a));
  // ical.js takes UTC for times before the first observance; what applied then is its
  // TZOFFSETFROM, so that is put in front of all.
  const before = [
    'BEGIN:STANDARD',
    'DTSTART:15000101T000000',
    `TZOFFSETFROM:${first.offsetFrom}`,
    `TZOFFSETTO:${first.offsetFrom}`,
    'END:STANDARD',
  ];
  const lines = ['BEGIN:VTIMEZONE', 'TZID:zone', ...before];
  for (const observance of observances) lines.push(...observance.lines);
  lines.push('END:VTIMEZONE');
  try {
    const component = new ICAL.Component(ICAL.parse(lines.join('\r\n')));
    const zone = new ICAL.Timezone({ component, tzid: 'zone' });
    return (wall) => toInstant(zone, wall);
  } catch {
    return null;
  }
}

/**
 * RFC 5545 §3.3.5 wants the offset before the change for a repeated and for a skipped hour alike.
 * ical.js takes the one after, so the wall time is asked again, moved back by the jump's size:
 * if the earlier offset answers, the time lies inside the fold or the gap.
 */
function toInstant(zone: ICAL.Timezone, wall: Temporal.PlainDateTime): Date | null {
  if (wall.year < firstYear || wall.year > lastYear) return null;
  try {
    const before = offsetAt(zone, wall.subtract({ hours: 24 }));
    const after = offsetAt(zone, wall.add({ hours: 24 }));
    const jump = Math.abs(after - before);
    const wasBefore = offsetAt(zone, wall.subtract({ seconds: jump })) === before;
    const offset = wasBefore ? before : offsetAt(zone, wall);
    const utcMs = wall.toZonedDateTime('UTC').epochMilliseconds - offset * 1000;
    return new Date(utcMs);
  } catch {
    return null;
  }
}

/** Seconds east of UTC. */
function offsetAt(zone: ICAL.Timezone, wall: Temporal.PlainDateTime): number {
  const { year, month, day, hour, minute, second } = wall;
  const time = { year, month, day, hour, minute, second, isDate: false };
  return zone.utcOffset(new ICAL.Time(time, ICAL.Timezone.localTimezone));
}
