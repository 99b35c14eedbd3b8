import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';
import { type Component, readComponent } from '../../service/calendar/component.ts';
import { writeIcs } from '../../service/calendar/write-ics.ts';
import { readZoneRules, type Zone } from '../../service/calendar/zone-rules.ts';
import { makeObject, mustRead } from './calendar-samples.ts';

// Fixed, so that only new zone data can change the outcome.
const begin = Temporal.Instant.from('2027-01-01T00:00Z');
const end = Temporal.Instant.from('2031-01-01T00:00Z');
const byTime = Temporal.Instant.compare;

function changesByIntl(zone: string): Temporal.Instant[] {
  const changes: Temporal.Instant[] = [];
  let next = begin.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (next && byTime(next.toInstant(), end) < 0) {
    changes.push(next.toInstant());
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}

function changesByTable(definition: Component): Temporal.Instant[] {
  return definition.children.flatMap(({ lines }) => {
    const read = (name: string) => lines.get(name)?.[0]?.value ?? '';
    if (!lines.has('RRULE')) return [];
    const start = ICAL.Time.fromDateTimeString(`${Temporal.PlainDateTime.from(read('DTSTART'))}`);
    const dates = ICAL.Recur.fromString(read('RRULE')).iterator(start);
    const changes: Temporal.Instant[] = [];
    for (let date = dates.next(); date.year <= 2030; date = dates.next()) {
      const at = Temporal.Instant.from(`${date}${read('TZOFFSETFROM')}`);
      if (byTime(at, begin) > 0 && byTime(at, end) < 0) changes.push(at);
    }
    return changes;
  });
}

interface Table {
  readonly changes: readonly Temporal.Instant[];
  readonly rules: Zone | null;
}

/** Many zones follow the same rules, and unrolling them takes long. */
const tables = new Map<string, Table>();

function readTable(block: string): Table {
  const text = block.replace(/^(TZID|X-LIC-LOCATION):.*(?=\r$)/gm, '$1:zone');
  const known = tables.get(text);
  if (known !== undefined) return known;
  const { children } = readComponent(['BEGIN:VCALENDAR', ...text.split('\r\n'), 'END:VCALENDAR']);
  const changes = children.flatMap(changesByTable);
  const table = { changes, rules: readZoneRules('zone', children) };
  tables.set(text, table);
  return table;
}

/** The stretches of time in which table and Intl show different clocks, as `zone from to`. */
function differencesOf(zone: string): string[] {
  const [block = '', tzid = ''] = tzlib_get_ical_block(zone);
  // As IANA names the zone today; Intl may still list it by an earlier name.
  const name = tzid.replace('TZID=', '');
  const { changes, rules } = readTable(block);
  if (rules === null) return [`${name} has no rules`];
  const borders = [begin, ...changesByIntl(zone), ...changes, end].sort(byTime);
  return borders.slice(1).flatMap((to, index) => {
    const from = borders[index] ?? begin;
    const middle = (from.epochMilliseconds + to.epochMilliseconds) / 2;
    if (from.equals(to)) return [];
    const at = Temporal.Instant.fromEpochMilliseconds(middle);
    const wall = at.toZonedDateTimeISO(zone).toPlainDateTime();
    return rules(wall)?.getTime() === middle ? [] : [`${name} ${from} ${to}`];
  });
}

/**
 * What the table's one rule a zone cannot tell: a Thursday after a last Sunday, a month that ends
 * on a Saturday, the summer of Chile. Within a day of these times objects go out in UTC. A line
 * too many means that the table or Intl (`process.versions.tz`) is behind: bring both up to date.
 */
const known = [
  'Africa/Cairo 2030-10-24T21:00:00Z 2030-10-31T21:00:00Z',
  'America/Nuuk 2029-03-25T01:00:00Z 2029-04-01T01:00:00Z',
  'America/Santiago 2029-04-01T03:00:00Z 2029-04-08T03:00:00Z',
  'America/Santiago 2030-09-01T04:00:00Z 2030-09-08T04:00:00Z',
  'America/Scoresbysund 2029-03-25T01:00:00Z 2029-04-01T01:00:00Z',
  'Asia/Gaza 2029-03-24T00:00:00Z 2029-03-31T00:00:00Z',
  'Asia/Hebron 2029-03-24T00:00:00Z 2029-03-31T00:00:00Z',
  'Asia/Jerusalem 2028-03-24T00:00:00Z 2028-03-31T00:00:00Z',
  'Asia/Jerusalem 2029-03-23T00:00:00Z 2029-03-30T00:00:00Z',
];

describe('the table of rules', () => {
  const zones = Intl.supportedValuesOf('timeZone');

  it('has every zone of Intl', () => {
    const names = [...tzlib_get_timezones()];
    expect(zones.filter((zone) => !names.includes(zone))).toEqual([]);
  });

  it('shows the same clock as Intl in 2027 to 2030 but for what is known', () => {
    expect([...new Set(zones.flatMap(differencesOf))]).toEqual(known);
  });

  it.each(known)('is not followed at %s', (line) => {
    const [zone = '', from = '', to = ''] = line.split(' ');
    const isZoned = (at: Temporal.Instant) => {
      const startUtc = new Date(at.epochMilliseconds);
      const endUtc = new Date(at.add({ minutes: 30 }).epochMilliseconds);
      const text = writeIcs(makeObject({ timeZone: zone, startUtc, endUtc }));
      expect(mustRead(text)).toMatchObject({ start: { utc: startUtc }, end: { utc: endUtc } });
      return text.includes('VTIMEZONE');
    };
    const first = Temporal.Instant.from(from);
    const last = Temporal.Instant.from(to);
    const inside = [0, 1, 24, 72, 120].map((hours) => first.add({ hours }));
    const justOutside = [first.subtract({ hours: 20 }), last.add({ hours: 20 })];
    expect([...inside, last.subtract({ hours: 1 }), ...justOutside].map(isZoned)).not.toContain(
      true,
    );
    const outside = [first.subtract({ hours: 72 }), last.add({ hours: 72 })];
    expect(outside.map(isZoned)).toEqual([true, true]);
  });
});
