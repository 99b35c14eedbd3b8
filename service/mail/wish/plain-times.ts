import { Temporal } from 'temporal-polyfill';
import { pattern } from './pattern.ts';
import { dropPassing } from './wish-words.ts';

/** How a writer writes dates in figures; null where their locale does not tell. */
export type DateOrder = 'day-first' | 'month-first' | null;

/**
 * Writes dates and times the way one reader understands them all: dates in figures as ISO 8601, `15
 * Uhr`, `15h30`, `las 3 de la tarde` as a clock shows them, the day after tomorrow as a date. Null
 * when a date in figures can be read in two ways.
 */
export function writePlainly(
  words: string,
  today: Temporal.PlainDate,
  order: DateOrder,
): string | null {
  const joined = words
    .normalize('NFKC')
    .replace(/[’‘]/g, "'")
    .replace(/[–—]/g, '-')
    .replace(/\n\s*\n/g, ' ; ')
    .replace(/\s+/g, ' ')
    .replace(/\b([ap])\.\s?m\.?(?=\W|$)/gi, '$1m')
    .replace(/\s@\s?(?=\d)/g, ' at ')
    .replace(americanZones, (_, name: string) => ` ${name.charAt(0).toUpperCase()}T`);
  const dated = writeDates(dropPassing(joined), today, order);
  return dated === null ? null : writeHours(writeSpokenDays(dated, today));
}

const americanZones = pattern(
  'giu',
  String.raw`(?<=\d|[ap]m)\s\(?(eastern|central|mountain|pacific)`,
  String.raw`(?: (?:standard|daylight))?(?: time)?(?!\p{L})`,
  String.raw`\)?`,
);
const dayAfterTomorrow = pattern(
  'giu',
  String.raw`(?<!\p{L})(?:(?:the )?day after tomorrow|après-demain|apr[eè]s demain|`,
  String.raw`pasado mañana|depois de amanhã|dopodomani|overmorgen|übermorgen)(?!\p{L})`,
);

const daysAhead = pattern(
  'giu',
  String.raw`(?<!\p{L})(?:in|dans|en|dentro de|tra|fra|em|over) (\d{1,2}) (days|weeks|`,
  'tagen|wochen|jours|semaines|días|semanas|giorni|settimane|dias|dagen|weken)',
  String.raw`(?!\p{L})`,
);

function writeSpokenDays(words: string, today: Temporal.PlainDate): string {
  return words
    .replace(dayAfterTomorrow, today.add({ days: 2 }).toString())
    .replace(daysAhead, (_, count: string, unit: string) => {
      const days = Number(count) * (/^(?:w|se)/i.test(unit) ? 7 : 1);
      return today.add({ days }).toString();
    });
}

function writeHours(words: string): string {
  const clock = (hour: string, minute: string | undefined) => `${hour}:${minute ?? '00'}`;
  return words
    .replace(
      /(\d{1,2})(?::(\d\d))?\s?-\s?(\d{1,2})(?::(\d\d))?\s?(?:Uhr|uur|heures?|h)(?!\p{L})/giu,
      (_, from, fromMinute, to, toMinute) => `${clock(from, fromMinute)} - ${clock(to, toMinute)}`,
    )
    .replace(
      /(?<![\d:.])(\d{1,2})(?:[:.](\d\d))?\s?(?:Uhr|uur)(?: ([0-5]\d)(?![\d.:]))?(?!\p{L})/giu,
      (_, hour, minute, late) => clock(hour, minute ?? late),
    )
    .replace(/(?<![\d:.])(\d{1,2})\s?heures?(?: ([0-5]\d)(?!\d))?(?!\p{L})/giu, (_, hour, minute) =>
      clock(hour, minute),
    )
    .replace(/(?<![\d:.])([01]?\d|2[0-3])\s?h\s?([0-5]\d)?(?![\p{L}\d])/giu, (_, hour, minute) =>
      clock(hour, minute),
    )
    .replace(/(?<!\p{L})ore (\d{1,2})(?::(\d\d))?(?![\d:])/giu, (_, hour, minute) =>
      clock(hour, minute),
    )
    .replace(afternoon, '$1 pm')
    .replace(morning, '$1 am');
}

const afternoon = pattern(
  'giu',
  String.raw`(?<![\d:])(\d{1,2}(?::\d\d)?)\s(?:nachmittags|abends|am nachmittag|am abend|`,
  "de l'après-midi|du soir|de la tarde|de la noche|da tarde|da noite|",
  String.raw`del pomeriggio|di sera|'s middags|'s avonds)(?!\p{L})`,
);
const morning = pattern(
  'giu',
  String.raw`(?<![\d:])(\d{1,2}(?::\d\d)?)\s(?:morgens|vormittags|am morgen|am vormittag|`,
  "du matin|de la mañana|da manhã|del mattino|di mattina|'s ochtends|'s morgens)",
  String.raw`(?!\p{L})`,
);

const figures = pattern(
  'gu',
  String.raw`(?<![\d./:-])(?:(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?|(\d{1,2})\.\s?(\d{1,2})`,
  String.raw`\.\s?(\d{4}|\d\d(?=[\s,;]|$))?|(\d{1,2})-(\d{1,2})-(\d{4}))(?![\d/:-])`,
);

function writeDates(words: string, today: Temporal.PlainDate, order: DateOrder): string | null {
  let isAmbiguous = false;
  const written = words.replace(figures, (whole, ...groups: (string | undefined)[]) => {
    const [a, b, year, day, month, dotYear, c, d, dashYear] = groups;
    // Dots are written by those who put the day first, whatever their language.
    if (day !== undefined) return `${toDate(day, month, dotYear, today) ?? whole} `;
    const [first = '', second = ''] = [a ?? c, b ?? d];
    const isDayFirst = tellOrder(Number(first), Number(second), order);
    if (isDayFirst === null) isAmbiguous = true;
    const [dayText, monthText] = isDayFirst === true ? [first, second] : [second, first];
    return toDate(dayText, monthText, year ?? dashYear, today) ?? whole;
  });
  return isAmbiguous ? null : written;
}

function tellOrder(first: number, second: number, order: DateOrder): boolean | null {
  if (first > 12 || first === second) return true;
  if (second > 12) return false;
  return order === null ? null : order === 'day-first';
}

/** A date without a year is the next one of its kind. */
function toDate(
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
  today: Temporal.PlainDate,
): string | null {
  const written = year === undefined ? today.year : Number(year.length === 2 ? `20${year}` : year);
  try {
    const fields = { year: written, month: Number(month), day: Number(day) };
    const date = Temporal.PlainDate.from(fields, { overflow: 'reject' });
    const isPast = year === undefined && Temporal.PlainDate.compare(date, today) < 0;
    return (isPast ? date.add({ years: 1 }) : date).toString();
  } catch {
    return null;
  }
}
