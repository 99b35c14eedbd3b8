import type { CalendarProblem } from '../../service/calendar/calendar-object.ts';
import { limits } from '../../service/limits.ts';
import { accepted, makeReply } from './calendar-samples.ts';

/** A calendar somebody may send: its number in the catalogue, and the one result it has. */
export interface HostileCalendar {
  readonly number: number;
  readonly what: string;
  readonly bytes: Buffer | string;
  /** A problem, or what of the reading matters. */
  readonly result: CalendarProblem | Record<string, unknown>;
}

const base = ['UID:u1', 'DTSTAMP:20260301T080000Z', 'DTSTART:20260310T140000Z'];
const declined = 'ATTENDEE;PARTSTAT=DECLINED:mailto:ada@people.example';
const answers = (...partstats: (string | null)[]) => ({
  attendees: partstats.map((partstat) => ({ partstat })),
});
const reply = (...event: string[]) => makeReply([...base, ...event]);
const counter = (...event: string[]) =>
  makeReply(['UID:u1', ...event, declined], { method: 'COUNTER' });
const second = (...lines: string[]) => ['END:VEVENT', 'BEGIN:VEVENT', ...lines];
const many = (count: number, line: string) => Array.from({ length: count }, () => line);
const attendee = (params: string, value = 'mailto:ada@people.example') =>
  reply(`ATTENDEE${params}:${value}`);
const addressed = (address: string) => ({ attendees: [{ address }] });
const sequence = (...values: string[]) =>
  reply(accepted, ...values.map((one) => `SEQUENCE:${one}`));
const start = (problem: string) => ({ ...answers('DECLINED'), start: { utc: null, problem } });
const bytes = Buffer.from(reply(accepted, 'COMMENT:Grüße'));
const cut = bytes.indexOf('ü') + 1;

type Row = [number, string, Buffer | string, HostileCalendar['result']];

const names: Row[] = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'prototype',
].flatMap((name): Row[] => [
  [49, `UID ${name}`, makeReply([`UID:${name}`, accepted]), { uid: name, ...answers('ACCEPTED') }],
  [50, `property ${name}`, reply(`${name}:x`, `${name};a=b:c`, accepted), answers('ACCEPTED')],
  [50, `parameter ${name}`, attendee(`;${name}=ACCEPTED`), answers(null)],
  [50, `component ${name}`, reply(`BEGIN:${name}`, declined, `END:${name}`), { attendees: [] }],
]);

const answersRows: Row[] = [
  [
    51,
    'an answer in a name',
    attendee(';PARTSTAT=DECLINED;CN="x;PARTSTAT=ACCEPTED;y"'),
    answers('DECLINED'),
  ],
  [52, 'PARTSTAT twice', attendee(';PARTSTAT=ACCEPTED;PARTSTAT=DECLINED'), 'conflict'],
  [52, 'PARTSTAT a list', attendee(';PARTSTAT=ACCEPTED,DECLINED'), 'conflict'],
  [
    52,
    'PARTSTAT twice alike',
    attendee(';PARTSTAT=ACCEPTED;PARTSTAT=accepted'),
    answers('ACCEPTED'),
  ],
  [52, 'lower case', attendee(';partstat=accepted'), answers('ACCEPTED')],
  [52, 'unknown value', attendee(';PARTSTAT=X-PERHAPS'), answers('X-PERHAPS')],
  [
    52,
    'delegated',
    attendee(';PARTSTAT=DELEGATED;DELEGATED-TO="mailto:bo@people.example"'),
    { attendees: [{ partstat: 'DELEGATED', delegatedTo: 'bo@people.example' }] },
  ],
  [
    52,
    'quoted-printable that stayed',
    attendee(';CN=3D"Ada";PARTSTAT=3DDECLINED'),
    answers('DECLINED'),
  ],
  [
    52,
    'quoted-printable beside plain',
    reply(declined, 'ATTENDEE;PARTSTAT=3DACCEPTED:mailto:b@people.example'),
    answers('DECLINED', '3DACCEPTED'),
  ],
  [
    53,
    'quoted list',
    attendee(';DELEGATED-FROM="mailto:a@b.example","mailto:c@d.example";PARTSTAT=ACCEPTED'),
    answers('ACCEPTED'),
  ],
  [53, 'empty name', attendee(';CN=;X-COMMENT=;PARTSTAT=ACCEPTED'), answers('ACCEPTED')],
  [53, 'carets in a name', attendee(';CN="a^nb^\'c";PARTSTAT=ACCEPTED'), answers('ACCEPTED')],
  [54, 'two VEVENTs of one UID', reply(accepted, ...second(...base, declined)), 'several-events'],
  [54, 'two VEVENTs of two UIDs', reply(accepted, ...second('UID:u2', accepted)), 'several-events'],
  [54, 'two VCALENDARs', reply(accepted) + reply(declined), 'several-calendars'],
  [
    55,
    'two ATTENDEEs',
    reply(accepted, declined.replace('ada@', 'bo@')),
    answers('ACCEPTED', 'DECLINED'),
  ],
  [55, 'one ATTENDEE with two answers', reply(accepted, declined), 'conflict'],
  [
    56,
    'an alias with the true address in EMAIL',
    attendee(';EMAIL=ada@people.example', 'mailto:al@alias.example'),
    { attendees: [{ address: 'al@alias.example', email: 'ada@people.example' }] },
  ],
  [
    57,
    'a stranger',
    attendee(';PARTSTAT=ACCEPTED', 'mailto:eve@evil.example'),
    addressed('eve@evil.example'),
  ],
  [57, 'nobody', reply(), { attendees: [] }],
];

const numbersRows: Row[] = [
  ...['-1', '0x10', '', 'abc', '1.5'].map(
    (value): Row => [58, `SEQUENCE ${value}`, sequence(value), { sequence: 0 }],
  ),
  [58, 'no SEQUENCE', sequence(), { sequence: 0 }],
  [58, 'SEQUENCE beyond 32 bits', sequence('2147483648'), { sequence: 2147483647 }],
  [58, 'SEQUENCE 1e309', sequence('1e309'), { sequence: 0 }],
  [58, 'two SEQUENCEs', sequence('1', '2'), 'conflict'],
  [
    59,
    'DTSTAMP of the year 9999',
    makeReply(['UID:u1', 'DTSTAMP:99991231T235959Z', accepted]),
    { stampedAt: new Date('9999-12-31T23:59:59Z') },
  ],
  [
    59,
    'DTSTAMP floating',
    makeReply(['UID:u1', 'DTSTAMP:20260301T080000', accepted]),
    { stampedAt: null, ...answers('ACCEPTED') },
  ],
  [60, 'no METHOD', makeReply([...base, accepted], { method: '' }), 'no-method'],
  [
    60,
    'METHOD inside the VEVENT',
    makeReply([...base, 'METHOD:REPLY', accepted], { method: '' }),
    'no-method',
  ],
  [60, 'METHOD twice', makeReply(base, { calendar: ['METHOD:CANCEL'] }), 'conflict'],
  [
    60,
    'METHOD twice alike',
    makeReply([...base, accepted], { calendar: ['METHOD:Reply'] }),
    answers('ACCEPTED'),
  ],
  [
    60,
    'METHOD behind the VEVENT',
    makeReply([...base, accepted], { method: '' }).replace(
      'END:VCALENDAR',
      'METHOD:REPLY\r\nEND:VCALENDAR',
    ),
    answers('ACCEPTED'),
  ],
  ...['PUBLISH', 'REQUEST', 'ADD', 'CANCEL'].map(
    (method): Row => [60, method, makeReply(base, { method }), { method }],
  ),
];

const timesRows: Row[] = [
  [
    61,
    'a start in the past',
    counter('DTSTART:19990101T000000Z'),
    { start: { utc: new Date('1999-01-01T00:00:00Z'), problem: null } },
  ],
  [61, 'no date', counter('DTSTART:99999999T000000Z'), start('impossible')],
  [61, 'a date', counter('DTSTART;VALUE=DATE:20260310'), start('date-only')],
  [61, 'floating', counter('DTSTART:20260310T140000'), start('floating')],
  [61, 'unknown TZID', counter('DTSTART;TZID=Nowhere/Land:20260310T140000'), start('unknown-zone')],
  [
    61,
    'a path as TZID',
    counter('DTSTART;TZID=../../etc/passwd:20260310T140000'),
    start('unknown-zone'),
  ],
  [
    61,
    'no length',
    counter('DTSTART:20260310T140000Z', 'DURATION:PT0S'),
    { end: { utc: new Date('2026-03-10T14:00:00Z'), problem: null } },
  ],
  [
    61,
    'a negative length',
    counter('DTSTART:20260310T140000Z', 'DURATION:-PT1H'),
    { end: { utc: null, problem: 'impossible' } },
  ],
  [
    61,
    'ten years',
    counter('DTSTART:20260310T140000Z', 'DURATION:P3650D'),
    { end: { utc: new Date('2036-03-07T14:00:00Z'), problem: null } },
  ],
  [61, 'a series', counter('DTSTART:20260310T140000Z', 'RRULE:FREQ=DAILY'), start('impossible')],
  [
    61,
    'VALUE=DATE-TIME',
    counter('DTSTART;VALUE=DATE-TIME:20260310T140000Z'),
    { start: { utc: new Date('2026-03-10T14:00:00Z'), problem: null } },
  ],
  ...['FREQ=SECONDLY;COUNT=999999999', 'FREQ=NEVER', 'FREQ=DAILY;BYSETPOS=0', ''].map(
    (rule): Row => [
      62,
      `RRULE ${rule}`,
      reply(accepted, `RRULE:${rule}`),
      { ...answers('ACCEPTED'), start: { problem: null } },
    ],
  ),
  [
    63,
    'three hundred VTIMEZONEs',
    makeReply([...base, accepted], {
      calendar: many(300, 'BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE'),
    }),
    answers('ACCEPTED'),
  ],
];

const shapeRows: Row[] = [
  [
    64,
    'too many VEVENTs',
    reply(...many(limits.calendarEvents, 'END:VEVENT\r\nBEGIN:VEVENT\r\nUID:u1')),
    'too-large',
  ],
  [64, 'too many ATTENDEEs', reply(...many(limits.calendarAttendees + 1, accepted)), 'too-large'],
  [64, 'too many lines', reply(...many(limits.calendarLines, 'EXDATE:x')), 'too-large'],
  [
    64,
    'too deep',
    reply(...many(limits.calendarDepth, 'BEGIN:X'), ...many(limits.calendarDepth, 'END:X')),
    'too-large',
  ],
  [64, 'one long line', reply(`X:${'x'.repeat(limits.calendarBytes)}`), 'too-large'],
  [
    64,
    'a fold inside a character',
    Buffer.concat([bytes.subarray(0, cut), Buffer.from('\r\n '), bytes.subarray(cut)]),
    { comment: 'Grüße' },
  ],
  [
    64,
    'the same with CR alone',
    Buffer.concat([bytes.subarray(0, cut), Buffer.from('\r '), bytes.subarray(cut)]),
    { comment: 'Grüße' },
  ],
  ...['\r', '\n', '\r\r\n'].map(
    (end): Row => [
      65,
      `lines end in ${JSON.stringify(end)}`,
      reply(accepted).replaceAll('\r\n', end),
      answers('ACCEPTED'),
    ],
  ),
  [65, 'a byte order mark', `\uFEFF${reply(accepted)}`, answers('ACCEPTED')],
  [65, 'NULs behind the end', `${reply(accepted).trimEnd()}\0\0\0`, answers('ACCEPTED')],
  [65, 'blank lines before', `\r\n\r\n${reply(accepted)}`, answers('ACCEPTED')],
  [65, 'no END:VCALENDAR', reply(accepted).replace('END:VCALENDAR', ''), 'truncated'],
  [65, 'no END:VEVENT', reply(accepted).replace('END:VEVENT', ''), 'truncated'],
  [65, 'an END too many', reply('END:VALARM', accepted), answers('ACCEPTED')],
  [
    65,
    'lower case',
    reply(accepted).replace(/^(BEGIN|END|METHOD|UID|ATTENDEE).*/gm, (line) => line.toLowerCase()),
    answers('ACCEPTED'),
  ],
  [65, 'UTF-16 that does not say so', Buffer.from(reply(accepted), 'utf16le'), answers('ACCEPTED')],
  [66, 'UID with NUL', makeReply(['UID:a\0b']), 'no-uid'],
  [66, 'UID with a line break', makeReply(['UID:a\\nb']), 'no-uid'],
  [
    66,
    'UID of ten thousand letters',
    makeReply([`UID:${'x'.repeat(10_000)}`]),
    { uid: 'x'.repeat(10_000) },
  ],
  [66, 'UID with escaped commas', makeReply(['UID;X=1:a\\,b']), { uid: 'a,b' }],
  [66, 'UID twice', makeReply(['UID:u1', 'UID:u2']), 'conflict'],
  [66, 'UID twice alike', makeReply(['UID:u1', 'UID:u1']), { uid: 'u1' }],
  [66, 'UID in another case', makeReply(['UID:U1']), { uid: 'U1' }],
  [66, 'UID beyond ASCII', makeReply(['UID:räum-1']), { uid: 'räum-1' }],
  [
    67,
    'RECURRENCE-ID',
    reply('RECURRENCE-ID:20260310T140000Z', accepted),
    { hasRecurrenceId: true },
  ],
  [
    68,
    "another room's UID",
    makeReply(['UID:other@tenant.example', accepted]),
    { uid: 'other@tenant.example' },
  ],
  [
    69,
    'an answer about the past',
    makeReply(['UID:gone', 'DTSTART:20010101T000000Z', accepted]),
    { uid: 'gone', ...answers('ACCEPTED') },
  ],
  [
    70,
    'mailto with a subject',
    attendee('', 'mailto:ada@people.example?subject=x'),
    addressed('ada@people.example?subject=x'),
  ],
  [
    70,
    'mailto with two addresses',
    attendee('', 'mailto:ada@people.example,eve@evil.example'),
    addressed('ada@people.example,eve@evil.example'),
  ],
  [
    70,
    'mailto with a line break',
    attendee('', 'mailto:ada@people.example%0D%0ABcc:x'),
    addressed('ada@people.example\uFFFD\uFFFDbcc:x'),
  ],
  [70, 'no mailto', attendee('', 'Ada@People.example'), addressed('ada@people.example')],
  [
    70,
    'mailto twice',
    attendee('', 'MAILTO:mailto:ada@people.example'),
    addressed('ada@people.example'),
  ],
  [
    70,
    'mailto in percent escapes',
    attendee('', 'mailto:ada%40people%2Eexample'),
    addressed('ada@people.example'),
  ],
];

export const hostileCalendars: readonly HostileCalendar[] = [
  ...names,
  ...answersRows,
  ...numbersRows,
  ...timesRows,
  ...shapeRows,
].map(([number, what, content, result]) => ({ number, what, bytes: content, result }));
