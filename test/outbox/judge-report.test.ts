import fc from 'fast-check';
import { limits } from '../../service/limits.ts';
import { backoffMs, judgeReport, spread } from '../../service/outbox/judge-report.ts';
import type { SendOutcome, SendReport } from '../../service/ports.ts';

const start = new Date('2027-03-01T09:00:00Z');
const claim = { applicationId: 'app', id: 'message', fence: 3 };
const tried = (attempts: number, firstTriedAt = start) => ({
  ...claim,
  attempts,
  firstTriedAt,
  abandoned: 0,
});
const report = (outcome: SendOutcome, relay: string | null = 'relay.test:25'): SendReport => ({
  outcome,
  response: 'what was said',
  relay,
});
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const attempts = fc.integer({ min: 1, max: 200 });

test('each wait is at least as long as the one before, from five seconds to two hours', () => {
  const waits = Array.from({ length: 200 }, (_, index) => backoffMs(index + 1));
  expect(waits[0]).toBe(limits.sendBackoffBaseMs);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(Math.max(...waits)).toBe(limits.sendBackoffMaxMs);
});

test('a wait is spread by no more than a fifth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fraction, (wait, at) => {
      expect(Math.abs(spread(wait, at) - wait)).toBeLessThanOrEqual(wait * 0.2 + 1);
    }),
  );
});

test('however chance falls, refusals end after three days exactly, and not after a few tries', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fraction), (draws) => {
      let now = start;
      let last = 0;
      for (let count = 1; count < 200; count += 1) {
        const at: number = draws.next().value;
        const { state, sendAt } = judgeReport(tried(count), report('temporary'), now, at);
        if (state === 'failed') {
          expect(now.getTime() - start.getTime()).toBe(limits.sendScheduleMs);
          expect(count).toBeGreaterThan(35);
          return;
        }
        const waitMs = (sendAt?.getTime() ?? 0) - now.getTime();
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(1.2 * limits.sendBackoffMaxMs);
        last = Math.max(last, waitMs);
        now = sendAt ?? now;
      }
      throw new Error('it was never given up');
    }),
    { numRuns: 50 },
  );
});

test('what is in doubt goes again while receivers know it, until the schedule is over', () => {
  fc.assert(
    fc.property(attempts, fraction, (count, at) => {
      const { state, sendAt, counted } = judgeReport(tried(count), report('unknown'), start, at);
      const waitMs = (sendAt?.getTime() ?? 0) - start.getTime();
      expect({ state, counted }).toEqual({ state: 'waiting', counted: true });
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(limits.sendUnknownMaxMs);
    }),
  );
  const end = new Date(start.getTime() + limits.sendScheduleMs);
  expect(judgeReport(tried(9), report('unknown'), end, 0)).toMatchObject({
    state: 'failed',
    response: 'given up: in doubt: what was said',
  });
});

test('what is no fault of the mail counts nothing, ends nothing and waits a little', () => {
  const blameless = [
    report('configuration'),
    report('withdrawn'),
    report('temporary', null),
    report('configuration', null),
  ];
  const longAfter = new Date(start.getTime() + 2 * limits.sendScheduleMs);
  fc.assert(
    fc.property(fc.constantFrom(...blameless), attempts, fraction, (said, count, at) => {
      const judged = judgeReport(tried(count), said, longAfter, at);
      expect(judged).toMatchObject({ state: 'waiting', counted: false });
      const waitMs = (judged.sendAt?.getTime() ?? 0) - longAfter.getTime();
      expect(waitMs).toBeLessThanOrEqual(1.2 * limits.sendBackoffBaseMs);
    }),
  );
});

test('taken is sent and refused is failed, whenever it was', () => {
  const late = new Date(start.getTime() + 2 * limits.sendScheduleMs);
  expect(judgeReport(tried(1), report('accepted'), late, 0)).toMatchObject({
    claim,
    state: 'sent',
    sendAt: null,
    outcome: 'accepted',
    relay: 'relay.test:25',
  });
  expect(judgeReport(tried(1), report('final'), start, 0)).toMatchObject({
    state: 'failed',
    response: 'what was said',
  });
});
