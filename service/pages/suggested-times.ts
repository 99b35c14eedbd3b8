import { Temporal } from 'temporal-polyfill';

/** Nobody is offered the night: a session begins and ends within these hours of a clock. */
const firstHour = 7;
const lastHour = 21;
const offered = 3;

/** Days and hours from the present time, from the nearest to the farthest. */
const steps: readonly (readonly [days: number, hours: number])[] = [
  [1, 0],
  [0, 2],
  [2, 0],
  [0, -2],
  [1, 2],
  [7, 0],
  [3, 0],
  [1, -2],
  [8, 0],
  [14, 0],
  [21, 0],
  [28, 0],
];

/**
 * Three times near the present one that may suit both: at a wall time of the asker's own zone, not
 * before `earliest`, and at night on neither clock (unless the session is at night now). Fewer when
 * fewer are left. Ordered by time.
 */
export function suggestTimes(
  present: { readonly startUtc: Date; readonly durationMinutes: number },
  zones: { readonly own: string; readonly other: string | null },
  earliest: Date,
): Date[] {
  const start = zonedAt(present.startUtc, zones.own);
  const isAtNight = !isByDay(present.startUtc, present.durationMinutes, zones);
  const times = steps
    .map(([days, hours]) => new Date(start.add({ days }).add({ hours }).epochMilliseconds))
    .filter((at) => at.getTime() >= earliest.getTime())
    .filter((at) => isAtNight || isByDay(at, present.durationMinutes, zones));
  return times.slice(0, offered).sort((a, b) => a.getTime() - b.getTime());
}

function isByDay(
  at: Date,
  minutes: number,
  { own, other }: { readonly own: string; readonly other: string | null },
): boolean {
  return [own, other].every((zone) => {
    if (zone === null) return true;
    const begin = zonedAt(at, zone);
    const end = begin.add({ minutes });
    const isSameDay = begin.toPlainDate().equals(end.toPlainDate());
    const isEarly = begin.hour < firstHour;
    const isLate = end.hour > lastHour || (end.hour === lastHour && end.minute > 0);
    return isSameDay && !isEarly && !isLate;
  });
}

function zonedAt(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}
