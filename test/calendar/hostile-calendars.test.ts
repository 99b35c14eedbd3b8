import fc from 'fast-check';
import type { ReadTime } from '../../service/calendar/calendar-object.ts';
import { readIcs } from '../../service/calendar/read-ics.ts';
import { limits } from '../../service/limits.ts';
import { cpuMs } from '../house/cpu-time.ts';
import { accepted, anyText, makeReply, mustRead, problemOf } from './calendar-samples.ts';
import { hostileCalendars } from './hostile-samples.ts';

const base = ['UID:u1', 'DTSTAMP:20260301T080000Z', 'DTSTART:20260310T140000Z'];
const declined = 'ATTENDEE;PARTSTAT=DECLINED:mailto:ada@people.example';
const prototypeKeys = Object.getOwnPropertyNames(Object.prototype).sort();

afterEach(() => {
  // reliability.md F1: one mail must not poison the process.
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeKeys);
});

function reply(...event: string[]): string {
  return makeReply([...base, ...event]);
}

describe('the catalogue of hostile calendars', () => {
  it('has every number from 49 to 70', () => {
    const numbers = new Set(hostileCalendars.map(({ number }) => number));
    const wanted = Array.from({ length: 22 }, (_, index) => 49 + index);
    expect([...numbers].sort((one, other) => one - other)).toEqual(wanted);
  });

  for (const { number, what, bytes, result } of hostileCalendars) {
    it(`${number} ${what}`, () => {
      const from = cpuMs();
      const reading = readIcs(bytes);
      expect(cpuMs() - from).toBeLessThan(1_000);
      const expected = typeof result === 'string' ? { problem: result } : { calendar: result };
      expect(reading).toMatchObject(expected);
    });
  }
});

describe('two things said at once', () => {
  it('are a conflict when they differ and one thing when they do not', () => {
    const twice: [string, string][] = [
      ['UID:u1', 'UID:u2'],
      ['DTSTART:20260310T140000Z', 'DTSTART:20260310T150000Z'],
      ['SEQUENCE:1', 'SEQUENCE:2'],
      [accepted, declined],
      [accepted, 'ATTENDEE;PARTSTAT=ACCEPTED;PARTSTAT=DECLINED:mailto:ada@people.example'],
    ];
    for (const [one, other] of twice) {
      const rest = base.filter((line) => line.split(':')[0] !== one.split(':')[0]);
      expect(problemOf(makeReply([...rest, one, other]))).toBe('conflict');
      expect(problemOf(makeReply([...rest, one, one]))).toBeNull();
    }
  });

  it('hold for METHOD too', () => {
    expect(problemOf(makeReply(base, { calendar: ['METHOD:CANCEL'] }))).toBe('conflict');
    expect(problemOf(makeReply(base, { calendar: ['METHOD:Reply'] }))).toBeNull();
  });

  it('leave the answer alone when only DTSTAMP or DTEND disagree', () => {
    const read = mustRead(
      reply(
        accepted,
        'DTSTAMP:20270101T000000Z',
        'DTEND:20260310T150000Z',
        'DTEND:20260310T160000Z',
      ),
    );
    expect(read.stampedAt).toBeNull();
    expect(read.end).toEqual({ utc: null, problem: 'impossible' });
    expect(read.attendees[0]?.partstat).toBe('ACCEPTED');
  });

  it('are several events, or several calendars', () => {
    const second = (...lines: string[]) => ['END:VEVENT', 'BEGIN:VEVENT', ...lines];
    expect(problemOf(reply(accepted, ...second('UID:u2', accepted)))).toBe('several-events');
    expect(problemOf(reply(accepted, ...second(...base, declined)))).toBe('several-events');
    expect(problemOf(reply(accepted, ...second(...base, accepted)))).toBeNull();
    expect(problemOf(reply(accepted) + reply(accepted))).toBe('several-calendars');
    expect(problemOf(reply('BEGIN:VCALENDAR', 'END:VCALENDAR'))).toBe('several-calendars');
  });
});

describe('a part that is not whole', () => {
  it('is truncated at every missing END', () => {
    const lines = reply(accepted, 'BEGIN:VALARM', 'END:VALARM').split('\r\n');
    for (const end of ['END:VALARM', 'END:VEVENT', 'END:VCALENDAR']) {
      expect(problemOf(lines.filter((line) => line !== end).join('\r\n'))).toBe('truncated');
    }
  });

  it('is never read as an answer, wherever it was cut', () => {
    const text = reply(accepted).trimEnd();
    for (let length = 0; length < text.length; length += 1) {
      expect(problemOf(text.slice(0, length))).not.toBeNull();
    }
  });

  it('says what is missing', () => {
    expect(problemOf('')).toBe('not-a-calendar');
    expect(problemOf('Yes, I will come.')).toBe('not-a-calendar');
    expect(problemOf(makeReply(base, { method: '' }))).toBe('no-method');
    expect(problemOf(makeReply(base, { method: ' ' }))).toBe('no-method');
    expect(problemOf(makeReply([accepted]))).toBe('no-uid');
    expect(problemOf(makeReply(['UID:']))).toBe('no-uid');
    expect(problemOf(makeReply(['UID:a\u0000b']))).toBe('no-uid');
    expect(problemOf(makeReply(['UID:a\\nb']))).toBe('no-uid');
    expect(problemOf('BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR')).toBe('no-event');
  });

  it('may hold stray lines where the meaning is plain', () => {
    const read = mustRead(reply('END:VALARM', 'no colon here', '=20', accepted));
    expect(read.attendees[0]?.partstat).toBe('ACCEPTED');
  });
});

describe('an answer', () => {
  it('is the one outside the quotes', () => {
    const line = 'ATTENDEE;PARTSTAT=DECLINED;CN="x;PARTSTAT=ACCEPTED;y":mailto:ada@people.example';
    expect(mustRead(reply(line)).attendees[0]?.partstat).toBe('DECLINED');
  });

  it('survives every trouble with times, zones and rules', () => {
    const troubles = [
      ['DTEND:99999999T000000Z', 'RRULE:FREQ=SECONDLY;COUNT=999999999'],
      ['DTEND;TZID=Nowhere/Land:20260310T150000', 'RRULE:FREQ=NEVER;BYSETPOS=0'],
      ['DURATION:-PT1H', 'RRULE:FREQ=YEARLY;INTERVAL=0', 'EXDATE:x', 'RDATE;VALUE=PERIOD:y'],
      ['DTEND;VALUE=DATE:20260311', 'SEQUENCE:1e309', 'CREATED:never'],
    ];
    for (const lines of troubles) {
      expect(mustRead(reply(declined, ...lines)).attendees[0]?.partstat).toBe('DECLINED');
    }
  });

  it('has an unknown value handed on, not guessed', () => {
    const values = { accepted: 'ACCEPTED', '"DECLINED"': 'DECLINED', 'X-Foo': 'X-FOO', '': null };
    for (const [value, partstat] of Object.entries(values)) {
      const read = mustRead(reply(`ATTENDEE;PARTSTAT=${value}:mailto:ada@people.example`));
      expect(read.attendees[0]?.partstat).toBe(partstat);
    }
  });

  it('belongs to no address when the address is no single mailbox', () => {
    for (const value of [
      'mailto:ad\u0000a@people.example',
      'urn:uuid:x',
      '"ada"@people.example',
      '',
    ]) {
      const address = mustRead(reply(`ATTENDEE;PARTSTAT=ACCEPTED:${value}`)).attendees[0]?.address;
      expect(address).not.toBe('ada@people.example');
      expect(address).not.toMatch(/\p{Cc}/u);
    }
  });
});

describe('numbers and names from a stranger', () => {
  it('make SEQUENCE a 32-bit integer: 0 for none, the highest for one beyond', () => {
    const highest = 2147483647;
    const values = { [highest]: highest, '2147483648': highest, '-1': 0, '0x10': 0, '1e309': 0 };
    const more = {
      ...values,
      '+1': 0,
      '1.5': 0,
      abc: 0,
      '': 0,
      '99999999999999999999': highest,
      [`1${'0'.repeat(400)}`]: highest,
      '007': 7,
    };
    for (const [value, sequence] of Object.entries(more)) {
      expect(mustRead(reply(`SEQUENCE:${value}`)).sequence).toBe(sequence);
    }
  });

  it('keep a UID byte for byte', () => {
    for (const uid of [' u1', 'u1\u00a0', '"u1"', 'urn:x']) {
      expect(mustRead(makeReply([`UID:${uid}`])).uid).toBe(uid);
    }
  });
});

describe('a proposal', () => {
  function startOf(...event: string[]): ReadTime {
    return mustRead(makeReply(['UID:u1', ...event], { method: 'COUNTER' })).start;
  }

  it('has one reason why its time is none', () => {
    const reasons = {
      'DTSTART:20260310': 'date-only',
      'DTSTART:99999999T': 'impossible',
      'DTSTART:20260231T120000Z': 'impossible',
      'DTSTART:20260310T250000Z': 'impossible',
      'DTSTART;TZID=Europe/Berlin:20260310T126100': 'impossible',
      'DTSTART:tomorrow': 'impossible',
      'DTSTART;TZID=__proto__:20260310T140000': 'unknown-zone',
      'DTSTART;TZID=IST:20260310T140000': 'unknown-zone',
    };
    for (const [line, problem] of Object.entries(reasons)) {
      expect([line, startOf(line)]).toEqual([line, { utc: null, problem }]);
    }
  });
});

describe('size', () => {
  it('never makes a part within the caps slow', () => {
    const fill = (line: (index: number) => string) => {
      const lines: string[] = [];
      for (let bytes = 0; bytes < limits.calendarBytes - 2_000; bytes += line(0).length + 8) {
        lines.push(line(lines.length));
      }
      return lines.slice(0, limits.calendarLines - 100);
    };
    const zones = fill((index) => `BEGIN:VTIMEZONE\r\nTZID:z${index}\r\nEND:VTIMEZONE`);
    const slow = [
      reply(fill(() => '\r\n ').join('')),
      reply(...fill((index) => `EXDATE:2026${index}`)),
      reply(`A${fill(() => ';X="y').join('')}`),
      reply(`COMMENT:${fill(() => '&&#39;\\').join('')}`),
      reply(`COMMENT:${fill(() => '\\r\\t  ').join('')}`),
      reply(...fill(() => '"')),
      makeReply(base, { calendar: zones }),
      reply(...fill((index) => `DTEND;TZID=Zone ${index}, x:20260310T150000`)),
      '\r'.repeat(limits.calendarBytes),
    ];
    for (const text of slow) {
      const from = cpuMs();
      readIcs(text);
      expect(cpuMs() - from).toBeLessThan(1_000);
    }
  });
});

describe('any bytes', () => {
  const seed = reply(
    accepted,
    'DTEND;TZID="W. Europe Standard Time":20260310T160000',
    'SEQUENCE:1',
  );

  it('are read or refused, never thrown over', () => {
    const charset = fc.option(fc.constantFrom('utf-8', 'utf-16', 'iso-2022-jp', '../x', ''));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), charset, (bytes, declared) => {
        readIcs(Buffer.from(bytes), declared);
      }),
    );
  });

  it('may be a good reply with anything done to it', () => {
    const edit = fc.record({ at: fc.nat(seed.length), cut: fc.nat(30), put: anyText });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = seed;
        for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
        const reading = readIcs(Buffer.from(text));
        if (reading.ok) expect(JSON.stringify(reading)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
      { numRuns: 1_000 },
    );
  });
});
