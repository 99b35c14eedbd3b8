import { Temporal } from 'temporal-polyfill';

export type ReadTime = { readonly startUtc: Date } | { readonly problems: readonly TimeProblem[] };

export type TimeProblem = 'bad-date' | 'bad-time' | 'no-such-time';

/**
 * The instant of a local date and time. A time that the clocks of that day skip does not exist;
 * one that they show twice means the first (RFC 5545 §3.3.5).
 */
export function readLocalTime(date: string, time: string, timeZone: string): ReadTime {
  const day = readDay(date);
  const clock = readClock(time);
  if (day === null || clock === null) {
    const problems: TimeProblem[] = day === null ? ['bad-date'] : [];
    return { problems: clock === null ? [...problems, 'bad-time'] : problems };
  }
  const local = day.toPlainDateTime(clock);
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
  if (!zoned.toPlainDateTime().equals(local)) return { problems: ['no-such-time'] };
  return { startUtc: new Date(zoned.epochMilliseconds) };
}

/** The values of a date and a time input for an instant. */
export function toLocalFields(at: Date, timeZone: string): { date: string; time: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime();
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}

/** Reads RFC 3339 in UTC; calendars know whole seconds only. Undefined: it is anything else. */
export function readInstant(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  const [, whole] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.0+)?Z$/.exec(value) ?? [];
  const instant = new Date(whole === undefined ? Number.NaN : `${whole}Z`);
  if (Number.isNaN(instant.getTime())) return undefined;
  // Date rolls 30 February over into March.
  return instant.toISOString().startsWith(String(whole)) ? instant : undefined;
}

function readDay(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text.trim())) return null;
  try {
    return Temporal.PlainDate.from(text.trim(), { overflow: 'reject' });
  } catch {
    return null;
  }
}

function readClock(text: string): Temporal.PlainTime | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})(?::00(?:\.0+)?)?$/.exec(text.trim()) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
  return Temporal.PlainTime.from({ hour: Number(hour), minute: Number(minute) });
}
