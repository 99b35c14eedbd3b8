import fc from 'fast-check';
import type {
  CalendarObject,
  CalendarProblem,
  ReadCalendar,
} from '../../service/calendar/calendar-object.ts';
import { readIcs } from '../../service/calendar/read-ics.ts';
import { anyCharacter } from '../house/any-character.ts';

/** A calendar object as the service sends it; tests change what they are about. */
export function makeObject(changes: Partial<CalendarObject> = {}): CalendarObject {
  return {
    method: 'REQUEST',
    uid: 'room-1@parley.example',
    sequence: 0,
    stampedAt: new Date('2026-03-01T08:00:00Z'),
    startUtc: new Date('2026-03-10T14:00:00Z'),
    endUtc: new Date('2026-03-10T15:00:00Z'),
    timeZone: null,
    summary: 'Practice Session with Grace',
    description: 'See you there.\n\nAnother time? https://parley.example/reschedule?r=abc',
    location: 'Online',
    url: 'https://meet.example/room',
    organizer: { name: 'Practice', address: 'r-abcdefgh234567@in.parley.example' },
    attendee: { name: 'Ada Lovelace', address: 'ada@people.example', answer: 'needs-action' },
    allowCounter: true,
    ...changes,
  };
}

/** A reply as a client writes it: `event` and `calendar` are further content lines. */
export function makeReply(
  event: readonly string[],
  { method = 'REPLY', calendar = [] as readonly string[] } = {},
): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//Test//EN',
    ...(method === '' ? [] : [`METHOD:${method}`]),
    ...calendar,
    'BEGIN:VEVENT',
    ...event,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

export const accepted = 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@people.example';

/** The calendar a text reads as; fails the test when there is a problem. */
export function mustRead(bytes: Buffer | string, charset?: string): ReadCalendar {
  const reading = readIcs(bytes, charset);
  if (!reading.ok) throw new Error(`${reading.problem}: ${reading.detail}`);
  return reading.calendar;
}

/** The problem a text has; null when it reads well. */
export function problemOf(bytes: Buffer | string): CalendarProblem | null {
  const reading = readIcs(bytes);
  return reading.ok ? null : reading.problem;
}

/** Any text at all: every code point, half surrogates, line ends, iCalendar's own syntax. */
export const anyText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 120 }),
  fc
    .array(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '"',
        ';',
        ':',
        ',',
        '\\',
        '^',
        "^'",
        '\u0000',
        '\u0085',
        '\u2028',
        '\u202e',
        '\ud800',
        'END:VEVENT',
        'ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@evil.example',
        'BEGIN:VALARM',
        ' ',
        '\t',
        'ü',
        '😀',
        'x',
        '__proto__',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);

/** An instant with milliseconds, between 1970 and 9999. */
export const anyTime = fc.date({
  min: new Date('1970-01-02T00:00:00Z'),
  max: new Date('9999-01-01T00:00:00Z'),
  noInvalidDate: true,
});
