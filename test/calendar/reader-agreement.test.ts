import fc from 'fast-check';
import ICAL from 'ical.js';
import { escapeText } from '../../service/calendar/text-values.ts';
import { makeReply, mustRead } from './calendar-samples.ts';

/** Text a well-formed message may hold: no control characters, nothing trimmed at the borders. */
const plainText = fc
  .string({ unit: 'grapheme', maxLength: 60 })
  .map((text) => text.replace(/[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Z}\uFEFF]/gu, '_'));
const paramText = plainText.map((text) => text.replace(/["\\]/g, '_'));
const address = fc.stringMatching(/^[a-z][a-z0-9]{0,10}@[a-z]{1,8}\.example$/);

const anyReply = fc.record({
  method: fc.constantFrom('REPLY', 'COUNTER', 'REFRESH', 'CANCEL'),
  uid: plainText.filter((uid) => uid !== ''),
  sequence: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  name: paramText,
  // ical.js loses its place at a colon or an equals sign in the third quoted value of a list.
  member: fc.array(paramText, { minLength: 1, maxLength: 2 }),
  partstat: fc.constantFrom('ACCEPTED', 'DECLINED', 'TENTATIVE', 'NEEDS-ACTION', 'X-LATER'),
  address,
  comment: plainText.map((text) => text.replaceAll('&', '_')),
  start: fc.date({
    min: new Date('1971-01-01T00:00:00Z'),
    max: new Date('2400-01-01T00:00:00Z'),
    noInvalidDate: true,
  }),
  minutes: fc.integer({ min: 1, max: 600 }),
  foldAt: fc.integer({ min: 5, max: 74 }),
});

/** RFC 6868. */
function quote(text: string): string {
  return `"${text.replaceAll('^', '^^')}"`;
}

function stamp(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function foldAt(text: string, width: number): string {
  const lines = text.split('\r\n').map((line) => {
    const rows = [...line].reduce<string[]>((done, character) => {
      const last = done.at(-1) ?? '';
      if ([...last].length < width) done[Math.max(done.length - 1, 0)] = last + character;
      else done.push(character);
      return done;
    }, []);
    return rows.join('\r\n ');
  });
  return lines.join('\r\n');
}

describe('our reader and ical.js', () => {
  it('agree on every well-formed message', () => {
    fc.assert(
      fc.property(anyReply, (given) => {
        const member = given.member.map(quote).join(',');
        const text = makeReply(
          [
            `UID:${escapeText(given.uid)}`,
            `SEQUENCE:${given.sequence}`,
            `DTSTART:${stamp(given.start)}`,
            `DURATION:PT${given.minutes}M`,
            `ATTENDEE;CN=${quote(given.name)};X-MEMBER=${member};PARTSTAT=${given.partstat}` +
              `:mailto:${given.address}`,
            `COMMENT:${escapeText(given.comment)}`,
          ],
          { method: given.method },
        );
        const folded = foldAt(text, given.foldAt);
        const ours = mustRead(folded);
        const calendar = new ICAL.Component(ICAL.parse(folded));
        const event = calendar.getFirstSubcomponent('vevent');
        const attendee = event?.getFirstProperty('attendee');
        const start = event?.getFirstPropertyValue('dtstart') as ICAL.Time;
        const length = event?.getFirstPropertyValue('duration') as ICAL.Duration;
        expect({
          method: ours.method,
          uid: ours.uid,
          sequence: ours.sequence,
          address: `mailto:${ours.attendees[0]?.address}`,
          partstat: ours.attendees[0]?.partstat,
          comment: ours.comment ?? '',
          start: ours.start.utc,
          seconds: ((ours.end.utc?.getTime() ?? 0) - (ours.start.utc?.getTime() ?? 0)) / 1000,
        }).toEqual({
          method: calendar.getFirstPropertyValue('method'),
          uid: event?.getFirstPropertyValue('uid'),
          sequence: event?.getFirstPropertyValue('sequence'),
          address: attendee?.getFirstValue(),
          partstat: attendee?.getParameter('partstat'),
          comment: event?.getFirstPropertyValue('comment') ?? '',
          start: start.toJSDate(),
          seconds: length.toSeconds(),
        });
      }),
      { numRuns: 300 },
    );
  });
});
