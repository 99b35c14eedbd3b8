import {
  Chrono,
  de,
  en,
  es,
  fr,
  it,
  nl,
  type ParsedComponents,
  type ParsedResult,
  pt,
} from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import type { Language } from './wish-words.ts';

/** A place in the words that speaks of a day, an hour, or both, as far as it is certain. */
export interface Mention {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** A day that is named by its date, or counted from today. */
  readonly date: Temporal.PlainDate | null;
  /** A day named by its name alone; 1 is Monday. */
  readonly weekday: number | null;
  readonly time: Temporal.PlainTime | null;
  /** The hour may be in the morning or in the afternoon, or only a month is named. */
  readonly isOpen: boolean;
  readonly hasYear: boolean;
  /** Offset of a named zone in minutes. */
  readonly offsetMinutes: number | null;
  /** Where the span ends that this begins. */
  readonly end: Omit<Mention, 'end'> | null;
}

/** How people of a place write the hour: `h23` without am and pm. */
export type HourCycle = 'h12' | 'h23';

const parsers = {
  en: withoutUnits(en.casual),
  de: withoutUnits(de.casual),
  fr: withoutUnits(fr.casual),
  es: withoutUnits(es.casual),
  it: withoutUnits(it.casual),
  pt: withoutUnits(pt.casual),
  nl: withoutUnits(nl.casual),
} satisfies Record<Language, Chrono>;

/**
 * Without what reads "1 hour 2 minutes ago": no time of a session is said so, and its patterns need
 * time that grows exponentially with the words.
 */
function withoutUnits({ parsers: all, refiners }: Chrono): Chrono {
  return new Chrono({
    parsers: all.filter((parser) => !/Unit/.test(parser.constructor.name)),
    refiners,
  });
}

/** Counted from this moment, and lengths of time: none names a time of a session. */
const uselessTags = [
  'result/relativeDateAndTime',
  'casualReference/now',
  'casualReference/midnight',
];

/**
 * Finds what chrono understands of days and times in one language. The words are read on the given
 * day; only what they say is taken, nothing chrono fills in, and the zone of this process never
 * plays a part.
 */
export function findMentions(
  words: string,
  language: Language,
  today: Temporal.PlainDate,
  hourCycle: HourCycle,
): readonly Mention[] {
  // chrono reads the local fields of its reference: at noon no zone has a gap.
  const reference = new Date(today.year, today.month - 1, today.day, 12);
  return parsers[language]
    .parse(words, reference)
    .filter((result) => !uselessTags.some((tag) => result.tags().has(tag)))
    .map((result) => {
      const mention = readMention(result, result.start, hourCycle);
      const end = result.end ? readMention(result, result.end, hourCycle) : null;
      return { ...mention, offsetMinutes: readOffset(result, language), end };
    });
}

function readMention(
  result: ParsedResult,
  said: ParsedComponents,
  hourCycle: HourCycle,
): Omit<Mention, 'end'> {
  const hour = said.isCertain('hour') || isNoon(said) ? said.get('hour') : null;
  const isDated = said.isCertain('day') && said.isCertain('month');
  return {
    from: result.index,
    to: result.index + result.text.length,
    text: result.text,
    date: isDated ? toDate(said) : null,
    weekday: said.isCertain('weekday') ? said.get('weekday') || 7 : null,
    time: hour === null ? null : toTime(hour, said.get('minute') ?? 0),
    isOpen: isMonthOnly(said) || (hour !== null && isHourOpen(hour, said, result, hourCycle)),
    hasYear: said.isCertain('year'),
    offsetMinutes: null,
  };
}

function isNoon(said: ParsedComponents): boolean {
  return said.tags().has('casualReference/noon');
}

function isMonthOnly(said: ParsedComponents): boolean {
  return said.isCertain('month') && !said.isCertain('day');
}

/** Of a named zone; outside English only of one in capitals: `est`, `art`, `met` are words. */
function readOffset({ start, text }: ParsedResult, language: Language): number | null {
  if (!start.isCertain('timezoneOffset')) return null;
  if (language !== 'en' && !/[A-Z]{2}|[+-]\d|\dZ/.test(text)) return null;
  return start.get('timezoneOffset');
}

function isHourOpen(
  hour: number,
  said: ParsedComponents,
  { text, end }: ParsedResult,
  hourCycle: HourCycle,
): boolean {
  const tags = said.tags();
  if (hour > 12 || said.isCertain('meridiem') || isNoon(said)) return false;
  // "10-11am": what is said of the end goes for the beginning.
  if (end?.isCertain('meridiem')) return false;
  // A leading zero, or the form of ISO 8601, is only written where the day has 24 hours.
  if (/(?<!\d)0\d:\d\d/.test(text) || tags.has('parser/ISOFormatParser')) return false;
  if (tags.has('casualReference/morning')) return false;
  return hourCycle === 'h12' || hour < 7;
}

function toDate(said: ParsedComponents): Temporal.PlainDate | null {
  const [year, month, day] = [said.get('year'), said.get('month'), said.get('day')];
  if (year === null || month === null || day === null) return null;
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
}

function toTime(hour: number, minute: number): Temporal.PlainTime | null {
  return hour > 23 || minute > 59 ? null : new Temporal.PlainTime(hour, minute);
}
