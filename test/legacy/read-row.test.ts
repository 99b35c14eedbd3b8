import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { isTimeZone } from '../../service/calendar/time-zone.ts';
import {
  type LegacyPerson,
  type LegacyRow,
  leftReasons,
  noteCodes,
} from '../../service/legacy/legacy-row.ts';
import { readOptions, usage } from '../../service/legacy/options.ts';
import { type ReadingRules, readRow } from '../../service/legacy/read-row.ts';
import { readStart } from '../../service/legacy/read-start.ts';
import { isIcsUid } from '../../service/scheduling/allowed-text.ts';

const person = (id: string, email: string): LegacyPerson => ({
  id,
  email,
  name: `Person ${id}`,
  timeZone: 'Europe/Paris',
  locale: 'fr',
});
const good: LegacyRow = {
  id: '7',
  hostId: '1',
  guestId: '2',
  starts: ['2027-03-10 14:00'],
  icsUid: 'practice-7@old.example',
  duration: '30',
  sequence: '3',
  status: null,
};
const people = new Map([
  ['1', person('1', 'helen@host.example')],
  ['2', person('2', 'gil@guest.example')],
]);
const rules: ReadingRules = {
  source: 'practice_rooms',
  startKinds: ['text'],
  status: { kind: 'word', words: new Map() },
  since: null,
  mintUid: (id) => `made-${Buffer.from(id).toString('hex').slice(0, 40)}@in.parley.example`,
  isTimeZone,
};

const wild = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('', ' ', '1', '2', '3', '60', '-1', 'NaN', 'Infinity', '2027-03-10 14:00'),
    fc.constantFrom('open', 'booked', 'cancelled', '__proto__', 'constructor', 'a@b.example'),
    fc.integer().map(String),
    fc.date().map((date) => (Number.isNaN(date.getTime()) ? 'never' : date.toISOString())),
  ),
);
const wildRow: fc.Arbitrary<LegacyRow> = fc.record({
  id: wild,
  hostId: wild,
  guestId: wild,
  starts: wild.map((one) => [one]),
  icsUid: wild,
  duration: wild,
  sequence: wild,
  status: wild,
});
/** A good row, some of whose values are anything. */
const spoilt = fc
  .tuple(wildRow, fc.subarray(Object.keys(good) as (keyof LegacyRow)[]))
  .map(([bad, keys]) => ({
    ...good,
    ...Object.fromEntries(keys.map((key) => [key, bad[key]])),
  }));
const wildPeople = fc
  .dictionary(
    fc.constantFrom('1', '2', '3', ''),
    fc.option(fc.record({ email: wild, name: wild, timeZone: wild, locale: wild })),
    { noNullPrototype: true },
  )
  .map((some) => {
    const all = Object.entries(some).map(([id, one]) => [id, one && { id, ...one }] as const);
    return new Map<string, LegacyPerson | null>([...people, ...all]);
  });

describe('a row of the old table', () => {
  test('is a room that Parley may have, or is left with a reason, whatever stands in it', () => {
    fc.assert(
      fc.property(spoilt, wildPeople, fc.constantFrom('text', 'number'), (row, crowd, kind) => {
        const reading = readRow(row, crowd, { ...rules, startKinds: [kind] });
        if ('reason' in reading) return expect(leftReasons).toContain(reading.reason);
        const { room } = reading;
        expect(isIcsUid(room.icsUid)).toBe(true);
        expect(row.icsUid?.trim() ? row.icsUid : room.icsUid).toBe(room.icsUid);
        expect([30, 60, 90]).toContain(room.durationMinutes);
        expect(room.icsSequence).toBeGreaterThanOrEqual(0);
        expect(room.icsSequence).toBeLessThanOrEqual(1_000_000);
        expect(Math.abs(room.startUtc.getTime() % 1000)).toBe(0);
        expect(room.reference).toBe(row.id);
        if (room.status !== 'cancelled') expect(room.status === 'booked').toBe(room.guest !== null);
        for (const one of [room.host, room.guest]) {
          if (one === null) continue;
          expect(one.email).toMatch(/^[^@\s]+@[^@\s]+$/);
          expect(one.name.trim()).not.toBe('');
          expect(one.timeZone === null || isTimeZone(one.timeZone)).toBe(true);
        }
        expect(room.host.email).not.toBe(room.guest?.email);
      }),
      { numRuns: 3_000 },
    );
  });

  test('is read alike each time, a UID that is made included', () => {
    fc.assert(
      fc.property(spoilt, (row) => {
        expect(readRow(row, people, rules)).toEqual(readRow(row, people, rules));
      }),
    );
  });

  test('that is good is taken as it is', () => {
    expect(readRow(good, people, rules)).toMatchObject({
      room: { icsUid: good.icsUid, icsSequence: 3, durationMinutes: 30, status: 'booked' },
      notes: [],
    });
  });

  test('with two people of one id is left: nobody knows who is meant', () => {
    const reading = readRow(good, new Map([...people, ['2', null]]), rules);
    expect(reading).toEqual({ reason: 'guest-ambiguous' });
  });
});

describe('a start', () => {
  test('that was written by any program in any zone is the same moment', () => {
    const moment = fc.date({
      min: new Date('1901-01-01T00:00:00Z'),
      max: new Date('2999-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(moment, offset, fc.constantFrom('T', ' '), (date, minutes, between) => {
        const seconds = Math.floor(date.getTime() / 1000);
        const wall = new Date(seconds * 1000 + minutes * 60_000).toISOString();
        const two = (number: number) => String(number).padStart(2, '0');
        const size = Math.abs(minutes);
        const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        const text = `${wall.slice(0, 10)}${between}${wall.slice(11, 19)}${zone}`;
        expect(readStart(text, 'text')?.getTime()).toBe(seconds * 1000);
        expect(readStart(String(seconds + 0.75), 'seconds')?.getTime()).toBe(seconds * 1000);
      }),
    );
  });

  test.each([
    '2027-13-01 10:00',
    '2027-04-31T10:00',
    '2027-03-10 24:00',
    '2027-03-10 10:60',
    '2027-03-10 10:00:60',
    '2027-03-10',
    '10.03.2027 14:00',
    '2027-03-10 14:00 PST',
    '2027-03-10 14:00+25:00',
    '0000-00-00 00:00:00',
    '9999-12-31 23:59',
  ])('that says %s is no moment', (text) => {
    expect(readStart(text, 'text')).toBeNull();
  });
});

describe('the command line', () => {
  test('has defaults that change nothing', () => {
    expect(readOptions([])).toMatchObject({
      isApplied: false,
      fromUrl: null,
      table: 'practice_rooms',
      batch: 500,
      limit: null,
    });
    expect(readOptions(['--help'])).toBeNull();
  });

  test('tells every mistake at once', () => {
    const args = ['--batch', '0', '--limit', 'x', '--since', 'soon', '--from', 'mysql://x'];
    const more = ['--column', 'a=b', '--status', 'x', '--application', '7', '--source', ''];
    expect(() => readOptions([...args, ...more])).toThrow(
      /source[\s\S]*since[\s\S]*from[\s\S]*status[\s\S]*column[\s\S]*limit[\s\S]*batch/,
    );
    expect(() => readOptions(['--aply'])).toThrow(/aply/);
  });
});

describe('deploy/migrating-old-rooms.md', () => {
  const path = fileURLToPath(new URL('../../deploy/migrating-old-rooms.md', import.meta.url));
  const text = readFileSync(path, 'utf8');

  test('tells every code of the reports', () => {
    const codes = [...leftReasons, ...noteCodes];
    expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });

  test('tells every option', () => {
    const options = [...usage.matchAll(/--[a-z]+(-[a-z]+)*/g)].map(([option]) => option);
    expect(options.length).toBeGreaterThan(15);
    expect(options.filter((option) => !text.includes(option))).toEqual([]);
  });
});
