import type { ReadTime } from '../../service/calendar/calendar-object.ts';
import { isTimeZone } from '../../service/calendar/time-zone.ts';
import { makeReply, mustRead } from './calendar-samples.ts';
import { customised, observance, utcOf } from './zone-samples.ts';

function startOf(line: string, calendar: readonly string[] = []): ReadTime {
  return mustRead(makeReply(['UID:u1', line], { calendar })).start;
}

describe('the name of a time zone', () => {
  it('is one that IANA gave and this machine knows', () => {
    const names = ['UTC', 'Etc/UTC', 'Europe/Berlin', 'Europe/Kyiv', 'America/Indiana/Knox'];
    for (const name of [...names, 'EST', 'Etc/GMT+5', 'US/Eastern']) {
      expect([name, isTimeZone(name)]).toEqual([name, true]);
    }
  });

  it('is no offset, no Windows name, no abbreviation of ICU and no path', () => {
    const names = [
      '',
      '+01:00',
      '-0500',
      'GMT+1',
      'W. Europe Standard Time',
      'PST',
      'IST',
      'SystemV/AST4',
    ];
    for (const name of [
      ...names,
      'Mars/Phobos',
      '../../etc/passwd',
      '__proto__',
      'Europe/Berlin\n',
    ]) {
      expect([name, isTimeZone(name)]).toEqual([name, false]);
    }
  });
});

describe('a wall time in a zone known by name', () => {
  it('is an instant for every way clients name a zone', () => {
    const winterAndSummer: [string, string, string][] = [
      ['Europe/Berlin', '11:00', '10:00'],
      ['europe/berlin', '11:00', '10:00'],
      ['/mozilla.org/20050126_1/Europe/Berlin', '11:00', '10:00'],
      ['/freeassociation.sourceforge.net/America/Indiana/Knox', '18:00', '17:00'],
      ['W. Europe Standard Time', '11:00', '10:00'],
      ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', '11:00', '10:00'],
      ['(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', '11:00', '10:00'],
      ['(GMT+01.00) Sarajevo/Warsaw/Zagreb', '11:00', '10:00'],
      ['Eastern Standard Time', '17:00', '16:00'],
      ['(GMT-05:00) Eastern Time (US & Canada)', '17:00', '16:00'],
      ['GMT Standard Time', '12:00', '11:00'],
      ['India Standard Time', '06:30', '06:30'],
      ['UTC+02:00', '10:00', '10:00'],
      ['+0530', '06:30', '06:30'],
      ['GMT-4', '16:00', '16:00'],
      ...[
        'UTC',
        'Etc/UTC',
        'Z',
        'GMT',
        'tzone://Microsoft/Utc',
        '(UTC) Coordinated Universal Time',
      ].map((name): [string, string, string] => [name, '12:00', '12:00']),
    ];
    for (const [name, winter, summer] of winterAndSummer) {
      expect([name, utcOf(startOf(`DTSTART;TZID="${name}":20260115T120000`))]).toEqual([
        name,
        `2026-01-15T${winter}`,
      ]);
      expect([name, utcOf(startOf(`DTSTART;TZID="${name}":20260715T120000`))]).toEqual([
        name,
        `2026-07-15T${summer}`,
      ]);
    }
  });

  it('is understood when the name stands there unquoted, colon and all', () => {
    for (const name of ['tzone://Microsoft/Utc', '(UTC) Dublin, Edinburgh, Lisbon, London']) {
      expect(utcOf(startOf(`DTSTART;TZID=${name}:20260115T120000`))).toBe('2026-01-15T12:00');
    }
  });

  it('is taken as UTC when it ends in Z, whatever zone is named', () => {
    expect(utcOf(startOf('DTSTART;TZID="Foo, Bar":20260115T120000Z'))).toBe('2026-01-15T12:00');
    expect(utcOf(startOf('DTSTART;VALUE=DATE-TIME:20260115T1200z'))).toBe('2026-01-15T12:00');
    expect(utcOf(startOf('DTSTART:20161231T235960Z'))).toBe('2016-12-31T23:59');
  });

  it('is unknown when only its label gives an offset, or nobody knows it', () => {
    const names = ['(UTC+01:00) Nowhere', 'Customized Time Zone', 'tzone://Microsoft/Custom'];
    for (const name of [
      ...names,
      'Mitteleuropäische Zeit',
      'Pacific',
      'UTC+25:00',
      'x'.repeat(500),
    ]) {
      const start = startOf(`DTSTART;TZID="${name}":20260115T120000`);
      expect([name, start.problem]).toEqual([name, 'unknown-zone']);
    }
  });

  it('is the first of two instants in a repeated hour, and moves on in a skipped one', () => {
    const zones = [
      ['Europe/Berlin', '20261025T023000', '2026-10-25T00:30'],
      ['Europe/Berlin', '20261025T030000', '2026-10-25T02:00'],
      ['Europe/Berlin', '20260329T023000', '2026-03-29T01:30'],
      ['Eastern Standard Time', '20261101T013000', '2026-11-01T05:30'],
      ['Eastern Standard Time', '20260308T023000', '2026-03-08T07:30'],
      ['Australia/Lord_Howe', '20260405T014500', '2026-04-04T14:45'],
    ];
    for (const [name, wall, utc] of zones) {
      expect([wall, utcOf(startOf(`DTSTART;TZID=${name}:${wall}`))]).toEqual([wall, utc]);
    }
  });
});

describe('a wall time in a zone the message defines', () => {
  const line = (wall: string) => `DTSTART;TZID=Customized Time Zone:${wall}`;

  it('agrees with the zone of the same rules, also where the clock jumps', () => {
    const days = ['0101', '0328', '0329', '0715', '1024', '1025', '1231'];
    const hours = ['0130', '0200', '0230', '0300', '0330'];
    for (const year of [1999, 2026, 2045, 2150]) {
      for (const day of days) {
        for (const hour of hours) {
          const wall = `${year}${day}T${hour}00`;
          expect([wall, startOf(line(wall), customised)]).toEqual([
            wall,
            startOf(`DTSTART;TZID=Europe/Berlin:${wall}`),
          ]);
        }
      }
    }
  });

  it('is understood under a name in any language, and behind the event too', () => {
    const names = ['Mitteleuropäische Zeit', 'W. Europe', 'Pacific', 'tzone://Microsoft/Custom'];
    const rules = customised.filter((text) => !text.startsWith('TZID'));
    for (const name of [...names, '(UTC+01:00) Irgendwo']) {
      const calendar = rules.toSpliced(1, 0, `TZID:${name}`);
      const at = `DTSTART;TZID="${name}":20260715T120000`;
      expect([name, utcOf(startOf(at, calendar))]).toEqual([name, '2026-07-15T10:00']);
      const behind = makeReply(['UID:u1', at]).replace(
        'END:VCALENDAR',
        [...calendar, 'END:VCALENDAR'].join('\r\n'),
      );
      expect([name, utcOf(mustRead(behind).start)]).toEqual([name, '2026-07-15T10:00']);
    }
  });

  it('is known by name where the definition is empty, as Roundcube writes it', () => {
    const calendar = ['BEGIN:VTIMEZONE', 'TZID:Europe/Zurich', 'END:VTIMEZONE'];
    expect(utcOf(startOf('DTSTART;TZID=Europe/Zurich:20260715T120000', calendar))).toBe(
      '2026-07-15T10:00',
    );
  });

  it('is found by a name escaped or quoted differently', () => {
    const calendar = [
      'BEGIN:VTIMEZONE',
      'TZID:Foo\\, Bar',
      ...observance('STANDARD', '+0300'),
      'END:VTIMEZONE',
    ];
    expect(utcOf(startOf('DTSTART;TZID="foo, bar":20260115T120000', calendar))).toBe(
      '2026-01-15T09:00',
    );
    expect(startOf('DTSTART;TZID="foo":20260115T120000', calendar).problem).toBe('unknown-zone');
  });

  it('has the offset it began with before its first change', () => {
    const calendar = [
      'BEGIN:VTIMEZONE',
      'TZID:x',
      ...['BEGIN:DAYLIGHT', 'DTSTART:20260329T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
      ...['END:DAYLIGHT', 'END:VTIMEZONE'],
    ];
    expect(utcOf(startOf('DTSTART;TZID=x:20260115T120000', calendar))).toBe('2026-01-15T11:00');
    expect(utcOf(startOf('DTSTART;TZID=x:20260329T013000', calendar))).toBe('2026-03-29T00:30');
    expect(utcOf(startOf('DTSTART;TZID=x:20260329T023000', calendar))).toBe('2026-03-29T01:30');
    expect(utcOf(startOf('DTSTART;TZID=x:20260715T120000', calendar))).toBe('2026-07-15T10:00');
  });

  it('does not overrule a zone known by name', () => {
    const calendar = [
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      ...observance('STANDARD', '+0900'),
      'END:VTIMEZONE',
    ];
    for (const name of ['Europe/Berlin', 'W. Europe Standard Time']) {
      const named = calendar.map((text) => text.replace('Europe/Berlin', name));
      expect(utcOf(startOf(`DTSTART;TZID="${name}":20260115T120000`, named))).toBe(
        '2026-01-15T11:00',
      );
    }
  });

  it('is unknown when the definition is empty, broken, or a bomb', () => {
    const rules = [
      'FREQ=SECONDLY',
      'FREQ=YEARLY;BYSECOND=0,1,2',
      'FREQ=YEARLY;INTERVAL=0',
      'FREQ=NEVER',
    ];
    const bodies = [
      [],
      observance('STANDARD', '+9900'),
      observance('STANDARD', 'east'),
      observance('STANDARD', '+0100').filter((text) => !text.startsWith('DTSTART')),
      Array.from({ length: 300 }, () => observance('STANDARD', '+0100')).flat(),
      ...rules.map((rule) => observance('DAYLIGHT', '+0200', `RRULE:${rule}`)),
      [...observance('STANDARD', '+0100'), ...observance('DAYLIGHT', '+0200', 'RRULE:FREQ=HOURLY')],
    ];
    for (const body of bodies) {
      const calendar = ['BEGIN:VTIMEZONE', 'TZID:x', ...body, 'END:VTIMEZONE'];
      const start = startOf('DTSTART;TZID=x:20260115T120000', calendar);
      expect([body, start.problem]).toEqual([body, 'unknown-zone']);
    }
  });
});

describe('the end of an event', () => {
  function endOf(...lines: string[]): ReadTime {
    return mustRead(makeReply(['UID:u1', 'DTSTART:20260310T140000Z', ...lines])).end;
  }

  it('may be given as a duration', () => {
    const lengths = {
      PT1H: '15:00',
      PT90M: '15:30',
      PT1H30M: '15:30',
      '+PT5400S': '15:30',
      PT0S: '14:00',
    };
    for (const [length, end] of Object.entries(lengths)) {
      expect(utcOf(endOf(`DURATION:${length}`))).toBe(`2026-03-10T${end}`);
    }
    expect(utcOf(endOf('DURATION:P1W2DT1H'))).toBe('2026-03-19T15:00');
    expect(utcOf(endOf('DURATION:PT1H', 'DTEND:20260310T153000Z'))).toBe('2026-03-10T15:30');
  });

  it('is none for a duration that is negative, malformed, endless or double', () => {
    for (const length of ['-PT1H', 'PT', 'P', '1H', 'PT1H2', `PT${'9'.repeat(40)}S`]) {
      expect(endOf(`DURATION:${length}`).problem).toBe('impossible');
    }
    expect(endOf('DURATION:PT1H', 'DURATION:PT2H').problem).toBe('impossible');
    expect(endOf().problem).toBe('missing');
    const floating = mustRead(makeReply(['UID:u', 'DTSTART:20260310T140000', 'DURATION:PT1H']));
    expect(floating.end.problem).toBe('floating');
  });
});
