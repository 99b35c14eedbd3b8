import { describe, expect, it } from '@jest/globals';
import { describeTime } from '../../service/mail/describe-time.ts';

const at = (text: string) => new Date(text);

describe('describeTime', () => {
  it("gives the reader's own time, the zone with its offset, and UTC beside it", () => {
    expect(describeTime(at('2027-03-02T14:00:00Z'), 60, 'Europe/Berlin', 'de')).toEqual({
      local: 'Tuesday, 2 March 2027, 15:00 – 16:00',
      zone: 'Central European Standard Time (UTC+01:00)',
      utc: '14:00 – 15:00 UTC',
      length: '60 minutes',
      isZoneKnown: true,
    });
  });

  it('reads the clock as an English locale does', () => {
    const us = describeTime(at('2027-03-02T19:30:00Z'), 90, 'America/New_York', 'en-US');
    expect(us.local).toBe('Tuesday, March 2, 2027, 2:30 PM – 4:00 PM');
    expect(us.utc).toBe('19:30 – 21:00 UTC');
    expect(describeTime(at('2027-03-02T19:30:00Z'), 90, 'America/New_York', 'en').local).toBe(
      us.local,
    );
  });

  it('names the day in UTC where it is another one', () => {
    const late = describeTime(at('2027-03-04T23:30:00Z'), 30, 'Asia/Kathmandu', 'en-GB');
    expect(late.local).toBe('Friday, 5 March 2027, 05:15 – 05:45');
    expect(late.zone).toContain('UTC+05:45');
    expect(late.utc).toBe('Thursday, 4 March 2027, 23:30 – Friday, 5 March 2027, 00:00 UTC');
  });

  it('names both days of a session over midnight', () => {
    const time = describeTime(at('2027-03-02T22:30:00Z'), 90, 'Europe/Berlin', 'en-GB');
    expect(time.local).toBe('Tuesday, 2 March 2027, 23:30 – Wednesday, 3 March 2027, 01:00');
  });

  it('names both zones when the clocks change during the session', () => {
    const time = describeTime(at('2027-03-28T00:30:00Z'), 60, 'Europe/Berlin', 'en-GB');
    expect(time.local).toBe('Sunday, 28 March 2027, 01:30 – 03:30');
    expect(time.zone).toBe(
      'Central European Standard Time (UTC+01:00), ending in ' +
        'Central European Summer Time (UTC+02:00)',
    );
  });

  it('does not say UTC twice', () => {
    expect(describeTime(at('2027-03-02T14:00:00Z'), 60, 'UTC', 'en-GB')).toMatchObject({
      zone: 'UTC',
      utc: null,
      isZoneKnown: true,
    });
  });

  it.each(['', 'Mars/Olympus', 'W. Europe Standard Time', '../../etc/passwd'])(
    'falls back to UTC and says so for the zone %j',
    (zone) => {
      expect(describeTime(at('2027-03-02T14:00:00Z'), 60, zone, 'en-GB')).toMatchObject({
        local: 'Tuesday, 2 March 2027, 14:00 – 15:00',
        zone: 'UTC, because we do not know your time zone',
        utc: null,
        isZoneKnown: false,
      });
    },
  );

  it('takes any locale text', () => {
    for (const locale of ['', 'xx-invalid-', 'en-ZZZZ', 'en_gb', 'fr-CA', '__proto__']) {
      const { local } = describeTime(at('2027-03-02T14:00:00Z'), 60, 'Europe/Paris', locale);
      expect(local).toBe('Tuesday, 2 March 2027, 15:00 – 16:00');
    }
  });
});
