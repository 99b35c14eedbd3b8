/** How a column tells the start of a session. */
export type StartKind = 'seconds' | 'number' | 'text';

const firstYear = 1900;
const lastYear = 2999;
/** A number above it counts milliseconds: as seconds it would be a time after the year 5000. */
const millisecondsFrom = 1e11;

const datePattern = String.raw`(\d{4})-?(\d\d)-?(\d\d)`;
const clockPattern = String.raw`(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?`;
const zonePattern = String.raw`(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?`;
const textPattern = new RegExp(`^${datePattern}[T ]${clockPattern} ?${zonePattern}$`, 'i');

/**
 * A start as the source wrote it, in whole seconds as calendars have them; null when it is no
 * moment of the years 1900 to 2999. Without a zone it is in UTC, as the column's name says.
 */
export function readStart(text: string, kind: StartKind): Date | null {
  const ms = kind === 'text' ? readText(text.trim()) : readNumber(text.trim(), kind);
  if (ms === null || !Number.isFinite(ms)) return null;
  const start = new Date(Math.floor(ms / 1_000) * 1_000);
  const year = start.getUTCFullYear();
  return year >= firstYear && year <= lastYear ? start : null;
}

/** Seconds since 1970, as the database reckons them; or a number of an application's own. */
function readNumber(text: string, kind: Exclude<StartKind, 'text'>): number | null {
  if (!/^-?\d{1,17}(\.\d+)?$/.test(text)) return null;
  const number = Number(text);
  return kind === 'seconds' || Math.abs(number) < millisecondsFrom ? number * 1_000 : number;
}

/** ISO 8601, and what databases and programs make of it: a blank for the T, no seconds, no zone. */
function readText(text: string): number | null {
  const found = textPattern.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const shown = new Date(wall).toISOString().slice(0, 19);
  const two = (part: number) => String(part).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  // A day or hour that does not exist would pass over into the next one.
  if (shown !== `${date}T${two(hour)}:${two(minute)}:${two(second)}`) return null;
  const offset = offsetMinutes(found[7] ?? '');
  return offset === null ? null : wall - offset * 60_000;
}

function offsetMinutes(zone: string): number | null {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const offset = Number(hours) * 60 + Number(minutes);
  if (Number(hours) > 18 || Number(minutes) > 59) return null;
  return sign === '-' ? -offset : offset;
}
