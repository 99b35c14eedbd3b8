import fc from 'fast-check';
import ICAL from 'ical.js';
import type { CalendarObject } from '../../service/calendar/calendar-object.ts';
import { checkWritten } from '../../service/calendar/check-written.ts';
import { writeIcs } from '../../service/calendar/write-ics.ts';
import { limits } from '../../service/limits.ts';
import { makeObject, mustRead } from './calendar-samples.ts';

/** One hour in a zone. */
function inZone(timeZone: string | null, start: string): CalendarObject {
  const startUtc = new Date(start);
  return makeObject({ timeZone, startUtc, endUtc: new Date(startUtc.getTime() + 3_600_000) });
}

/** The lines of the two times: `DTSTART;TZID=Europe/Berlin:20270715T160000`. */
function timesOf(text: string): string[] {
  const event = text.slice(text.indexOf('BEGIN:VEVENT'));
  return [...event.matchAll(/^DT(?:START|END)[:;].*(?=\r$)/gm)].map(([line]) => line);
}

const zoned = (timeZone: string, start: string) => timesOf(writeIcs(inZone(timeZone, start)))[0];

describe('a calendar object in a zone', () => {
  it('holds the one definition its times name, before the event, and nothing more of it', () => {
    const text = writeIcs(inZone('Europe/Berlin', '2027-07-15T14:00:00Z'));
    const lines = text.split('\r\n');
    expect(lines.slice(4, 25)).toEqual([
      'METHOD:REQUEST',
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'BEGIN:DAYLIGHT',
      'TZNAME:CEST',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'DTSTART:19700329T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'END:DAYLIGHT',
      'BEGIN:STANDARD',
      'TZNAME:CET',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'DTSTART:19701025T030000',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'UID:room-1@parley.example',
      'SEQUENCE:0',
    ]);
    expect(lines[25]).toBe('DTSTAMP:20260301T080000Z');
    expect(timesOf(text)).toEqual([
      'DTSTART;TZID=Europe/Berlin:20270715T160000',
      'DTEND;TZID=Europe/Berlin:20270715T170000',
    ]);
  });

  it('differs from the one in UTC in nothing else', () => {
    const rest = (text: string) =>
      text
        .replace(/BEGIN:VTIMEZONE[\s\S]*END:VTIMEZONE\r\n/, '')
        .replace(/^DT(START|END).*\r\n/gm, '');
    const times = ['Asia/Tokyo', null].map((zone) => inZone(zone, '2027-07-15T14:00:00Z'));
    const [one = '', other = ''] = times.map(writeIcs);
    expect(rest(one)).toBe(rest(other));
    expect(timesOf(other)).toEqual(['DTSTART:20270715T140000Z', 'DTEND:20270715T150000Z']);
  });

  it('calls the clock that is ahead DAYLIGHT, in Ireland too', () => {
    const text = writeIcs(inZone('Europe/Dublin', '2027-07-15T14:00:00Z'));
    expect(text).toContain('BEGIN:DAYLIGHT\r\nTZNAME:IST\r\n');
    expect(text).toContain('BEGIN:STANDARD\r\nTZNAME:GMT\r\n');
  });

  it('keeps the name the person gave, in the spelling of the table', () => {
    const names = ['Europe/Kiev', 'Europe/Kyiv', 'Asia/Calcutta', 'Asia/Kolkata', 'Asia/Rangoon'];
    names.push('America/Godthab', 'America/Nuuk', 'US/Eastern', 'Etc/GMT+5', 'EST5EDT');
    for (const name of names) {
      const object = inZone(name.toLowerCase(), '2027-07-15T14:00:00Z');
      const text = writeIcs(object);
      expect(timesOf(text)[0]).toContain(`;TZID=${name}:20270715T`);
      expect(text).toContain(`\r\nTZID:${name}\r\n`);
      expect(mustRead(text).start.utc).toEqual(object.startUtc);
    }
    expect(zoned('Europe/Kiev', '2027-07-15T14:00:00Z')).toMatch(/T170000$/);
  });

  it('says nothing of the zone in a DECLINECOUNTER', () => {
    const object = inZone('Europe/Berlin', '2027-07-15T14:00:00Z');
    const text = writeIcs({ ...object, method: 'DECLINECOUNTER' });
    expect(text).not.toMatch(/VTIMEZONE|TZID|DTSTART|Berlin/);
    const cancel = writeIcs({ ...object, method: 'CANCEL' });
    expect(timesOf(cancel)[0]).toBe('DTSTART;TZID=Europe/Berlin:20270715T160000');
  });

  it('is the same again after more zones than are kept in memory', () => {
    const zones = Intl.supportedValuesOf('timeZone').slice(0, limits.zonesKept + 10);
    const write = () => zones.map((zone) => writeIcs(inZone(zone, '2027-07-15T14:00:00Z')));
    expect(write()).toEqual(write());
  });
});

describe('a calendar object in UTC, whatever zone it names', () => {
  it('is what a name of UTC, or one that nobody knows, gives; and nothing is printed', () => {
    const printed: unknown[] = [];
    const saved = { ...console };
    for (const name of ['log', 'warn', 'error', 'info', 'debug'] as const) {
      console[name] = (...words: unknown[]) => printed.push(words);
    }
    const utc = ['UTC', 'Etc/UTC', 'etc/utc', 'Zulu', 'GMT', 'Etc/GMT', 'GMT0', 'Etc/Greenwich'];
    const unknown = ['', 'Mars/Phobos', 'Europe', 'America/Argentina', 'PST', 'ET', '+02:00'];
    const hostile = ['__proto__', 'constructor', 'Europe/Berlin\r\nX:1', 'Europe/Berlin:', '\0'];
    try {
      for (const name of [...utc, ...unknown, ...hostile, 'W. Europe Standard Time']) {
        expect([name, zoned(name, '2027-07-15T14:00:00Z')]).toEqual([
          name,
          'DTSTART:20270715T140000Z',
        ]);
      }
    } finally {
      Object.assign(console, saved);
    }
    expect(printed).toEqual([]);
  });

  it('is what a time gives that the clock shows twice, the first and the second alike', () => {
    const zones: [string, string, boolean][] = [
      // The hour from 2 to 3 comes twice: from 0 to 1 in UTC and from 1 to 2.
      ['Europe/Berlin', '2027-10-30T22:59:59Z', true],
      ['Europe/Berlin', '2027-10-30T23:00:00Z', false],
      ['Europe/Berlin', '2027-10-31T00:30:00Z', false],
      ['Europe/Berlin', '2027-10-31T01:30:00Z', false],
      ['Europe/Berlin', '2027-10-31T02:00:00Z', true],
      ['Europe/Berlin', '2027-03-28T00:30:00Z', true],
      ['Europe/Berlin', '2027-03-28T01:00:00Z', true],
      // Half an hour of it: 15:00 in UTC is 2 o'clock, and the clock is set to half past 1.
      ['Australia/Lord_Howe', '2027-04-03T13:29:59Z', true],
      ['Australia/Lord_Howe', '2027-04-03T15:29:59Z', false],
      ['Australia/Lord_Howe', '2027-04-03T15:30:00Z', true],
    ];
    for (const [name, start, isZoned] of zones) {
      const line = zoned(name, start);
      expect([name, start, line?.startsWith(`DTSTART;TZID=${name}:`)]).toEqual([
        name,
        start,
        isZoned,
      ]);
    }
  });

  it('is what the years give that the rules do not reach', () => {
    for (const year of [1972, 2250, 9998]) {
      expect(zoned('Europe/Berlin', `${year}-07-15T14:00:00Z`)).toBe(`DTSTART:${year}0715T140000Z`);
    }
  });
});

describe('any time in any zone', () => {
  const anyZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const anyInstant = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2031-01-01T00:00:00Z'),
    noInvalidDate: true,
  });

  it('reads back as the same instants, by name and by rules, or is in UTC', () => {
    let zonedCount = 0;
    fc.assert(
      fc.property(anyZone, anyInstant, fc.integer({ min: 15, max: 1440 }), (zone, at, minutes) => {
        const startUtc = new Date(Math.floor(at.getTime() / 1000) * 1000);
        const endUtc = new Date(startUtc.getTime() + minutes * 60_000);
        const text = writeIcs(makeObject({ timeZone: zone, startUtc, endUtc }));
        expect(mustRead(text)).toMatchObject({ start: { utc: startUtc }, end: { utc: endUtc } });
        const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
        const [start, end] = ['dtstart', 'dtend'].map((name) => event?.getFirstPropertyValue(name));
        if (!(start instanceof ICAL.Time && end instanceof ICAL.Time)) throw new Error('no times');
        expect([start.toJSDate(), end.toJSDate()]).toEqual([startUtc, endUtc]);
        const isZoned = timesOf(text).every((line) => line.includes(`;TZID=${zone}:`));
        expect(isZoned || timesOf(text).every((line) => line.endsWith('Z'))).toBe(true);
        zonedCount += isZoned ? 1 : 0;
      }),
      { numRuns: 200 },
    );
    expect(zonedCount).toBeGreaterThan(120);
  });
});

describe('the last fence around what is written', () => {
  const object = inZone('Europe/Berlin', '2027-07-15T14:00:00Z');
  const text = writeIcs(object);
  const [definition = ''] = /BEGIN:VTIMEZONE[\s\S]*END:VTIMEZONE\r\n/.exec(text) ?? [];

  it('lets through what was asked for, in the zone or in UTC', () => {
    expect(() => checkWritten(text, object)).not.toThrow();
    expect(() => checkWritten(writeIcs({ ...object, timeZone: null }), object)).not.toThrow();
  });

  it('refuses every definition, line and time beside that', () => {
    const wrong: Record<string, string> = {
      'a second definition': text.replace(definition, definition + definition),
      'a definition behind the event': text
        .replace(definition, '')
        .replace('END:VCALENDAR', `${definition}END:VCALENDAR`),
      'a definition inside the event': text
        .replace(definition, '')
        .replace('END:VEVENT', `${definition}END:VEVENT`),
      'no definition': text.replace(definition, ''),
      'one without observances': text.replace(/BEGIN:DAYLIGHT[\s\S]*END:STANDARD\r\n/, ''),
      'a third observance': text.replace(
        'END:VTIMEZONE',
        'BEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE',
      ),
      'observances crossed': text.replace(/END:DAYLIGHT/, 'END:STANDARD'),
      'a line twice': text.replace('TZNAME:CET\r\n', 'TZNAME:CET\r\nTZNAME:CET\r\n'),
      'a line of the event': text.replace('TZNAME:CET', 'UID:x'),
      'a line of the library': text.replace('TZID:Eu', 'X-LIC-LOCATION:Europe/Berlin\r\nTZID:Eu'),
      'a line that links': text.replace('TZID:Eu', 'TZURL:https://evil.example\r\nTZID:Eu'),
      'an alarm': text.replace('END:VEVENT', 'BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT'),
      'a definition of another zone': text.replaceAll('Europe/Berlin', 'Europe/Paris'),
      'times of another zone': text.replaceAll(';TZID=Europe/Berlin', ';TZID=Europe/Paris'),
      'one time in UTC': text.replace(/DTEND;.*/, 'DTEND:20270715T150000Z'),
      'another hour': text.replace('20270715T160000', '20270715T150000'),
      'rules of another clock': text.replace('TZOFFSETTO:+0200', 'TZOFFSETTO:+0300'),
      'rules that begin too late': text.replace('BYMONTH=3', 'BYMONTH=8'),
      'rules nobody can read': text.replace('FREQ=YEARLY', 'FREQ=SECONDLY'),
      'a stamp in the zone': text.replace('DTSTAMP:', 'DTSTAMP;TZID=Europe/Berlin:'),
      'a stamp of no zone': text.replace('080000Z', '080000'),
    };
    for (const [what, spoilt] of Object.entries(wrong)) {
      expect([what, spoilt === text]).toEqual([what, false]);
      expect([what, refuses(spoilt, object)]).toEqual([what, true]);
    }
    expect(refuses(text, { ...object, timeZone: null })).toBe(true);
    expect(refuses(text, { ...object, timeZone: 'Europe/Paris' })).toBe(true);
  });
});

function refuses(text: string, object: CalendarObject): boolean {
  try {
    checkWritten(text, object);
    return false;
  } catch {
    return true;
  }
}
