import ICAL from 'ical.js';
import { cleanName } from '../../service/calendar/sanitise.ts';
import { writeIcs } from '../../service/calendar/write-ics.ts';
import { makeObject, mustRead } from './calendar-samples.ts';

/** Unfolded lines as a list, the way a person would read them. */
function listLines(text: string): string[] {
  return text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
}

describe('writing a calendar object', () => {
  it('writes an invitation exactly so', () => {
    expect(listLines(writeIcs(makeObject()))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Parley//Parley//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      'UID:room-1@parley.example',
      'SEQUENCE:0',
      'DTSTAMP:20260301T080000Z',
      'DTSTART:20260310T140000Z',
      'DTEND:20260310T150000Z',
      'SUMMARY:Practice Session with Grace',
      'TRANSP:OPAQUE',
      'LOCATION:Online',
      'DESCRIPTION:See you there.\\n\\nAnother time? https://parley.example/reschedule?r=abc',
      'ORGANIZER;CN="Practice":mailto:r-abcdefgh234567@in.parley.example',
      'ATTENDEE;ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;' +
        'CN="Ada Lovelace":mailto:ada@people.example',
      'URL;VALUE=URI:https://meet.example/room',
      'STATUS:CONFIRMED',
      'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
      'X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY',
      'CLASS:PUBLIC',
      'END:VEVENT',
      'END:VCALENDAR',
    ]);
  });

  it('writes a cancellation that names the same event at the same time', () => {
    const lines = listLines(writeIcs(makeObject({ method: 'CANCEL', sequence: 4 })));
    expect(lines).toEqual(
      expect.arrayContaining([
        'METHOD:CANCEL',
        'UID:room-1@parley.example',
        'SEQUENCE:4',
        'STATUS:CANCELLED',
        'DTSTART:20260310T140000Z',
        'DTEND:20260310T150000Z',
        'SUMMARY:Practice Session with Grace',
      ]),
    );
    expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toHaveLength(1);
  });

  it('leaves everything out of a DECLINECOUNTER that RFC 5546 does not want there', () => {
    const lines = listLines(writeIcs(makeObject({ method: 'DECLINECOUNTER', sequence: 2 })));
    const names = lines.map((line) => line.split(/[:;]/)[0]);
    expect(names).toEqual([
      ...['BEGIN', 'VERSION', 'PRODID', 'CALSCALE', 'METHOD', 'BEGIN', 'UID', 'SEQUENCE'],
      ...['DTSTAMP', 'ORGANIZER', 'ATTENDEE', 'END', 'END'],
    ]);
    expect(writeIcs(makeObject({ method: 'DECLINECOUNTER' }))).not.toContain('SEQUENCE');
    expect(writeIcs(makeObject({ method: 'DECLINECOUNTER', uid: '0' }))).toContain('UID:0');
  });

  it('forbids proposals only when they are not allowed', () => {
    expect(writeIcs(makeObject())).not.toContain('DISALLOW-COUNTER');
    const text = writeIcs(makeObject({ allowCounter: false }));
    expect(text).toContain('X-MICROSOFT-DISALLOW-COUNTER:TRUE\r\n');
  });

  it('writes each answer as its PARTSTAT', () => {
    for (const answer of ['needs-action', 'accepted', 'declined', 'tentative'] as const) {
      const attendee = { name: 'Ada', address: 'ada@people.example', answer };
      const [read] = mustRead(writeIcs(makeObject({ attendee }))).attendees;
      expect(read?.partstat).toBe(answer.toUpperCase());
    }
  });

  it('gives the same bytes for the same object', () => {
    expect(writeIcs(makeObject())).toBe(writeIcs(makeObject()));
  });

  it('percent-encodes in a URL what would be escaped as text, and drops other schemes', () => {
    const text = writeIcs(makeObject({ url: 'https://meet.example/a,b;c?n=ü "x"' }));
    expect(text).toContain('https://meet.example/a%2Cb%3Bc?n=%C3%BC%20%22x%22\r\n');
    const scripts = ['javascript:alert(1)', 'data:text/html,x', 'not a url', ''];
    for (const url of scripts) expect(writeIcs(makeObject({ url }))).not.toContain('URL');
  });

  it('escapes a UID as the text it is', () => {
    const uid = 'a,b;c\\nd@host';
    const text = writeIcs(makeObject({ uid }));
    expect(mustRead(text).uid).toBe(uid);
    const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
    expect(event?.getFirstPropertyValue('uid')).toBe(uid);
  });

  it('names people who have no name left after cleaning', () => {
    const text = writeIcs(
      makeObject({
        organizer: { name: '"^"\u0000', address: 'r-abc@in.parley.example' },
        attendee: { name: '\u202e', address: 'ada@people.example', answer: 'accepted' },
      }),
    );
    expect(text).toContain('ORGANIZER;CN="\'\'":mailto:r-abc@in.parley.example');
    expect(text.replaceAll('\r\n ', '')).toContain(
      'CN="ada@people.example":mailto:ada@people.example',
    );
  });

  it('keeps an address with percent or question marks one plain mailto URI', () => {
    const attendee = { name: 'X', address: 'a%41?b#c@people.example', answer: 'accepted' } as const;
    const text = writeIcs(makeObject({ attendee }));
    expect(text.replaceAll('\r\n ', '')).toContain(':mailto:a%2541%3Fb%23c@people.example');
    expect(mustRead(text).attendees[0]?.address).toBe(attendee.address);
  });

  it('refuses what cannot be written rightly', () => {
    const end = new Date('2026-03-10T14:00:00.900Z');
    const wrong = [
      makeObject({ uid: '' }),
      makeObject({ uid: 'a\r\nATTENDEE:mailto:eve@evil.example' }),
      makeObject({ uid: 'half \ud800' }),
      makeObject({ uid: 'trailing ' }),
      ...[-1, 1.5, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY].map((sequence) =>
        makeObject({ sequence }),
      ),
      makeObject({ endUtc: end }),
      makeObject({ endUtc: new Date('2026-03-10T13:00:00Z') }),
      makeObject({ startUtc: new Date(Number.NaN) }),
      makeObject({ stampedAt: new Date('+010000-01-01T00:00:00Z') }),
      makeObject({ organizer: { name: 'P', address: 'no address' } }),
      makeObject({
        attendee: { name: 'A', address: 'a@b.example,c@d.example', answer: 'accepted' },
      }),
    ];
    for (const object of wrong) expect(() => writeIcs(object)).toThrow();
  });

  it('carries the highest SEQUENCE there is', () => {
    expect(mustRead(writeIcs(makeObject({ sequence: 2 ** 31 - 1 }))).sequence).toBe(2 ** 31 - 1);
  });
});

describe('cleaning a name', () => {
  it('takes away what real clients misread', () => {
    expect(cleanName('Dr. "Bob" O\'Neil; PhD ^ \\x')).toBe("Dr. 'Bob' O'Neil PhD x");
    expect(cleanName(' a\r\n\tb\u0000\u202e\u2066\ud83d\u200fc ')).toBe('a bc');
    expect(cleanName('Müller, 山田 😀')).toBe('Müller, 山田 😀');
  });

  it('cuts at 64 characters and never inside one', () => {
    const name = cleanName('😀'.repeat(10_000));
    expect([...name]).toHaveLength(64);
    expect(name.isWellFormed()).toBe(true);
  });
});
