import { describe, expect, it } from '@jest/globals';
import { type DescribedTime, describeTime } from '../../service/mail/describe-time.ts';
import { languages } from '../../service/mail/language.ts';
import { readerOf } from '../../service/mail/reader.ts';
import { mailWords } from '../../service/mail/words/words.ts';

const at = (text: string) => new Date(text);
const hanna = { name: 'Hanna', role: 'host' } as const;

interface Clocks {
  readonly zone?: string | null;
  readonly room?: string | null;
  readonly locale?: string;
  readonly other?: string | null;
}

function describeFor(start: string, minutes: number, clocks: Clocks = {}): DescribedTime {
  const { zone = 'Europe/Berlin', room = 'UTC', locale = 'en-GB', other = null } = clocks;
  const reader = readerOf(locale, zone, room);
  const words = mailWords(reader.locale.language).time;
  return describeTime(at(start), minutes, reader, words, { other: hanna, timeZone: other });
}

describe('describeTime', () => {
  it("gives the reader's own time, the zone with its offset, and UTC beside it", () => {
    expect(describeFor('2027-03-02T14:00:00Z', 60)).toEqual({
      local: 'Tuesday, 2 March 2027, 15:00 – 16:00',
      day: 'Tuesday, 2 March 2027',
      hours: '15:00 – 16:00',
      zone: 'Central European Standard Time (UTC+01:00)',
      utc: '14:00 – 15:00 UTC',
      other: null,
      length: '60 minutes',
    });
  });

  it("speaks the reader's language, and keeps to the clock of their region", () => {
    const told = (locale: string) => describeFor('2027-03-02T14:00:00Z', 90, { locale }).local;
    expect(told('de')).toBe('Dienstag, 2. März 2027, 15:00 – 16:30');
    expect(told('fr-CA')).toBe('mardi 2 mars 2027, 15 h 00 – 16 h 30');
    expect(told('es')).toBe('martes, 2 de marzo de 2027, 15:00 – 16:30');
    expect(told('it')).toBe('martedì 2 marzo 2027, 15:00 – 16:30');
    expect(told('pt')).toBe('terça-feira, 2 de março de 2027, 15:00 – 16:30');
    expect(told('nl')).toBe('dinsdag 2 maart 2027, 15:00 – 16:30');
    expect(told('pl')).toBe('wtorek, 2 marca 2027, 15:00 – 16:30');
    expect(told('ar')).toBe('الثلاثاء، 2 مارس 2027، 3:00 م – 4:30 م');
    expect(told('en')).toBe('Tuesday, March 2, 2027, 3:00 PM – 4:30 PM');
  });

  it('names the day in UTC where it is another one', () => {
    const late = describeFor('2027-03-04T23:30:00Z', 30, { zone: 'Asia/Kathmandu' });
    expect(late.local).toBe('Friday, 5 March 2027, 05:15 – 05:45');
    expect(late.zone).toContain('UTC+05:45');
    expect(late.utc).toBe('Thursday, 4 March 2027, 23:30 – Friday, 5 March 2027, 00:00 UTC');
  });

  it('names both days of a session over midnight', () => {
    const time = describeFor('2027-03-02T22:30:00Z', 90);
    expect(time.local).toBe('Tuesday, 2 March 2027, 23:30 – Wednesday, 3 March 2027, 01:00');
    expect(time).toMatchObject({ day: time.local, hours: '' });
  });

  it('names both zones when the clocks change during the session', () => {
    const time = describeFor('2027-03-28T00:30:00Z', 60);
    expect(time.local).toBe('Sunday, 28 March 2027, 01:30 – 03:30');
    expect(time.zone).toBe(
      'Central European Standard Time (UTC+01:00), ending in ' +
        'Central European Summer Time (UTC+02:00)',
    );
  });

  it('does not say UTC twice', () => {
    for (const zone of ['UTC', 'Etc/UTC', 'Etc/Zulu']) {
      const time = describeFor('2027-03-02T14:00:00Z', 60, { zone });
      expect(time).toMatchObject({ zone: 'UTC', utc: null });
    }
  });

  it("tells the other's clock by hours and offset, never by a place", () => {
    const told = (other: string, zone = 'Europe/Berlin') =>
      describeFor('2027-03-02T14:00:00Z', 60, { other, zone }).other;
    expect(told('America/New_York')).toBe('For Hanna: 09:00 – 10:00 (UTC−05:00)');
    expect(told('Asia/Kathmandu')).toBe('For Hanna: 19:45 – 20:45 (UTC+05:45)');
    expect(told('Pacific/Kiritimati')).toBe(
      'For Hanna: Wednesday, 3 March 2027, 04:00 – 05:00 (UTC+14:00)',
    );
    for (const same of ['Europe/Berlin', 'Europe/Zurich', 'Mars/Olympus']) {
      expect(told(same)).toBeNull();
    }
  });

  it('tells no place of the other in any language, whatever their zone', () => {
    for (const locale of languages) {
      for (const other of Intl.supportedValuesOf('timeZone')) {
        const { other: line } = describeFor('2027-03-02T14:00:00Z', 60, { locale, other });
        const place = other.split('/').at(-1)?.replaceAll('_', ' ') ?? '';
        if (place.length > 3) expect(line ?? '').not.toContain(place);
      }
    }
  });

  it.each([null, '', 'Mars/Olympus', 'W. Europe Standard Time', '../../etc/passwd', 'IST'])(
    "falls back to the session's zone, then to UTC, and says so, for the zone %j",
    (zone) => {
      expect(describeFor('2027-03-02T14:00:00Z', 60, { zone })).toMatchObject({
        local: 'Tuesday, 2 March 2027, 14:00 – 15:00',
        zone: 'UTC, because we do not know your time zone',
      });
      expect(describeFor('2027-03-02T14:00:00Z', 60, { zone, room: 'Asia/Kolkata' })).toMatchObject(
        {
          local: 'Tuesday, 2 March 2027, 19:30 – 20:30',
          zone: expect.stringMatching(/^India Standard Time \(UTC\+05:30\)\. We do not know/),
          utc: '14:00 – 15:00 UTC',
        },
      );
      const lost = describeFor('2027-03-02T14:00:00Z', 60, { zone, room: 'Mars/Olympus' });
      expect(lost.zone).toBe('UTC, because we do not know your time zone');
    },
  );

  it.each([
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['America/Godthab', 'America/Nuuk'],
    ['Asia/Rangoon', 'Asia/Yangon'],
    ['Pacific/Enderbury', 'Pacific/Kanton'],
  ])('reads a zone under its old and its new name: %s, %s', (old, renamed) => {
    const { zone: _, ...before } = describeFor('2027-07-02T14:00:00Z', 60, { zone: old });
    expect(describeFor('2027-07-02T14:00:00Z', 60, { zone: renamed })).toMatchObject(before);
  });

  it('takes any locale text', () => {
    for (const locale of ['', 'xx-invalid-', 'en-ZZZZ', '__proto__', 'ja', 'de-u-ca-buddhist']) {
      const { local } = describeFor('2027-03-02T14:00:00Z', 60, { locale, zone: 'Europe/Paris' });
      expect(local).toMatch(/2027, (15:00 – 16:00|3:00 PM – 4:00 PM)$/);
    }
  });
});
