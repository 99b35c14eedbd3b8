import fc from 'fast-check';
import ICAL from 'ical.js';
import type { CalendarObject } from '../../service/calendar/calendar-object.ts';
import { cleanLine, cleanName, cleanText } from '../../service/calendar/sanitise.ts';
import { writeIcs } from '../../service/calendar/write-ics.ts';
import { limits } from '../../service/limits.ts';
import { anyText, anyTime, makeObject, mustRead } from './calendar-samples.ts';

const anyObject: fc.Arbitrary<CalendarObject> = fc
  .record({
    method: fc.constantFrom('REQUEST', 'CANCEL', 'DECLINECOUNTER'),
    uid: fc.stringMatching(/^[!-~]{1,80}$/),
    sequence: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    stampedAt: anyTime,
    startUtc: anyTime,
    timeZone: fc.option(fc.oneof(fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'UTC'), anyText)),
    minutes: fc.constantFrom(30, 60, 90),
    summary: anyText,
    description: anyText,
    location: fc.option(anyText),
    url: fc.option(fc.oneof(anyText, fc.webUrl({ withQueryParameters: true }))),
    organizerName: anyText,
    attendeeName: anyText,
    answer: fc.constantFrom('needs-action', 'accepted', 'declined', 'tentative'),
    allowCounter: fc.boolean(),
  })
  .map(({ minutes, organizerName, attendeeName, answer, ...rest }) =>
    makeObject({
      ...rest,
      endUtc: new Date(rest.startUtc.getTime() + minutes * 60_000),
      organizer: { name: organizerName, address: 'r-abc234@in.parley.example' },
      attendee: { name: attendeeName, address: 'ada@people.example', answer },
    }),
  );

function secondsOf(time: Date | null | undefined): number | null {
  return time ? Math.floor(time.getTime() / 1000) : null;
}

describe('any calendar object', () => {
  it('reads back as it was, whatever texts it holds', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const read = mustRead(writeIcs(object));
        expect([read.method, read.uid, read.sequence]).toEqual([
          object.method,
          object.uid,
          object.sequence,
        ]);
        expect(secondsOf(read.stampedAt)).toBe(secondsOf(object.stampedAt));
        if (object.method === 'DECLINECOUNTER') return;
        expect(secondsOf(read.start.utc)).toBe(secondsOf(object.startUtc));
        expect(secondsOf(read.end.utc)).toBe(secondsOf(object.endUtc));
      }),
    );
  });

  it('is the same to ical.js, with one attendee, no further line and the cleaned texts', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const calendar = new ICAL.Component(ICAL.parse(writeIcs(object)));
        expect(calendar.getFirstPropertyValue('method')).toBe(object.method);
        expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);
        expect(calendar.getAllSubcomponents().length).toBeLessThanOrEqual(2);
        const event = calendar.getFirstSubcomponent('vevent');
        expect(event?.getAllSubcomponents()).toHaveLength(0);
        expect(event?.getFirstPropertyValue('uid')).toBe(object.uid);
        const names = event?.getAllProperties().map((property) => property.name) ?? [];
        expect(new Set(names).size).toBe(names.length);
        const attendee = event?.getFirstProperty('attendee');
        expect(attendee?.getFirstValue()).toBe('mailto:ada@people.example');
        expect(attendee?.getParameter('partstat')).toBe(object.attendee.answer.toUpperCase());
        const name = cleanName(object.attendee.name) || 'ada@people.example';
        expect(attendee?.getParameter('cn')).toBe(name);
        const organizer = event?.getFirstProperty('organizer');
        expect(organizer?.getFirstValue()).toBe('mailto:r-abc234@in.parley.example');
        expect(organizer?.getParameter('cn')).toBe(cleanName(object.organizer.name) || 'Organizer');
        if (object.method === 'DECLINECOUNTER') return;
        const summary = cleanLine(object.summary, limits.icsSummaryLength);
        expect(event?.getFirstPropertyValue('summary') ?? '').toBe(summary);
        const description = cleanText(object.description, limits.icsDescriptionLength);
        expect(event?.getFirstPropertyValue('description') ?? '').toBe(description);
      }),
    );
  });

  it('has lines of at most 75 octets, CRLF only, and no unseen characters', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const text = writeIcs(object);
        expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
        expect(text.isWellFormed()).toBe(true);
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThan(76);
      }),
    );
  });

  it('never lets a UID with unseen characters through', () => {
    fc.assert(
      fc.property(anyText, (uid) => {
        let text: string;
        try {
          text = writeIcs(makeObject({ uid }));
        } catch {
          return;
        }
        expect(mustRead(text).uid).toBe(uid);
      }),
    );
  });
});

describe('cleaning any text', () => {
  it('is done after once and keeps to its limit', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, maxLength) => {
        for (const clean of [cleanText(text, maxLength), cleanLine(text, maxLength)]) {
          expect([...clean].length).toBeLessThanOrEqual(maxLength);
          expect(cleanText(clean, maxLength)).toBe(clean);
        }
        expect(cleanName(cleanName(text))).toBe(cleanName(text));
      }),
    );
  });
});
