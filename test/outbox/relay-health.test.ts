import { beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRelayHealth, type RelayFault } from '../../service/outbox/relay/relay-health.ts';
import { createFakeClock } from '../house/fake-clock.ts';

const rests = {
  failures: 3,
  restMs: 2_000,
  restMaxMs: 60_000,
  faultRestMs: 60_000,
  faultRestMaxMs: 600_000,
};

let clock: ReturnType<typeof createFakeClock>;
let changes: (RelayFault | null)[];

beforeEach(() => {
  clock = createFakeClock('2027-03-01T09:00:00Z');
  changes = [];
});

/** `fraction` 0 leaves the rests at their full length. */
function open(fraction = 0) {
  const random = {
    uuid: () => '',
    bytes: (length: number) => Buffer.alloc(length, fraction * 255),
  };
  const onChange = (fault: RelayFault | null) => void changes.push(fault);
  return createRelayHealth({ clock, random, onChange, rests });
}

const restsFor = (health: ReturnType<typeof open>) =>
  ((health.restsUntil()?.getTime() ?? Number.NaN) - clock.now().getTime()) / 1000;

test('only failures in a row say that a relay is away', () => {
  const health = open();
  for (const news of ['away', 'away', 'good', 'away', 'away', 'nothing'] as const) {
    health.permit()?.end(news);
    expect(health.restsUntil()).toBeNull();
  }
  health.permit()?.end('away');
  expect(restsFor(health)).toBe(2);
  expect(health.permit()).toBeNull();
  expect(changes).toEqual(['away']);
});

test('a configuration that is refused once is refused for all', () => {
  const health = open();
  health.permit()?.end('refuses');
  expect(restsFor(health)).toBe(60);
  expect(changes).toEqual(['refuses']);
});

test('after the rest one mail probes; the others wait for its end', async () => {
  const health = open();
  health.permit()?.end('refuses');
  clock.advance({ seconds: 60 });
  expect(health.restsUntil()).toBeNull();
  const probe = health.permit();
  expect(health.permit()).toBeNull();
  expect(restsFor(health)).toBe(2);
  const ended = health.probeEnded();
  probe?.end('good');
  await ended;
  expect(health.restsUntil()).toBeNull();
  expect(health.permit()?.isValid()).toBe(true);
  expect(changes).toEqual(['refuses', null]);
});

test('a probe that came to nothing leaves the next mail to probe', () => {
  const health = open();
  health.permit()?.end('refuses');
  clock.advance({ seconds: 60 });
  health.permit()?.end('nothing');
  expect(health.permit()).not.toBeNull();
  expect(health.permit()).toBeNull();
});

test('rests double up to the longest, are told once, and start anew after a success', () => {
  const health = open();
  for (let failure = 0; failure < rests.failures; failure += 1) health.permit()?.end('away');
  const seen: number[] = [];
  for (let probe = 0; probe < 7; probe += 1) {
    seen.push(restsFor(health));
    clock.advance({ seconds: restsFor(health) });
    health.permit()?.end('away');
  }
  expect(seen).toEqual([2, 4, 8, 16, 32, 60, 60]);
  expect(changes).toEqual(['away']);
  clock.advance({ minutes: 1 });
  health.permit()?.end('refuses');
  expect(restsFor(health)).toBe(60);
  clock.advance({ minutes: 1 });
  health.permit()?.end('good');
  health.permit()?.end('refuses');
  expect(restsFor(health)).toBe(60);
  expect(changes).toEqual(['away', 'refuses', null, 'refuses']);
});

test('mails that were under way when the rest began change nothing', () => {
  const health = open();
  const mails = Array.from({ length: 10 }, () => health.permit());
  mails[0]?.end('refuses');
  expect(mails[1]?.isValid()).toBe(false);
  for (const mail of mails.slice(1, 6)) mail?.end('away');
  for (const mail of mails.slice(6)) mail?.end('good');
  expect(restsFor(health)).toBe(60);
  expect(changes).toEqual(['refuses']);
});

test('jitter shortens a rest by a quarter at most', () => {
  const health = open(1);
  health.permit()?.end('refuses');
  expect(restsFor(health)).toBe(45);
});

test('whatever happens, there is never more than one probe, and a relay comes back', () => {
  const step = fc.record({
    news: fc.constantFrom('good' as const, 'away' as const, 'refuses' as const, 'nothing' as const),
    seconds: fc.integer({ min: 0, max: 700 }),
    isLate: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const health = open();
      const late: ReturnType<typeof health.permit>[] = [];
      for (const { news, seconds, isLate } of steps) {
        const isResting = health.restsUntil() !== null;
        const permit = health.permit();
        expect(permit === null).toBe(isResting);
        if (isLate) late.push(permit);
        else permit?.end(news);
        clock.advance({ seconds });
      }
      for (const permit of late) permit?.end('good');
      clock.advance({ minutes: 11 });
      health.permit()?.end('good');
      expect(health.restsUntil()).toBeNull();
    }),
    { numRuns: 100 },
  );
});
