import type { ReadTime } from '../../service/calendar/calendar-object.ts';

/** One part of a VTIMEZONE that applies `offset` from 1601 on, as Exchange writes it. */
export function observance(kind: string, offset: string, ...more: readonly string[]): string[] {
  return [
    ...[`BEGIN:${kind}`, 'DTSTART:16010101T000000', `TZOFFSETFROM:${offset}`],
    ...[`TZOFFSETTO:${offset}`, ...more, `END:${kind}`],
  ];
}

/** Central European time under a name that says nothing, as Outlook writes it. */
export const customised = [
  'BEGIN:VTIMEZONE',
  'TZID:Customized Time Zone',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

/** `2026-01-15T12:00`, or the problem. */
export function utcOf(time: ReadTime): string {
  return time.utc?.toISOString().slice(0, 16) ?? `${time.problem}`;
}
