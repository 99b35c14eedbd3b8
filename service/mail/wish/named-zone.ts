import type { Temporal } from 'temporal-polyfill';

/** Abbreviations that mean one place to everybody, and where that is. */
const places: ReadonlyMap<string, string> = new Map([
  ...['ET', 'EST', 'EDT'].map((name) => [name, 'America/New_York'] as const),
  ...['CT', 'CDT'].map((name) => [name, 'America/Chicago'] as const),
  ...['MT', 'MST', 'MDT'].map((name) => [name, 'America/Denver'] as const),
  ...['PT', 'PST', 'PDT'].map((name) => [name, 'America/Los_Angeles'] as const),
  ...['AKST', 'AKDT'].map((name) => [name, 'America/Anchorage'] as const),
  ...['CET', 'CEST', 'MEZ', 'MESZ'].map((name) => [name, 'Europe/Berlin'] as const),
  ...['EET', 'EEST'].map((name) => [name, 'Europe/Helsinki'] as const),
  ...['WET', 'WEST'].map((name) => [name, 'Europe/Lisbon'] as const),
  ...['AEST', 'AEDT'].map((name) => [name, 'Australia/Sydney'] as const),
  ...['NZST', 'NZDT'].map((name) => [name, 'Pacific/Auckland'] as const),
  ['BST', 'Europe/London'],
  ['JST', 'Asia/Tokyo'],
]);
/** These say nothing of summer or winter. */
const seasonless = new Set(['ET', 'CT', 'MT', 'PT']);

/**
 * The zone that the words name behind a time, for that time. `none`: they name none. `unclear`:
 * one that means two places (CST, IST), or one that is not in force then (EST in July, when people
 * write it for EDT all the same).
 */
export function readNamedZone(
  text: string,
  offsetMinutes: number | null,
  wall: Temporal.PlainDateTime,
  ownZone: string,
): string | 'none' | 'unclear' {
  if (offsetMinutes === null) return 'none';
  if (/\b(?:UTC|GMT)(?!\p{L})|\d\s?[+-]\d{2}:?\d{2}(?!\d)|\dZ(?!\p{L})/u.test(text)) {
    return toOffset(offsetMinutes);
  }
  const name = findAbbreviation(text);
  if (name === null) return 'unclear';
  const place = places.get(name);
  const told = offsetIn(wall, ownZone) === offsetMinutes ? ownZone : null;
  if (place === undefined) return told ?? 'unclear';
  if (seasonless.has(name)) return place;
  return offsetIn(wall, place) === offsetMinutes ? place : 'unclear';
}

/** The one known abbreviation in the words, in whatever letters, or the last word of capitals. */
function findAbbreviation(text: string): string | null {
  const known = (text.match(/(?<!\p{L})\p{L}{2,4}(?!\p{L})/gu) ?? [])
    .map((word) => word.toUpperCase())
    .filter((word) => places.has(word));
  if (known.length > 0) return known.length === 1 ? (known[0] ?? null) : null;
  const capitals = /(?<!\p{L})[A-Z]{2,4}(?!\p{L})/gu;
  return text.match(capitals)?.at(-1) ?? null;
}

function offsetIn(wall: Temporal.PlainDateTime, zone: string): number {
  return wall.toZonedDateTime(zone).offsetNanoseconds / 60e9;
}

function toOffset(minutes: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const whole = Math.abs(minutes);
  const hours = String(Math.floor(whole / 60)).padStart(2, '0');
  return `${sign}${hours}:${String(whole % 60).padStart(2, '0')}`;
}
