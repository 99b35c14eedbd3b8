import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { suggestTimes } from '../../service/pages/suggested-times.ts';

const now = new Date('2027-03-01T09:00:00Z');
const suggest = (
  start: string,
  own: string,
  other: string | null,
  earliest = now,
  durationMinutes = 60,
) =>
  suggestTimes({ startUtc: new Date(start), durationMinutes }, { own, other }, earliest).map((at) =>
    at.toISOString().replace(':00.000Z', 'Z'),
  );

const localOf = (at: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);

/** Whether a session lies between seven and nine on this clock, all on one day. */
function isByDay(at: Date, minutes: number, zone: string): boolean {
  const start = localOf(at, zone).toPlainDateTime();
  const end = localOf(new Date(at.getTime() + minutes * 60_000), zone).toPlainDateTime();
  const first = start.toPlainDate().toPlainDateTime('07:00');
  const last = start.toPlainDate().toPlainDateTime('21:00');
  return (
    Temporal.PlainDateTime.compare(start, first) >= 0 &&
    Temporal.PlainDateTime.compare(end, last) <= 0
  );
}

describe('the times that are offered', () => {
  test('are the next days and hours at the same wall time, by day for both', () => {
    expect(suggest('2027-03-10T14:00:00Z', 'Europe/London', 'America/New_York')).toEqual([
      '2027-03-10T16:00Z',
      '2027-03-11T14:00Z',
      '2027-03-12T14:00Z',
    ]);
  });

  test('keep the wall time where the clocks change in between', () => {
    // On 14 March the clocks of New York go forward, on 28 March those of Berlin.
    const [, , later] = suggest('2027-03-13T14:00:00Z', 'America/New_York', null);
    expect(later).toBe('2027-03-15T13:00Z');
    expect(suggest('2027-03-27T10:00:00Z', 'Europe/Berlin', null)).toEqual([
      '2027-03-27T12:00Z',
      '2027-03-28T09:00Z',
      '2027-03-29T09:00Z',
    ]);
  });

  test('spare the other person the night', () => {
    // Noon in Berlin is six in the morning in New York; two hours later it is day there, too.
    const times = suggest('2027-03-10T12:30:00Z', 'Europe/Berlin', 'America/New_York');
    for (const one of times) expect(isByDay(new Date(one), 60, 'America/New_York')).toBe(true);
    expect(times).not.toContain('2027-03-10T10:30Z');
  });

  test('may be at night when the session is, and then any hour is as good', () => {
    expect(suggest('2027-03-10T03:00:00Z', 'UTC', null)).toEqual([
      '2027-03-10T05:00Z',
      '2027-03-11T03:00Z',
      '2027-03-12T03:00Z',
    ]);
  });

  test('are not before the notice that the application wants, and fewer rather than none of use', () => {
    const late = new Date('2027-03-17T00:00:00Z');
    expect(suggest('2027-03-10T14:00:00Z', 'UTC', null, late)).toEqual([
      '2027-03-17T14:00Z',
      '2027-03-18T14:00Z',
      '2027-03-24T14:00Z',
    ]);
    const tooLate = new Date('2027-04-05T00:00:00Z');
    expect(suggest('2027-03-10T14:00:00Z', 'UTC', null, tooLate)).toEqual(['2027-04-07T14:00Z']);
    expect(suggest('2027-03-10T14:00:00Z', 'UTC', null, new Date('2028-01-01'))).toEqual([]);
  });

  test('hold all this for every zone, length and moment', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const zone = fc.constantFrom(...zones);
    const minutes = fc.constantFrom(30, 60, 90);
    const quarter = fc.integer({ min: 0, max: 2 * 365 * 96 });
    const ahead = fc.integer({ min: -60, max: 43_200 });
    fc.assert(
      fc.property(quarter, minutes, zone, fc.option(zone), ahead, (at, length, own, other, m) => {
        const startUtc = new Date(now.getTime() + at * 900_000);
        const earliest = new Date(startUtc.getTime() + m * 60_000);
        const present = { startUtc, durationMinutes: length };
        const times = suggestTimes(present, { own, other }, earliest);
        expect(times.length).toBeLessThanOrEqual(3);
        const instants = times.map((one) => one.getTime());
        expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b));
        expect(instants).not.toContain(startUtc.getTime());
        const clocks = [own, ...(other === null ? [] : [other])];
        const isDay = clocks.every((one) => isByDay(startUtc, length, one));
        const wall = localOf(startUtc, own);
        for (const one of times) {
          expect(one.getTime()).toBeGreaterThanOrEqual(earliest.getTime());
          if (isDay) for (const clock of clocks) expect(isByDay(one, length, clock)).toBe(true);
          const there = localOf(one, own);
          expect([there.minute, there.second]).toEqual([wall.minute, wall.second]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
