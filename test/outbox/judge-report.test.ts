import fc from 'fast-check';
import { limits } from '../../service/limits.ts';
import { backoffMs, spread } from '../../service/outbox/judge-report.ts';

test('each attempt waits at least as long as the one before, never beyond the cap', () => {
  const waits = Array.from({ length: limits.sendAttempts }, (_, i) => backoffMs(i + 1));
  expect(waits[0]).toBe(limits.sendBackoffBaseMs);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(Math.max(...waits)).toBe(limits.sendBackoffMaxMs);
});

test('the attempts last for at least a day before a mail is given up', () => {
  const waits = Array.from({ length: limits.sendAttempts - 1 }, (_, i) => backoffMs(i + 1));
  const shortest = waits.reduce((sum, wait) => sum + spread(wait, 0), 0);
  expect(shortest).toBeGreaterThan(24 * 60 * 60_000);
});

test('a wait is spread by no more than a fifth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 1 }), (wait, at) => {
      fc.pre(!Number.isNaN(at));
      const spreadMs = spread(wait, at);
      expect(Math.abs(spreadMs - wait)).toBeLessThanOrEqual(wait * 0.2 + 1);
    }),
  );
});
