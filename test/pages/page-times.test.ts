import fc from 'fast-check';
import { isKnownZone } from '../../service/mail/reader.ts';
import { isFromOwnPage } from '../../service/ops/own-page.ts';
import { createVisitLimiter } from '../../service/ops/visit-limiter.ts';
import { readLocalTime, toLocalFields } from '../../service/pages/page-times.ts';
import { isPrefetch, readSingle } from '../../service/pages/visitor.ts';
import { zoneGroups } from '../../service/pages/zone-options.ts';
import { createFakeClock } from '../house/fake-clock.ts';

const read = (date: string, time: string, zone: string) => {
  const result = readLocalTime(date, time, zone);
  return 'problems' in result ? result.problems.join() : result.startUtc.toISOString();
};

describe('a local time', () => {
  it('is read in its own zone, summer and winter', () => {
    expect(read('2027-01-15', '15:00', 'Europe/Berlin')).toBe('2027-01-15T14:00:00.000Z');
    expect(read('2027-07-15', '15:00', 'Europe/Berlin')).toBe('2027-07-15T13:00:00.000Z');
    expect(read('2027-07-15', '9:30', 'Asia/Kolkata')).toBe('2027-07-15T04:00:00.000Z');
    expect(read('2027-07-15', '15:00:00', 'UTC')).toBe('2027-07-15T15:00:00.000Z');
  });

  it('that the clocks skip does not exist', () => {
    expect(read('2027-03-28', '02:30', 'Europe/Berlin')).toBe('no-such-time');
    expect(read('2027-03-28', '03:00', 'Europe/Berlin')).toBe('2027-03-28T01:00:00.000Z');
    // A whole day that Samoa never had.
    expect(read('2011-12-30', '12:00', 'Pacific/Apia')).toBe('no-such-time');
  });

  it('that the clocks show twice means the first', () => {
    expect(read('2027-10-31', '02:30', 'Europe/Berlin')).toBe('2027-10-31T00:30:00.000Z');
  });

  it('that is none is told apart by field', () => {
    for (const date of ['', '2027-02-30', '27-02-03', '2027-2-3', '+272760-01-01']) {
      expect(read(date, '15:00', 'UTC')).toBe('bad-date');
    }
    for (const time of ['', '24:00', '12:60', '12', '3pm', '15:00:30']) {
      expect(read('2027-02-03', time, 'UTC')).toBe('bad-time');
    }
  });

  it('comes back from the fields it was shown in, in every zone', () => {
    const zones = zoneGroups.flatMap((group) => group.zones);
    const instant = fc.date({
      min: new Date('2027-01-01T00:00:00Z'),
      max: new Date('2029-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const whole = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
        const fields = toLocalFields(whole, zone);
        const back = readLocalTime(fields.date, fields.time, zone);
        if ('problems' in back) throw new Error(back.problems.join());
        expect(toLocalFields(back.startUtc, zone)).toEqual(fields);
        expect(back.startUtc.getTime()).toBeLessThanOrEqual(whole.getTime());
      }),
    );
  });
});

test('only names of zones are zones', () => {
  for (const zone of ['Europe/Berlin', 'UTC', 'Asia/Calcutta', 'Etc/GMT+5']) {
    expect(isKnownZone(zone)).toBe(true);
  }
  for (const zone of ['', '+02:00', 'Mars/Olympus', '../etc/passwd', 'x'.repeat(99)]) {
    expect(isKnownZone(zone)).toBe(false);
  }
});

describe('the visit limiter', () => {
  it('counts each network for itself, and forgets after a minute', () => {
    const clock = createFakeClock('2027-03-01T09:00:00Z');
    const limiter = createVisitLimiter(clock, 2);
    expect(['192.0.2.1', '192.0.2.1', '192.0.2.1'].map(limiter.allow)).toEqual([true, true, false]);
    expect(limiter.allow('192.0.2.2')).toBe(true);
    clock.advance({ minutes: 1 });
    expect(limiter.allow('192.0.2.1')).toBe(true);
  });

  it('takes the addresses of one IPv6 subscriber for one', () => {
    const limiter = createVisitLimiter(createFakeClock('2027-03-01T09:00:00Z'), 1);
    expect(limiter.allow('2001:db8:1:2::1')).toBe(true);
    expect(limiter.allow('2001:db8:1:2:3:4:5:6')).toBe(false);
    expect(limiter.allow('2001:db8:1:3::1')).toBe(true);
    expect(limiter.allow('::ffff:192.0.2.1')).toBe(true);
    expect(limiter.allow('::ffff:192.0.2.2')).toBe(true);
  });

  it('keeps a bounded number of addresses', () => {
    const limiter = createVisitLimiter(createFakeClock('2027-03-01T09:00:00Z'), 1);
    const allowed = Array.from({ length: 10_050 }, (_, i) => limiter.allow(`host-${i}`));
    expect(allowed.filter((one) => !one)).toHaveLength(49);
  });
});

describe('a request', () => {
  it('made ahead of a click is recognised', () => {
    expect(isPrefetch({ 'sec-purpose': 'prefetch;prerender' })).toBe(true);
    expect(isPrefetch({ purpose: 'prefetch' })).toBe(true);
    expect(isPrefetch({ 'x-purpose': 'preview' })).toBe(true);
    expect(isPrefetch({ 'x-moz': 'prefetch' })).toBe(true);
    expect(isPrefetch({ accept: 'text/html' })).toBe(false);
  });

  it('of another site is told by Sec-Fetch-Site or Origin', () => {
    const ours = 'https://parley.example/base';
    expect(isFromOwnPage({}, ours)).toBe(true);
    expect(isFromOwnPage({ origin: 'https://parley.example' }, ours)).toBe(true);
    expect(isFromOwnPage({ origin: 'null', 'sec-fetch-site': 'same-origin' }, ours)).toBe(true);
    expect(isFromOwnPage({ origin: 'https://evil.example' }, ours)).toBe(false);
    expect(isFromOwnPage({ origin: 'http://parley.example' }, ours)).toBe(false);
    expect(isFromOwnPage({ origin: 'null', 'sec-fetch-site': 'cross-site' }, ours)).toBe(false);
    expect(isFromOwnPage({ 'sec-fetch-site': 'same-site' }, ours)).toBe(false);
  });

  it('with a repeated or inherited parameter has no such parameter', () => {
    expect(readSingle({ t: 'one' }, 't')).toBe('one');
    expect(readSingle({ t: ['one', 'two'] }, 't')).toBeNull();
    expect(readSingle({}, 'toString')).toBeNull();
    expect(readSingle(undefined, 't')).toBeNull();
  });
});
