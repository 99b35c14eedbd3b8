/**
 * The moment at which clocks in `timeZone` show this date (YYYY-MM-DD) and time (HH:MM). Null when
 * it cannot be read, or when clocks skip it in the spring. Of an hour that comes twice, the first.
 */
export function toUtc(date: string, time: string, timeZone: string): Date | null {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(wanted)) return null;
  // The offset may change during that day: those a day before and after are tried both.
  const candidates = [-1, 1]
    .map((days) => wanted - offsetMs(new Date(wanted + days * 86_400_000), timeZone))
    .filter((at) => at + offsetMs(new Date(at), timeZone) === wanted);
  return candidates.length === 0 ? null : new Date(Math.min(...candidates));
}

/** How far clocks in this zone are ahead of UTC at this moment. */
function offsetMs(at: Date, timeZone: string): number {
  const { date, time } = clockIn(at, timeZone);
  const minute = Math.floor(at.getTime() / 60_000) * 60_000;
  return Date.parse(`${date}T${time}:00Z`) - minute;
}

/** Date and time as the fields of a form want them. */
export function clockIn(at: Date, timeZone: string): { date: string; time: string } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const value = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((part) => part.type === type)?.value ?? '';
  return {
    date: `${value('year')}-${value('month')}-${value('day')}`,
    time: `${value('hour')}:${value('minute')}`,
  };
}

/** Whose clock and habits a time is told by. */
export interface Reader {
  readonly timeZone: string;
  readonly locale: string;
}

const format = (at: string, { timeZone, locale }: Reader, how: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { timeZone, ...how }).format(new Date(at));

/** "Monday, 1 March 2027". */
export const tellDay = (at: string, reader: Reader): string =>
  format(at, reader, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** "15:00 – 16:30". */
export function tellHours(startUtc: string, endUtc: string, reader: Reader): string {
  const how = { hour: 'numeric', minute: '2-digit' } as const;
  return `${format(startUtc, reader, how)} – ${format(endUtc, reader, how)}`;
}

/** "1 Mar, 15:00", for lists of what happened. */
export const tellMoment = (at: string, reader: Reader): string =>
  format(at, reader, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });

/** The leaf of a wall calendar. */
export function tellLeaf(at: string, reader: Reader) {
  return {
    weekday: format(at, reader, { weekday: 'short' }),
    day: format(at, reader, { day: 'numeric' }),
    month: format(at, reader, { month: 'short' }),
  };
}

/** "New York (EST)": the place, and what its clocks are called at that time. */
export function tellZone(at: string, reader: Reader): string {
  const place = (reader.timeZone.split('/').at(-1) ?? '').replaceAll('_', ' ');
  const name = new Intl.DateTimeFormat(reader.locale, {
    timeZone: reader.timeZone,
    timeZoneName: 'short',
  })
    .formatToParts(new Date(at))
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${place} time (${name})`;
}
