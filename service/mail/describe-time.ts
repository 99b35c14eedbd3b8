import type { Reader } from './reader.ts';
import type { Other, TimeWords } from './words/mail-words.ts';

/** One time as a person reads it: their own zone first, UTC and the other's clock beside it. */
export interface DescribedTime {
  /** `Tuesday, 2 March 2027, 15:00 – 16:00` in the reader's zone. */
  readonly local: string;
  /** The same in two parts: the day, and the hours; all in `day` when it spans two days. */
  readonly day: string;
  readonly hours: string;
  /** `Central European Standard Time (UTC+01:00)`, or `UTC`, and why when theirs is not known. */
  readonly zone: string;
  /** `14:00 – 15:00 UTC`, with the day when it is another one there; null when `zone` is UTC. */
  readonly utc: string | null;
  /** `For Hanna: 09:00 – 10:00 (UTC−05:00)`; null when their clock shows the same, or unknown. */
  readonly other: string | null;
  /** `60 minutes`. */
  readonly length: string;
}

/** The person on the other side and where their clock is; null: not known, or not to be told. */
export interface OtherClock {
  readonly other: Other;
  readonly timeZone: string | null;
}

/** Zones times locales times styles in use; a guard against odd spellings, not a tuning knob. */
const formatterCount = 2_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Describes a session's time to a reader, in their language and on their clock. */
export function describeTime(
  startUtc: Date,
  durationMinutes: number,
  reader: Reader,
  words: TimeWords,
  otherClock: OtherClock | null = null,
): DescribedTime {
  const span = { start: startUtc, end: new Date(startUtc.getTime() + durationMinutes * 60_000) };
  const clock = { zone: reader.zone.name, tag: reader.locale.tag, comma: words.comma };
  const zone = describeZone(span, clock, words);
  return {
    ...describeSpan(span, clock, 'time'),
    zone: sayWhyZone(zone, reader, words),
    utc: zone === 'UTC' ? null : describeUtc(span, clock),
    other: otherClock && describeOther(span, clock, otherClock, words),
    length: words.length(durationMinutes),
  };
}

/** One moment on one line, with its zone: `Tuesday, 2 March 2027, 15:00, UTC`. */
export function describeMoment(at: Date, reader: Reader, words: TimeWords): string {
  const clock = { zone: reader.zone.name, tag: reader.locale.tag, comma: words.comma };
  return [describeStart(at, reader, words), nameZone(at, clock)].join(words.comma);
}

/** The day and hour at which something begins, without a zone: `Tuesday, 2 March 2027, 15:00`. */
function describeStart(at: Date, reader: Reader, words: TimeWords): string {
  const { day, time } = describeStartParts(at, reader);
  return [day, time].join(words.comma);
}

/** The same, its day and its hour apart. */
export function describeStartParts(at: Date, { locale, zone }: Reader) {
  return {
    day: format(at, zone.name, locale.tag, 'day'),
    time: format(at, zone.name, locale.tag, 'time'),
  };
}

interface Span {
  readonly start: Date;
  readonly end: Date;
}

interface Clock {
  readonly zone: string;
  /** BCP 47. */
  readonly tag: string;
  readonly comma: string;
}

function describeSpan({ start, end }: Span, { zone, tag, comma }: Clock, style: 'time' | 'hours') {
  const day = format(start, zone, tag, 'day');
  const endDay = format(end, zone, tag, 'day');
  const from = format(start, zone, tag, style);
  const to = format(end, zone, tag, style);
  if (day === endDay) {
    const hours = `${from} – ${to}`;
    return { local: `${day}${comma}${hours}`, day, hours };
  }
  const local = `${day}${comma}${from} – ${endDay}${comma}${to}`;
  return { local, day: local, hours: '' };
}

/** UTC is read on the 24-hour clock everywhere; its day is named where it is another one. */
function describeUtc(span: Span, clock: Clock): string {
  return `${describeElsewhere(span, clock, 'UTC', 'hours')} UTC`;
}

/** The same span on a clock elsewhere, with the day only where it is another one. */
function describeElsewhere(
  span: Span,
  clock: Clock,
  zone: string,
  style: 'time' | 'hours',
): string {
  const there = describeSpan(span, { ...clock, zone }, style);
  const here = describeSpan(span, clock, style);
  return there.hours !== '' && there.day === here.day ? there.hours : there.local;
}

/** Their hours and offset and nothing that names a place: who lives where is nobody's business. */
function describeOther(
  span: Span,
  clock: Clock,
  { other, timeZone }: OtherClock,
  words: TimeWords,
): string | null {
  if (timeZone === null || findFormatter(timeZone, 'en', 'offset') === null) return null;
  const offset = nameOffset(span.start, timeZone);
  const isSame = (at: Date) => nameOffset(at, timeZone) === nameOffset(at, clock.zone);
  if (isSame(span.start) && isSame(span.end)) return null;
  return words.forOther(other, describeElsewhere(span, clock, timeZone, 'time'), offset);
}

function sayWhyZone(zone: string, { zone: { from } }: Reader, words: TimeWords): string {
  if (from === 'own') return zone;
  return from === 'utc' ? words.utcForUnknown : words.zoneForUnknown(zone);
}

/** Names the zone with its offset; when the clocks change during the session, both are named. */
function describeZone({ start, end }: Span, clock: Clock, words: TimeWords): string {
  const atStart = nameZone(start, clock);
  const atEnd = nameZone(end, clock);
  return atStart === atEnd ? atStart : words.endingIn(atStart, atEnd);
}

function nameZone(at: Date, { zone, tag }: Clock): string {
  if (isUtc(zone)) return 'UTC';
  const offset = nameOffset(at, zone);
  const name = readZonePart(at, zone, tag, 'name');
  if (!/\d/.test(name)) return `${name} (${offset})`;
  // Where CLDR has no name it repeats the offset; the zone's own id says more, except for
  // Etc/GMT+5, whose sign is the other way round.
  return zone.startsWith('Etc/') ? offset : `${zone.replaceAll('_', ' ')} (${offset})`;
}

/** `UTC+01:00`: read the same in every language. No line breaks before the digits of a minus. */
function nameOffset(at: Date, zone: string): string {
  return readZonePart(at, zone, 'en', 'offset').replace('GMT', 'UTC').replace('-', '−');
}

const isUtc = (zone: string): boolean =>
  findFormatter(zone, 'en', 'offset')?.resolvedOptions().timeZone === 'UTC';

function readZonePart(at: Date, zone: string, tag: string, style: 'offset' | 'name'): string {
  const parts = findFormatter(zone, tag, style)?.formatToParts(at) ?? [];
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

type Style = 'day' | 'time' | 'hours' | 'offset' | 'name';

const styles: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { timeStyle: 'short' },
  hours: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  offset: { timeZoneName: 'longOffset' },
  name: { timeZoneName: 'long' },
};

function format(at: Date, zone: string, tag: string, style: Style): string {
  const text = findFormatter(zone, tag, style)?.format(at) ?? at.toISOString();
  // Newer CLDR data puts U+202F before AM and PM, which old mail readers show as a box.
  return text.replaceAll('\u202f', ' ');
}

/** A formatter costs far more to make than to use. Null: the zone is not known. */
function findFormatter(zone: string, tag: string, style: Style): Intl.DateTimeFormat | null {
  const key = `${style} ${tag} ${zone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat(tag, { ...styles[style], timeZone: zone });
    if (formatters.size >= formatterCount) formatters.clear();
    formatters.set(key, made);
    return made;
  } catch {
    return null;
  }
}
