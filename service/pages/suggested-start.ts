import { limits } from '../limits.ts';
import type { KnownVisit } from './open-visit.ts';
import { readInstant, readLocalTime, toLocalFields } from './page-times.ts';
import type { FormValues } from './proposal-form.ts';
import { speakTo } from './speech.ts';

/**
 * The form filled with the time a link suggests (`start`, RFC 3339 in UTC): for as long as the
 * session is now, in the person's own zone. Null when it is no such time, is not ahead, or is the
 * present one: whatever else stands there is ignored.
 */
export function suggestValues(
  text: string | null,
  present: FormValues,
  { view, now }: Pick<KnownVisit, 'view' | 'now'>,
): FormValues | null {
  const start = readInstant(text);
  if (start === undefined || start.getTime() % 60_000 !== 0) return null;
  const aheadMs = start.getTime() - now.getTime();
  if (aheadMs <= 0 || aheadMs > limits.suggestedAheadMs) return null;
  if (start.getTime() === view.room.startUtc.getTime()) return null;
  const zone = speakTo(view).reader.zone.name;
  // An hour that the clocks show twice means the first; the second can only be told in UTC.
  const isTold = isSame(toLocalFields(start, zone), zone, start);
  const shown = isTold ? zone : 'UTC';
  return { ...present, ...toLocalFields(start, shown), zone: shown };
}

function isSame(local: { date: string; time: string }, zone: string, start: Date): boolean {
  const read = readLocalTime(local.date, local.time, zone);
  return 'startUtc' in read && read.startUtc.getTime() === start.getTime();
}
