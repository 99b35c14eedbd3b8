import { type DurationMinutes, durations } from './room.ts';

const minuteMs = 60_000;

/** When a session is, and for how long. */
export interface SessionTime {
  readonly startUtc: Date;
  readonly durationMinutes: DurationMinutes;
}

/** A time somebody wishes for; without a duration it keeps the present one. */
export interface WishedTime {
  readonly startUtc: Date;
  readonly durationMinutes: number | null;
}

export type WishCheck =
  | { readonly ok: true; readonly time: SessionTime }
  | { readonly ok: false; readonly problem: TimeProblem };

type TimeProblem = 'duration-not-allowed' | 'same-time' | 'start-in-past' | 'too-short-notice';

/** The session's end; never stored, so it cannot disagree with start and duration. */
export function endOf(time: SessionTime): Date {
  return new Date(time.startUtc.getTime() + time.durationMinutes * minuteMs);
}

/** When a reschedule link made at `from` stops: with its session, or sooner where that is set. */
export function linkEndOf(time: SessionTime, linkTtlHours: number | null, from: Date): Date {
  const end = endOf(time);
  if (linkTtlHours === null) return end;
  return new Date(Math.min(end.getTime(), minutesAfter(from, linkTtlHours * 60).getTime()));
}

/** Whether the session has ended before `now`. */
export function isOver(time: SessionTime, now: Date): boolean {
  return endOf(time).getTime() < now.getTime();
}

/** Whether both are the same start and the same length. */
export function sameTime(a: SessionTime, b: SessionTime): boolean {
  return sameInstant(a.startUtc, b.startUtc) && a.durationMinutes === b.durationMinutes;
}

export function sameInstant(a: Date, b: Date): boolean {
  return a.getTime() === b.getTime();
}

/** Start in the future; the very present is not. */
export function isInFuture(start: Date, now: Date): boolean {
  return start.getTime() > now.getTime();
}

/** The length as one of those a room may have; null when it is none of them. */
export function toDuration(minutes: number): DurationMinutes | null {
  return durations.find((allowed) => allowed === minutes) ?? null;
}

/** Minutes from start to end; may be broken or negative when a mail says so. */
export function minutesBetween(start: Date, end: Date): number {
  return (end.getTime() - start.getTime()) / minuteMs;
}

/** The time `minutes` after `from`. */
export function minutesAfter(from: Date, minutes: number): Date {
  return new Date(from.getTime() + minutes * minuteMs);
}

/** Whether what may happen once in `everyMinutes` happened at `last`, too lately for again. */
export function isTooSoon(last: Date | null, everyMinutes: number, now: Date): boolean {
  return last !== null && now.getTime() < minutesAfter(last, everyMinutes).getTime();
}

/**
 * Checks a time wished for against the guards (rules.md, Guards). The present time again is told
 * apart before the past is looked at: asking for what already is must never be an error.
 * `noticeMinutes` is how far ahead a start must be; whoever runs the session needs none.
 */
export function checkWish(
  present: SessionTime,
  wish: WishedTime,
  now: Date,
  noticeMinutes = 0,
): WishCheck {
  const durationMinutes = toDuration(wish.durationMinutes ?? present.durationMinutes);
  if (durationMinutes === null) return { ok: false, problem: 'duration-not-allowed' };
  const time = { startUtc: wish.startUtc, durationMinutes };
  if (sameTime(time, present)) return { ok: false, problem: 'same-time' };
  if (!isInFuture(time.startUtc, now)) return { ok: false, problem: 'start-in-past' };
  const earliest = minutesAfter(now, noticeMinutes);
  if (time.startUtc < earliest) return { ok: false, problem: 'too-short-notice' };
  return { ok: true, time };
}
