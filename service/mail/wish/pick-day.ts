import type { Temporal } from 'temporal-polyfill';
import type { Mention } from './find-mentions.ts';
import { countedOn, nextDays, nextWeeks, pastDays, thisWeeks } from './wish-words.ts';

/**
 * The day a mention means: its date; of a day of the week the one nearest to the session that is
 * still to come; of a time alone the session's own day. Null when it may be two.
 */
export function pickDay(
  mention: Mention,
  text: string,
  today: Temporal.PlainDate,
  sessionDay: Temporal.PlainDate,
  isFuture: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate | null {
  if (/week-?(?:end|day)/i.test(mention.text)) return null;
  if (mention.date !== null) return pickDate(mention, mention.date, isFuture);
  const { weekday } = mention;
  // Only the words at hand: a week that is out of the question may stand in another sentence.
  const near = text.slice(Math.max(0, mention.from - 40), mention.to + 30);
  if (countedOn.test(near)) return null;
  if (weekday === null) return nextWeeks.test(near) ? null : sessionDay;
  if (pastDays.test(mention.text)) return null;
  if (nextWeeks.test(near)) return thisWeeks.test(near) ? null : inNextWeek(weekday, today);
  if (nextDays.test(mention.text)) return pickNext(weekday, today);
  if (thisWeeks.test(near) || /\b(?:this|diesen|ce|este|questo|deze)\b/i.test(mention.text)) {
    return comingDay(weekday, today, isFuture);
  }
  return nearestDay(weekday, sessionDay, isFuture);
}

/** A date without a year is the next one; one whose day of the week is another is a mistake. */
function pickDate(
  { hasYear, weekday }: Mention,
  date: Temporal.PlainDate,
  isFuture: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate | null {
  const day = hasYear ? date : [-1, 0, 1].map((years) => date.add({ years })).find(isFuture);
  if (day === undefined) return null;
  return weekday === null || weekday === day.dayOfWeek ? day : null;
}

function comingDay(
  weekday: number,
  today: Temporal.PlainDate,
  isFuture: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate | null {
  const days = (weekday - today.dayOfWeek + 7) % 7;
  const day = today.add({ days });
  return isFuture(day) ? day : null;
}

/** From Monday to Saturday; on a Sunday people do not agree which week comes next. */
function inNextWeek(weekday: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (today.dayOfWeek === 7 || weekday === 7) return null;
  return today.add({ days: 7 - today.dayOfWeek + weekday });
}

/** "Next Thursday" said on Monday is this week's to some and next week's to others. */
function pickNext(weekday: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
  return weekday > today.dayOfWeek ? null : inNextWeek(weekday, today);
}

function nearestDay(
  weekday: number,
  sessionDay: Temporal.PlainDate,
  isFuture: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate | null {
  const after = (weekday - sessionDay.dayOfWeek + 7) % 7;
  // Of two weeks the nearer day first; a day that has passed gives way to the next ones.
  const steps = after <= 3 ? [after, after - 7, after + 7] : [after - 7, after, after + 7];
  return steps.map((days) => sessionDay.add({ days })).find(isFuture) ?? null;
}
