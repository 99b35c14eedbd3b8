import { Temporal } from 'temporal-polyfill';
import { isTimeZone } from '../../calendar/time-zone.ts';
import type { Writer } from '../mail-reading.ts';
import { findMentions, type HourCycle, type Mention } from './find-mentions.ts';
import { guessLanguage } from './guess-language.ts';
import { readNamedZone } from './named-zone.ts';
import { pickDay } from './pick-day.ts';
import { type DateOrder, writePlainly } from './plain-times.ts';
import { keepWished } from './wished-mentions.ts';

/** Longer letters are not read to their end: a wish stands in the first lines. */
const wordsLength = 1_000;
const maxDays = 366;
/** A longer span is when somebody has time, not a session. */
const maxSpanMinutes = 120;

/**
 * The one new time that a person's own words plainly ask for ("can we do Thursday 3pm?"); null when
 * there is none, more than one, or it may be read in two ways: an hour without am or pm where
 * people write them, 03/04, "next Thursday" on a Monday, a time that does not suit or is not free.
 * A day alone is no time; a time alone is on the day of the session; a day of the week is the one
 * nearest to the session. Always in the future, and never what is planned already.
 */
export function readWish(words: string, writer: Writer): Date | null {
  if (!isTimeZone(writer.timeZone)) return null;
  const habit = readHabit(writer);
  const text = writePlainly(words.slice(0, wordsLength), habit.today, habit.dateOrder);
  if (text === null) return null;
  const language = guessLanguage(text, writer.locale);
  const mentions = findMentions(text, language, habit.today, habit.hourCycle);
  const isPlanned = (mention: Mention) =>
    mention.time === null
      ? isSessionDay(mention, habit.sessionDay)
      : toInstant(mention, text, habit, writer)?.getTime() === writer.sessionStartUtc.getTime();
  const wished = keepWished(text, mentions, language, isPlanned);
  if (wished === null) return null;
  const instants = wished.map((mention) => toInstant(mention, text, habit, writer));
  const [first = null] = instants;
  if (first === null || instants.some((one) => one?.getTime() !== first.getTime())) return null;
  return isOffered(first, writer) ? first : null;
}

/** What the writer's place decides of their words. */
interface Habit {
  readonly today: Temporal.PlainDate;
  readonly sessionDay: Temporal.PlainDate;
  readonly hourCycle: HourCycle;
  readonly dateOrder: DateOrder;
}

function readHabit({ timeZone, locale, receivedAt, sessionStartUtc }: Writer): Habit {
  const dayOf = (moment: Date) =>
    Temporal.Instant.fromEpochMilliseconds(moment.getTime())
      .toZonedDateTimeISO(timeZone)
      .toPlainDate();
  return {
    today: dayOf(receivedAt),
    sessionDay: dayOf(sessionStartUtc),
    hourCycle: readHourCycle(locale),
    dateOrder: readDateOrder(locale),
  };
}

function readHourCycle(locale: string): HourCycle {
  try {
    const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
    return hourCycle === 'h23' || hourCycle === 'h24' ? 'h23' : 'h12';
  } catch {
    return 'h12';
  }
}

function readDateOrder(locale: string): DateOrder {
  // English without a place, and in Canada, is written both ways.
  if (/^en(-CA)?$/i.test(locale)) return null;
  try {
    const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(0));
    const order = parts.map((part) => part.type).filter((type) => /day|month/.test(type));
    return order[0] === 'day' ? 'day-first' : 'month-first';
  } catch {
    return null;
  }
}

function toInstant(mention: Mention, text: string, habit: Habit, writer: Writer): Date | null {
  if (mention.time === null || mention.isOpen) return null;
  const { time } = mention;
  if (mention.end !== null && !isShort(mention)) return null;
  const inZone = (day: Temporal.PlainDate) => {
    const wall = day.toPlainDateTime(time);
    const zone = readNamedZone(mention.text, mention.offsetMinutes, wall, writer.timeZone);
    if (zone === 'unclear') return null;
    return toUtc(wall, zone === 'none' ? writer.timeZone : zone);
  };
  const isFuture = (day: Temporal.PlainDate) =>
    (inZone(day)?.getTime() ?? 0) > writer.receivedAt.getTime();
  const day = pickDay(mention, text, habit.today, habit.sessionDay, isFuture);
  return day === null ? null : inZone(day);
}

function isSessionDay({ date, weekday }: Mention, sessionDay: Temporal.PlainDate): boolean {
  return date === null ? weekday === sessionDay.dayOfWeek : date.equals(sessionDay);
}

function isShort({ time, end }: Mention): boolean {
  if (time === null || end === null || end.time === null) return false;
  const minutes = time.until(end.time).total('minutes');
  return minutes > 0 && minutes <= maxSpanMinutes;
}

/** In a fold the first of the two; in a gap there is no such time. */
function toUtc(wall: Temporal.PlainDateTime, zone: string): Date | null {
  const zoned = wall.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (!zoned.toPlainDateTime().equals(wall)) return null;
  return new Date(zoned.epochMilliseconds);
}

function isOffered(start: Date, { receivedAt, sessionStartUtc }: Writer): boolean {
  const days = (start.getTime() - receivedAt.getTime()) / 86_400_000;
  return days > 0 && days <= maxDays && start.getTime() !== sessionStartUtc.getTime();
}
