/** One time as a person reads it: their own zone first, UTC beside it. */
export interface DescribedTime {
  /** `Tuesday, 2 March 2027, 15:00 – 16:00` in the reader's zone. */
  readonly local: string;
  /** `Central European Standard Time (UTC+01:00)`, or `UTC`. */
  readonly zone: string;
  /** `14:00 – 15:00 UTC`, with the day when it is another one there; null when `zone` is UTC. */
  readonly utc: string | null;
  /** `60 minutes`. */
  readonly length: string;
  /** False: the zone was not known, so everything is in UTC, and `zone` says so. */
  readonly isZoneKnown: boolean;
}

/** Zones times English locales in use; a guard against odd spellings, not a tuning knob. */
const formatterCount = 500;
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Describes a time in the reader's zone. The words are English whatever the locale; an English
 * locale decides between `3:00 PM` and `15:00` (any other reads the 24-hour clock). An unknown
 * zone falls back to UTC and the text says so.
 */
export function describeTime(
  startUtc: Date,
  durationMinutes: number,
  timeZone: string,
  locale: string,
): DescribedTime {
  const isZoneKnown = findFormatter(timeZone, 'en-GB', 'time') !== null;
  const zone = isZoneKnown ? timeZone : 'UTC';
  const language = toEnglish(locale);
  const endUtc = new Date(startUtc.getTime() + durationMinutes * 60_000);
  const local = describeSpan(startUtc, endUtc, zone, language);
  const zoneText = describeZone(startUtc, endUtc, zone);
  return {
    local,
    zone: isZoneKnown ? zoneText : 'UTC, because we do not know your time zone',
    utc: zoneText === 'UTC' ? null : describeUtc(startUtc, endUtc, zone),
    length: `${durationMinutes} minutes`,
    isZoneKnown,
  };
}

/** One moment on one line, with its zone: `Tuesday, 2 March 2027, 15:00, UTC`. */
export function describeMoment(at: Date, timeZone: string, locale: string): string {
  const zone = findFormatter(timeZone, 'en-GB', 'time') === null ? 'UTC' : timeZone;
  const language = toEnglish(locale);
  const time = format(at, zone, language, 'time');
  return `${format(at, zone, language, 'day')}, ${time}, ${nameZone(at, zone)}`;
}

function describeSpan(start: Date, end: Date, zone: string, language: string): string {
  const day = format(start, zone, language, 'day');
  const endDay = format(end, zone, language, 'day');
  const from = `${day}, ${format(start, zone, language, 'time')}`;
  const to = format(end, zone, language, 'time');
  return endDay === day ? `${from} – ${to}` : `${from} – ${endDay}, ${to}`;
}

function describeUtc(start: Date, end: Date, zone: string): string {
  const isSameDay =
    format(start, 'UTC', 'en-GB', 'day') === format(start, zone, 'en-GB', 'day') &&
    format(start, 'UTC', 'en-GB', 'day') === format(end, 'UTC', 'en-GB', 'day');
  if (!isSameDay) return `${describeSpan(start, end, 'UTC', 'en-GB')} UTC`;
  const from = format(start, 'UTC', 'en-GB', 'time');
  return `${from} – ${format(end, 'UTC', 'en-GB', 'time')} UTC`;
}

/** Names the zone with its offset; when the clocks change during the session, both are named. */
function describeZone(start: Date, end: Date, zone: string): string {
  const atStart = nameZone(start, zone);
  const atEnd = nameZone(end, zone);
  return atStart === atEnd ? atStart : `${atStart}, ending in ${atEnd}`;
}

function nameZone(at: Date, zone: string): string {
  const offset = readZonePart(at, zone, 'offset').replace('GMT', 'UTC');
  const name = readZonePart(at, zone, 'name');
  if (name === 'Coordinated Universal Time') return 'UTC';
  if (!/^GMT[+-]/.test(name)) return `${name} (${offset})`;
  // Where CLDR has no English name it repeats the offset; the zone's own id says more, except
  // for Etc/GMT+5, whose sign is the other way round.
  return zone.startsWith('Etc/') ? offset : `${zone.replaceAll('_', ' ')} (${offset})`;
}

function readZonePart(at: Date, zone: string, style: 'offset' | 'name'): string {
  const parts = findFormatter(zone, 'en-GB', style)?.formatToParts(at) ?? [];
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

function toEnglish(locale: string): string {
  const region = /^en-([a-z]{2})$/i.exec(locale.replace('_', '-'))?.[1];
  if (region !== undefined) return `en-${region.toUpperCase()}`;
  return locale.toLowerCase() === 'en' ? 'en-US' : 'en-GB';
}

type Style = 'day' | 'time' | 'offset' | 'name';

const styles: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { timeStyle: 'short' },
  offset: { timeZoneName: 'longOffset' },
  name: { timeZoneName: 'long' },
};

function format(at: Date, zone: string, language: string, style: Style): string {
  const text = findFormatter(zone, language, style)?.format(at) ?? at.toISOString();
  // Newer CLDR data puts U+202F before AM and PM, which old mail readers show as a box.
  return text.replaceAll('\u202f', ' ');
}

/** A formatter costs far more to make than to use. Null: the zone is not known. */
function findFormatter(zone: string, language: string, style: Style): Intl.DateTimeFormat | null {
  const key = `${style} ${language} ${zone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat(language, { ...styles[style], timeZone: zone });
    if (formatters.size >= formatterCount) formatters.clear();
    formatters.set(key, made);
    return made;
  } catch {
    return null;
  }
}
