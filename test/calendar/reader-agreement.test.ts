import fc from 'fast-check';
import ICAL from 'ical.js';
import type { ReadAttendee, ReadCalendar } from '../../service/calendar/calendar-object.ts';
import { escapeText } from '../../service/calendar/text-values.ts';
import { mustRead } from './calendar-samples.ts';

/** Text a well-formed message may hold: no control characters, nothing trimmed at the borders. */
const plainText = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(fc.constantFrom(';', ':', ',', '^n', "^'", '^^', 'PARTSTAT=DECLINED', '=', 'ü', '😀'))
      .map((pieces) => pieces.join('')),
  )
  .map((text) => text.replace(/[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Z}\uFEFF]/gu, '_'));
const paramText = plainText.map((text) => text.replace(/["\\]/g, '_'));
const address = fc.stringMatching(/^[a-z][a-z0-9]{0,10}@[a-z]{1,8}\.example$/);
const someTime = fc.date({
  min: new Date('1971-01-01T00:00:00Z'),
  max: new Date('2400-01-01T00:00:00Z'),
  noInvalidDate: true,
});

const anyAttendee = fc.record({
  address,
  name: paramText,
  email: fc.option(address),
  sentBy: fc.option(address),
  // ical.js loses its place at a separator in a later quoted value of a list.
  member: fc.array(
    paramText.map((text) => text.replace(/[:;,=]/g, '_')),
    { minLength: 1, maxLength: 2 },
  ),
  partstat: fc.option(
    fc.constantFrom('ACCEPTED', 'DECLINED', 'TENTATIVE', 'NEEDS-ACTION', 'X-LATER'),
  ),
  scheme: fc.constantFrom('mailto:', 'MAILTO:'),
  order: fc.nat(23),
});
type SampleAttendee = typeof anyAttendee extends fc.Arbitrary<infer T> ? T : never;

const anyReply = fc.record({
  method: fc.constantFrom('REPLY', 'COUNTER', 'REFRESH', 'CANCEL'),
  uid: plainText.filter((uid) => uid !== ''),
  sequence: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  stampedAt: someTime,
  attendees: fc.uniqueArray(anyAttendee, { maxLength: 3, selector: (one) => one.address }),
  organizer: fc.option(address),
  comment: plainText.map((text) => text.replaceAll('&', '_')),
  start: someTime,
  minutes: fc.integer({ min: 1, max: 600 }),
  lengthBy: fc.constantFrom('DTEND', 'DURATION'),
  status: fc.option(fc.constantFrom('2.0;Success', '3.7;Invalid calendar user')),
  recurrence: fc.option(someTime),
  /** Where METHOD stands, how the lines of the event are ordered, how lines are cut and end. */
  methodIsLast: fc.boolean(),
  order: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
  lowerCase: fc.boolean(),
  foldAt: fc.integer({ min: 5, max: 74 }),
  fold: fc.constantFrom(' ', '\t'),
  lineEnd: fc.constantFrom('\r\n', '\n'),
});
type SampleReply = typeof anyReply extends fc.Arbitrary<infer T> ? T : never;

/** RFC 6868. */
function quote(text: string): string {
  return `"${text.replaceAll('^', '^^')}"`;
}

function stamp(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function shuffle<T>(items: readonly T[], order: readonly number[]): T[] {
  const rank = (index: number) => order[index] ?? 0;
  const ranked = items.map((item, index) => ({ item, rank: rank(index), index }));
  ranked.sort((one, other) => one.rank - other.rank || one.index - other.index);
  return ranked.map(({ item }) => item);
}

function writeAttendee(given: SampleAttendee, order: readonly number[]): string {
  const params = [
    `CN=${quote(given.name)}`,
    `X-MEMBER=${given.member.map(quote).join(',')}`,
    ...(given.partstat === null ? [] : [`PARTSTAT=${given.partstat}`]),
    ...(given.email === null ? [] : [`EMAIL=${given.email}`]),
    ...(given.sentBy === null ? [] : [`SENT-BY="mailto:${given.sentBy}"`]),
  ];
  const turned = [...order.slice(given.order), ...order];
  return `ATTENDEE;${shuffle(params, turned).join(';')}:${given.scheme}${given.address}`;
}

function writeReply(given: SampleReply): string {
  const end = new Date(given.start.getTime() + given.minutes * 60_000);
  const lines = [
    `UID:${escapeText(given.uid)}`,
    `SEQUENCE:${given.sequence}`,
    `DTSTAMP:${stamp(given.stampedAt)}`,
    `DTSTART:${stamp(given.start)}`,
    given.lengthBy === 'DTEND' ? `DTEND:${stamp(end)}` : `DURATION:PT${given.minutes}M`,
    ...given.attendees.map((attendee) => writeAttendee(attendee, given.order)),
    ...(given.organizer === null ? [] : [`ORGANIZER;CN="x;y":mailto:${given.organizer}`]),
    ...(given.status === null ? [] : [`REQUEST-STATUS:${given.status}`]),
    ...(given.recurrence === null ? [] : [`RECURRENCE-ID:${stamp(given.recurrence)}`]),
    `COMMENT:${escapeText(given.comment)}`,
  ];
  const event = shuffle(lines, given.order).map((line) => {
    return given.lowerCase ? line.replace(/^[A-Z-]+/, (name) => name.toLowerCase()) : line;
  });
  const head = ['VERSION:2.0', 'PRODID:-//Test//Test//EN'];
  const alarm = ['BEGIN:VALARM', 'UID:alarm', 'COMMENT:not this one', 'END:VALARM'];
  const method = [`METHOD:${given.method}`];
  const vevent = ['BEGIN:VEVENT', ...event, ...alarm, 'END:VEVENT'];
  const body = given.methodIsLast ? [...vevent, ...method] : [...method, ...vevent];
  return ['BEGIN:VCALENDAR', ...head, ...body, 'END:VCALENDAR', '']
    .map((line) => fold(line, given))
    .join(given.lineEnd);
}

function fold(line: string, { foldAt, fold: blank, lineEnd }: SampleReply): string {
  const characters = [...line];
  const rows: string[] = [];
  for (let at = 0; at < characters.length; at += foldAt) {
    rows.push(characters.slice(at, at + foldAt).join(''));
  }
  return rows.join(lineEnd + blank);
}

/** What ical.js reads, in our words. */
function readByIcalJs(text: string): unknown {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = calendar.getFirstSubcomponent('vevent');
  if (event === null) throw new Error('no VEVENT');
  const value = (name: string) => event.getFirstPropertyValue(name);
  const start = value('dtstart') as ICAL.Time;
  const length = value('duration') as ICAL.Duration | null;
  const end = (value('dtend') as ICAL.Time | null)?.toJSDate();
  const status = value('request-status');
  const address = (text: unknown) => `${text}`.replace(/^mailto:/i, '');
  const param = (of: ICAL.Property, name: string) => {
    const found = of.getFirstParameter(name);
    return found === undefined ? null : address(found);
  };
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid: value('uid'),
    sequence: value('sequence'),
    stampedAt: (value('dtstamp') as ICAL.Time).toJSDate(),
    attendees: event.getAllProperties('attendee').map((one) => ({
      address: address(one.getFirstValue()),
      partstat: param(one, 'partstat'),
      email: param(one, 'email'),
      sentBy: param(one, 'sent-by'),
    })),
    organizer: value('organizer') === null ? null : address(value('organizer')),
    comment: value('comment') ?? '',
    start: start.toJSDate(),
    end: end ?? new Date(start.toJSDate().getTime() + (length?.toSeconds() ?? 0) * 1000),
    status: status === null ? null : `${[status].flat()[0]}`.split(';')[0],
    isInstance: event.hasProperty('recurrence-id'),
  };
}

function tell(calendar: ReadCalendar): unknown {
  const { method, uid, sequence, stampedAt, organizer } = calendar;
  const who = ({ address, partstat, email, sentBy }: ReadAttendee) => {
    return { address, partstat, email, sentBy };
  };
  return {
    method,
    uid,
    sequence,
    stampedAt,
    attendees: calendar.attendees.map(who),
    organizer,
    comment: calendar.comment ?? '',
    start: calendar.start.utc,
    end: calendar.end.utc,
    status: calendar.requestStatus,
    isInstance: calendar.hasRecurrenceId,
  };
}

describe('our reader and ical.js', () => {
  it('agree on every well-formed message', () => {
    fc.assert(
      fc.property(anyReply, (given) => {
        const text = writeReply(given);
        const ours = tell(mustRead(text));
        expect(ours).toEqual(readByIcalJs(text));
        // Both could lose the same line: what was written is what is read.
        const { method, uid, sequence, attendees, organizer } = given;
        const people = attendees.map(({ address, partstat, email, sentBy }) => {
          return { address, partstat, email, sentBy };
        });
        const byAddress = (one: { address: string }, other: { address: string }) =>
          one.address < other.address ? -1 : 1;
        const read = ours as { attendees: { address: string }[] };
        expect({ ...read, attendees: read.attendees.toSorted(byAddress) }).toMatchObject({
          ...{ method, uid, sequence, organizer, attendees: people.toSorted(byAddress) },
        });
      }),
      { numRuns: 500 },
    );
  });
});
