import { Temporal } from 'temporal-polyfill';
import type { ReadTime, TimeProblem } from './calendar-object.ts';
import type { Component } from './component.ts';
import type { ContentLine } from './content-lines.ts';
import type { ZoneFinder } from './time-zone.ts';

/**
 * Reads a DATE-TIME property (RFC 5545 §3.3.5). Never guesses: a floating time, a date, an unknown
 * zone and an impossible time (31 February, 25:00) are told apart and none becomes an instant.
 */
export function readTime(line: ContentLine | undefined, findZone: ZoneFinder): ReadTime {
  if (line === undefined) return troubled('missing');
  const { tzid, value } = splitZone(line);
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?$/i.exec(value);
  if (match === null) return troubled('impossible');
  const wall = readWall(match);
  if (wall === null) return troubled('impossible');
  if (match[4] === undefined || isDate(line)) return troubled('date-only');
  if (match[7] !== undefined) return read(wall.toZonedDateTime('UTC').epochMilliseconds);
  if (tzid === '') return troubled('floating');
  const instant = findZone(tzid)?.(wall) ?? null;
  return instant === null ? troubled('unknown-zone') : read(instant.getTime());
}

/**
 * The end of an event: DTEND, or its start plus DURATION (RFC 5545 §3.6.1). Two ends that differ
 * are none.
 */
export function readEnd(event: Component, start: ReadTime, findZone: ZoneFinder): ReadTime {
  const ends = event.lines.get('DTEND') ?? [];
  if (new Set(ends.map(timeKey)).size > 1) return troubled('impossible');
  if (ends.length > 0) return readTime(ends[0], findZone);
  const durations = event.lines.get('DURATION') ?? [];
  if (durations.length === 0) return troubled('missing');
  if (start.utc === null) return start;
  const seconds = new Set(durations.map((line) => readDurationSeconds(line.value)));
  const [length = null] = seconds;
  if (seconds.size !== 1 || length === null) return troubled('impossible');
  return read(start.utc.getTime() + length * 1000);
}

/** Two time properties mean the same when their keys are equal. */
export function timeKey(line: ContentLine): string {
  const { tzid, value } = splitZone(line);
  return `${tzid}\n${value.toUpperCase()}`;
}

/** Seconds of a DURATION value (RFC 5545 §3.3.6); null when it is malformed or negative. */
function readDurationSeconds(value: string): number | null {
  const pattern =
    /^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/i;
  const match = pattern.exec(value.trim());
  if (match === null || !/\d/.test(value)) return null;
  const [, weeks, days, , hours, minutes, seconds] = match.map((part) => Number(part ?? 0));
  const wholeDays = (weeks ?? 0) * 7 + (days ?? 0);
  return ((wholeDays * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
}

/**
 * The TZID and the bare value. Exchange writes `TZID=tzone://Microsoft/Utc` and others write
 * display names with colons and commas unquoted; what was cut off the name is put back.
 */
function splitZone(line: ContentLine): { tzid: string; value: string } {
  const tzid = (line.params.get('TZID') ?? []).join(',').trim();
  const value = line.value.trim();
  const cut = value.lastIndexOf(':');
  if (tzid === '' || cut === -1) return { tzid, value };
  return { tzid: `${tzid}:${value.slice(0, cut)}`, value: value.slice(cut + 1).trim() };
}

function isDate(line: ContentLine): boolean {
  return line.params.get('VALUE')?.[0]?.trim().toUpperCase() === 'DATE';
}

function readWall(match: RegExpExecArray): Temporal.PlainDateTime | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  // RFC 5545 §3.3.12: a leap second nobody supports is the second before it.
  const fields = { year, month, day, hour, minute, second: Math.min(second, 60) };
  if (fields.second === 60) fields.second = 59;
  try {
    const wall = Temporal.PlainDateTime.from(fields, { overflow: 'reject' });
    return second > 60 ? null : wall;
  } catch {
    return null;
  }
}

/** RFC 3339 and PostgreSQL know no year 0, and no calendar means one of five digits. */
const firstMs = Date.parse('0001-01-01T00:00:00Z');
const lastMs = Date.parse('9999-12-31T23:59:59Z');

function read(epochMs: number): ReadTime {
  if (epochMs < firstMs || epochMs > lastMs) return troubled('impossible');
  return { utc: new Date(epochMs), problem: null };
}

function troubled(problem: TimeProblem): ReadTime {
  return { utc: null, problem };
}
