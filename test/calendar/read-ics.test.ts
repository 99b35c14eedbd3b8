import { limits } from '../../service/limits.ts';
import { accepted, makeReply, mustRead, problemOf } from './calendar-samples.ts';

const base = ['UID:u1', 'DTSTAMP:20260301T080000Z', 'DTSTART:20260310T140000Z'];

describe('reading a reply', () => {
  it('finds who answered what about which event', () => {
    const read = mustRead(
      makeReply([...base, 'SEQUENCE:3', 'DTEND:20260310T150000Z', accepted, 'COMMENT:Gladly\\n']),
    );
    expect(read).toEqual({
      method: 'REPLY',
      uid: 'u1',
      prodId: '-//Test//Test//EN',
      sequence: 3,
      stampedAt: new Date('2026-03-01T08:00:00Z'),
      attendees: [
        {
          address: 'ada@people.example',
          email: null,
          partstat: 'ACCEPTED',
          sentBy: null,
          delegatedTo: null,
          delegatedFrom: null,
          comment: null,
        },
      ],
      comment: 'Gladly',
      start: { utc: new Date('2026-03-10T14:00:00Z'), problem: null },
      end: { utc: new Date('2026-03-10T15:00:00Z'), problem: null },
      originalStart: { utc: null, problem: 'missing' },
      originalEnd: { utc: null, problem: 'missing' },
      hasRecurrenceId: false,
      organizer: null,
      requestStatus: null,
    });
  });

  it('says whose invitation it answers, where that is one address', () => {
    const organizerOf = (...lines: string[]) => mustRead(makeReply([...base, ...lines])).organizer;
    const ours = 'r-abc@in.parley.example';
    const spellings = [
      `ORGANIZER;CN="Parley; x":mailto:${ours}`,
      `ORGANIZER;PARTSTAT=ACCEPTED;ROLE=CHAIR:R-ABC@in.parley.example`,
      `ORGANIZER;EMAIL=${ours}:/principals/1`,
    ];
    for (const line of spellings) expect(organizerOf(line)).toBe(ours);
    expect(organizerOf(...spellings)).toBe(ours);
    expect(organizerOf('ORGANIZER:urn:uuid:1')).toBeNull();
    expect(organizerOf(`ORGANIZER:${ours}`, 'ORGANIZER:mailto:eve@evil.example')).toBeNull();
  });

  it('tells the worst that the calendar of the other side reports', () => {
    const statusOf = (...values: string[]) =>
      mustRead(makeReply([...base, ...values.map((value) => `REQUEST-STATUS${value}`)]))
        .requestStatus;
    expect(statusOf(':2.0;Success')).toBe('2.0');
    expect(statusOf(':2.0.1;Ok', ';LANGUAGE=en:3.7;Invalid user;ATTENDEE:mailto:a@b.example')).toBe(
      '3.7',
    );
    expect(statusOf(':5.1\\;x', ':3.12;y')).toBe('5.1');
    expect(statusOf(':3.8;a', ':3.12;b')).toBe('3.12');
    expect(statusOf(':Success', ':')).toBeNull();
    expect(statusOf()).toBeNull();
  });

  it('needs no ORGANIZER, no DTSTAMP and no times', () => {
    const read = mustRead(makeReply(['UID:u1', accepted]));
    expect(read.attendees).toHaveLength(1);
    expect(read.stampedAt).toBeNull();
    expect(read.start.problem).toBe('missing');
    expect(read.end.problem).toBe('missing');
  });

  it('has no time in a year that no other part of the service can write', () => {
    const yearZero = ['UID:u1', accepted, 'DTSTAMP:00000101T000000Z', 'DTSTART:00000101T000000Z'];
    const read = mustRead(makeReply(yearZero));
    expect(read.stampedAt).toBeNull();
    expect(read.start).toEqual({ utc: null, problem: 'impossible' });
    const past9999 = 'DTSTART;TZID=America/Los_Angeles:99991231T235959';
    expect(mustRead(makeReply(['UID:u1', accepted, past9999])).start.problem).toBe('impossible');
  });

  it('takes METHOD from after the VEVENT too', () => {
    const text = makeReply([...base, accepted], { method: '' });
    expect(mustRead(text.replace('END:VCALENDAR', 'METHOD:reply\r\nEND:VCALENDAR')).method).toBe(
      'REPLY',
    );
  });

  it('never takes METHOD, UID or ATTENDEE from another component', () => {
    const alarm = [
      'BEGIN:VALARM',
      'UID:other',
      'ATTENDEE;PARTSTAT=DECLINED:mailto:ada@people.example',
    ];
    const read = mustRead(makeReply([...base, accepted, ...alarm, 'COMMENT:no', 'END:VALARM']));
    expect([read.uid, read.comment]).toEqual(['u1', null]);
    expect(read.attendees.map(({ partstat }) => partstat)).toEqual(['ACCEPTED']);
    expect(problemOf(makeReply([...base, 'METHOD:REPLY'], { method: '' }))).toBe('no-method');
  });

  it('reads the new and the old time of an Outlook proposal', () => {
    const read = mustRead(
      makeReply(
        [
          ...['UID:u1', 'DTSTART;TZID=W. Europe Standard Time:20260710T150000'],
          'DTEND;TZID=W. Europe Standard Time:20260710T160000',
          'X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20260709T150000',
          'X-MS-OLK-ORIGINALEND;TZID=tzone://Microsoft/Utc:20260709T140000',
          'ATTENDEE;PARTSTAT=TENTATIVE:mailto:ada@people.example',
        ],
        { method: 'COUNTER' },
      ),
    );
    expect([read.start, read.end, read.originalStart, read.originalEnd]).toEqual(
      ['10T13', '10T14', '09T13', '09T14'].map((hour) => {
        return { utc: new Date(`2026-07-${hour}:00:00Z`), problem: null };
      }),
    );
  });

  it('falls back to the sequence of Exchange when SEQUENCE is missing or 0', () => {
    const exchange = 'X-MICROSOFT-CDO-APPT-SEQUENCE:4';
    expect(mustRead(makeReply([...base, exchange])).sequence).toBe(4);
    expect(mustRead(makeReply([...base, 'SEQUENCE:0', exchange])).sequence).toBe(4);
    expect(mustRead(makeReply([...base, 'SEQUENCE:5', exchange])).sequence).toBe(5);
    expect(mustRead(makeReply(base)).sequence).toBe(0);
  });

  it('takes the event without RECURRENCE-ID when exceptions come along', () => {
    const exception = [
      ...['END:VEVENT', 'BEGIN:VEVENT', 'UID:u1', 'RECURRENCE-ID:20260317T140000Z'],
      'ATTENDEE;PARTSTAT=DECLINED:mailto:ada@people.example',
    ];
    const read = mustRead(makeReply([...base, accepted, ...exception]));
    expect(read.attendees[0]?.partstat).toBe('ACCEPTED');
    expect(read.hasRecurrenceId).toBe(false);
    const alone = mustRead(makeReply([...base, 'RECURRENCE-ID:20260317T140000Z', accepted]));
    expect(alone.hasRecurrenceId).toBe(true);
  });
});

describe('reading an attendee', () => {
  function attendeeOf(line: string) {
    return mustRead(makeReply([...base, line])).attendees[0];
  }

  it('normalises addresses as clients write them', () => {
    const spellings = [
      ...['MAILTO:Ada@People.Example', 'ada@people.example', 'mailto:<ada@people.example>'],
      ...['mailto: ada@people.example', 'mailto:ada%40people.example', '"ada@people.example"'],
    ];
    for (const value of spellings) {
      expect(attendeeOf(`ATTENDEE:${value}`)?.address).toBe('ada@people.example');
    }
  });

  it('reads EMAIL, SENT-BY and both sides of a delegation', () => {
    const line =
      'ATTENDEE;EMAIL="Ada@People.Example";SENT-BY="mailto:pa@people.example";' +
      'DELEGATED-TO="mailto:bo@people.example","mailto:cy@people.example";' +
      'DELEGATED-FROM="mailto:di@people.example";PARTSTAT=delegated:/principals/1';
    expect(attendeeOf(line)).toEqual({
      address: '/principals/1',
      email: 'ada@people.example',
      partstat: 'DELEGATED',
      sentBy: 'pa@people.example',
      delegatedTo: 'bo@people.example',
      delegatedFrom: 'di@people.example',
      comment: null,
    });
  });

  it('reads the comment Google hides in a parameter', () => {
    const quoted =
      'ATTENDEE;X-RESPONSE-COMMENT="I&#39;m late\\, sorry; &lt;5 min: TZID=x":mailto:a@b.example';
    expect(attendeeOf(quoted)?.comment).toBe("I'm late, sorry; <5 min: TZID=x");
    expect(attendeeOf('ATTENDEE;X-COMMENT=:mailto:a@b.example')?.comment).toBeNull();
    const both = 'ATTENDEE;X-RESPONSE-COMMENT="late";X-COMMENT="sorry; x":mailto:a@b.example';
    expect(attendeeOf(both)?.comment).toBe('late\nsorry; x');
    expect(attendeeOf('ATTENDEE;X-COMMENT=see^nyou:mailto:a@b.example')?.comment).toBe('see\nyou');
  });

  it('lists an address once and completes it from its further lines', () => {
    const again = 'ATTENDEE;PARTSTAT=ACCEPTED;X-COMMENT=hi:MAILTO:ADA@people.example';
    const plain = 'ATTENDEE:mailto:ada@people.example';
    const read = mustRead(makeReply([...base, plain, again, accepted]));
    expect(read.attendees).toHaveLength(1);
    expect(read.attendees[0]).toMatchObject({ partstat: 'ACCEPTED', comment: 'hi' });
  });
});

describe('reading a comment', () => {
  function commentOf(value: string): string | null {
    return mustRead(makeReply([...base, value])).comment;
  }

  it('decodes escapes and entities once, and drops what cannot be seen', () => {
    expect(commentOf('COMMENT;LANGUAGE=en:A\\, b\\nc\\n\\n')).toBe('A, b\nc');
    expect(commentOf('COMMENT:&amp;lt; &#x41;&#66; &euro; &#xD800;&#0;&#1114112;|')).toBe(
      '&lt; AB &euro; |',
    );
    expect(commentOf('COMMENT:a\u0000\u202eb\\\\n')).toBe('ab\\n');
    expect(commentOf('COMMENT:\\n')).toBeNull();
    expect(commentOf('COMMENT:one\r\nCOMMENT:two\r\nCOMMENT:one')).toBe('one\ntwo');
    expect(commentOf('COMMENT;LANGUAGE=de-DE:Leider nicht\\n\\n')).toBe('Leider nicht');
  });

  it('keeps at most the first thousand characters', () => {
    const comment = commentOf(`COMMENT:${'😀&#39;'.repeat(3000)}`);
    expect([...(comment ?? '')]).toHaveLength(limits.commentLength);
  });
});

describe('bytes of a calendar part', () => {
  const comment = 'COMMENT:Grüße';
  const text = makeReply([...base, comment]);

  it('are decoded by mark, declaration, UTF-8 and at last windows-1252', () => {
    const latin = Buffer.from(text, 'latin1');
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    const readings: [Buffer, string | undefined][] = [
      [Buffer.from(text), undefined],
      [Buffer.from(`\ufeff${text}`), 'utf-8'],
      [Buffer.from(text), 'us-ascii'],
      [Buffer.from(text), 'utf-16'],
      [Buffer.from(text), 'x-unknown'],
      [latin, 'iso-8859-1'],
      [latin, 'utf-8'],
      [latin, undefined],
      [wide, undefined],
      [wide.subarray(2), 'utf-16le'],
      [Buffer.from(wide).swap16(), 'iso-8859-1'],
      [Buffer.from(wide.subarray(2)).swap16(), 'utf-16'],
      [wide.subarray(2), undefined],
    ];
    for (const [bytes, charset] of readings) {
      expect(mustRead(Buffer.from(bytes), charset).comment).toBe('Grüße');
    }
  });

  it('may be in the older charsets of their country', () => {
    const japanese = Buffer.from(makeReply([...base, 'COMMENT:@']));
    const encoded: [string, string, string][] = [
      ['iso-2022-jp', '1b2442467c4b5c1b2842', '日本'],
      ['shift_jis', '93fa967b', '日本'],
      ['windows-1251', 'c4e0', 'Да'],
      ['gb18030', 'c4e3bac3', '你好'],
    ];
    for (const [charset, hex, words] of encoded) {
      const at = japanese.indexOf('@');
      const bytes = [japanese.subarray(0, at), Buffer.from(hex, 'hex'), japanese.subarray(at + 1)];
      expect([charset, mustRead(Buffer.concat(bytes), charset).comment]).toEqual([charset, words]);
    }
  });

  it('are read when quoted-printable was left in them, and only then', () => {
    const left = [
      'ATTENDEE;CN=3D"Ada; L";RSVP=3DTRUE;PARTSTAT=3DNEEDS-',
      ' ACTION;ROLE=3DREQ-PARTICIPANT:mailto:ada@people.example',
      'COMMENT:Gr=C3=BC=C3=9Fe aus Osnabr=',
      '=C3=BCck',
    ];
    const read = mustRead(makeReply([...base, ...left]));
    expect(read.attendees).toMatchObject([
      { address: 'ada@people.example', partstat: 'NEEDS-ACTION' },
    ]);
    expect(read.comment).toBe('Grüße aus Osnabrück');
    expect(mustRead(makeReply([...base, accepted, 'COMMENT:a=3Db'])).comment).toBe('a=3Db');
  });

  it('may fold a line inside a character', () => {
    const bytes = Buffer.from(text);
    const cut = bytes.indexOf('ü') + 1;
    const folded = Buffer.concat([
      bytes.subarray(0, cut),
      Buffer.from('\r\n '),
      bytes.subarray(cut),
    ]);
    expect(mustRead(folded, 'utf-8').comment).toBe('Grüße');
  });

  it('may end their lines in any way and have text around the calendar', () => {
    for (const end of ['\n', '\r', '\r\r\n']) {
      expect(mustRead(text.replaceAll('\r\n', end)).uid).toBe('u1');
    }
    const around = `\r\n\r\nHello:\r\n${text.trimEnd()}\r\n\r\nEND:VCALENDAR\r\n-- \r\nfooter: x`;
    expect(mustRead(around).uid).toBe('u1');
    expect(
      mustRead(text.replace(/^(BEGIN|END|UID|METHOD)/gm, (name) => name.toLowerCase())).uid,
    ).toBe('u1');
  });
});
