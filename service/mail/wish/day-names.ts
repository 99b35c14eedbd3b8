/** Languages in which a letter may name a day, read here or not. */
const spoken = 'en de fr es it pt nl sv da nb fi pl cs sk hu ro tr ru uk el hr'.split(' ');
const tomorrow = [
  'tomorrow|morgen|demain|mañana|amanhã|domani|imorgon|i morgon|завтра|jutro|zítra',
  'huomenna|holnap|mâine|yarın|αύριο',
].join('|');

/** The first of March 2027 is a Monday. */
const week = [1, 2, 3, 4, 5, 6, 7].map((day) => new Date(Date.UTC(2027, 2, day)));
const names = new Set(
  spoken.flatMap((language) => {
    const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    return week.map((day) => format.format(day).toLowerCase());
  }),
);
const dayName = new RegExp(
  `(?<![\\p{L}])(?:${[...names].join('|')}|${tomorrow})(?![\\p{L}])`,
  'giu',
);

/** Where words name a day of the week, or tomorrow, in any of many languages. */
export function findDayNames(text: string): readonly number[] {
  return [...text.matchAll(dayName)].map((match) => match.index);
}

const cities = new Set(
  Intl.supportedValuesOf('timeZone').map((zone) =>
    (zone.split('/').at(-1) ?? '').replaceAll('_', ' ').toLowerCase(),
  ),
);

/** Whether the words begin with a place that has a clock of its own: `London`, `New York time`. */
export function beginsWithPlace(words: string): boolean {
  const place = /^[\s,(]*(?:in )?(\p{Lu}[\p{L}.]*)(?: (\p{Lu}[\p{L}.]*))?/u.exec(words);
  if (place === null) return false;
  const [, first = '', second = ''] = place;
  return [first, `${first} ${second}`].some((name) => cities.has(name.trim().toLowerCase()));
}
