import { Temporal } from 'temporal-polyfill';
import type { CalendarObject } from '../../service/calendar/calendar-object.ts';
import { writeIcs } from '../../service/calendar/write-ics.ts';
import { makeObject } from './calendar-samples.ts';

/** One golden file each: what a zone can be that a calendar might get wrong. */
export const goldenZones = [
  // The clock changes: at 1, 2, 3 and 24 o'clock, in UTC or in wall time, north and south.
  ...['Europe/Berlin', 'Europe/London', 'Europe/Lisbon', 'Europe/Chisinau', 'Atlantic/Azores'],
  ...['America/New_York', 'America/Chicago', 'America/Los_Angeles', 'America/Havana'],
  ...['America/Santiago', 'Pacific/Easter', 'Australia/Sydney', 'Pacific/Auckland'],
  ...['Africa/Cairo', 'Asia/Jerusalem', 'Asia/Beirut', 'Asia/Gaza'],
  // Standard time is the one of summer; half an hour of summer time; two hours of it.
  ...['Europe/Dublin', 'Australia/Lord_Howe', 'Antarctica/Troll'],
  // Half hours and three quarters, with summer time and without.
  ...['America/St_Johns', 'Australia/Adelaide', 'Pacific/Chatham'],
  ...['Asia/Kathmandu', 'Australia/Eucla', 'Asia/Tehran', 'Pacific/Marquesas'],
  // Renamed: the old name and the new one.
  ...['Europe/Kiev', 'Europe/Kyiv', 'America/Godthab', 'America/Nuuk'],
  ...['Asia/Calcutta', 'Asia/Kolkata', 'Asia/Rangoon'],
  // Gave up changing the clock, in 2026 (Morocco, British Columbia) or some years before.
  ...['Africa/Casablanca', 'America/Vancouver', 'America/Mexico_City', 'America/Sao_Paulo'],
  // Both ends of the day.
  ...['Pacific/Kiritimati', 'Pacific/Pago_Pago'],
];

export interface GoldenTimes {
  readonly startUtc: Date;
  readonly endUtc: Date;
}

/** The golden file of a zone: `Europe-Berlin.ics`. */
export function goldenName(timeZone: string): string {
  return `${timeZone.replaceAll('/', '-')}.ics`;
}

/**
 * A stream of calendar objects (RFC 5545 §3.4): one without a zone, then winter, summer, and
 * around the next two changes of the clock. SUMMARY says what instants the times must be.
 */
export function writeGolden(timeZone: string): string {
  return goldenObjects(timeZone).map(writeIcs).join('');
}

/** The objects of a stream, each with the times its SUMMARY tells. */
export function splitGolden(stream: string): { text: string; times: GoldenTimes }[] {
  return stream.split(/(?<=END:VCALENDAR\r\n)/).map((text) => ({ text, times: readTimes(text) }));
}

function goldenObjects(timeZone: string): CalendarObject[] {
  const times = [
    ...['2027-01-12T15:00Z PT60M', '2027-01-12T15:00Z PT60M', '2027-07-13T15:00Z PT45M'],
    // Three hours ahead; over the change; from its moment on; two hours later.
    ...nextChanges(timeZone).flatMap((at) => [
      `${at.subtract({ hours: 3 })} PT60M`,
      `${at.subtract({ minutes: 30 })} PT90M`,
      `${at} PT30M`,
      `${at.add({ hours: 2 })} PT60M`,
    ]),
    // The table has summer time begin a week too late.
    ...(timeZone === 'Asia/Jerusalem' ? ['2028-03-26T15:00Z PT60M'] : []),
  ];
  return times.map((time, index) => {
    const [startText = '', length = ''] = time.split(' ');
    const start = Temporal.Instant.from(startText);
    const startUtc = new Date(start.epochMilliseconds);
    const endUtc = new Date(start.add(length).epochMilliseconds);
    return makeObject({
      method: index % 5 === 4 ? 'CANCEL' : 'REQUEST',
      uid: `${timeZone.replaceAll('/', '-')}-${index}@parley.example`,
      timeZone: index === 0 ? null : timeZone,
      startUtc,
      endUtc,
      summary: `${stamp(startUtc)}/${stamp(endUtc)}`,
      description: '',
      location: null,
      url: null,
    });
  });
}

/** The first two changes from 2027 on, if they are before 2029. */
function nextChanges(timeZone: string): Temporal.Instant[] {
  const begin = Temporal.Instant.from('2027-01-01T00:00Z').toZonedDateTimeISO(timeZone);
  const first = begin.getTimeZoneTransition('next');
  const second = first?.getTimeZoneTransition('next');
  const changes = [first, second].filter((change) => change != null);
  return changes.filter(({ year }) => year < 2029).map((change) => change.toInstant());
}

function stamp(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function readTimes(text: string): GoldenTimes {
  const pattern =
    /^SUMMARY:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\r$/m;
  const numbers = (pattern.exec(text) ?? []).slice(1).map(Number);
  const read = (from: number) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers.slice(from);
    return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  };
  return { startUtc: read(0), endUtc: read(6) };
}
