import fc from 'fast-check';
import { decide } from '../../service/scheduling/decide.ts';
import type { Rules } from '../../service/scheduling/room.ts';
import {
  approveAs,
  ben,
  bookedRoom,
  counterFrom,
  friday,
  mailsOf,
  messageTo,
  openRoom,
  proposal,
  roomAfter,
  strict,
  toFriday,
} from './sample-room.ts';

const room = bookedRoom();
const needing = (minimumNoticeMinutes: number): Rules => ({ ...strict, minimumNoticeMinutes });
/** The day before the session; it is asked for 600 minutes ahead. */
const wednesday = new Date('2026-03-04T10:00:00Z');
const now = new Date(wednesday.getTime() - 600 * 60_000);

describe('the minimum notice', () => {
  test('is kept to the minute by a proposal, whoever makes it and by which door', () => {
    for (const by of ['host', 'guest'] as const) {
      for (const source of ['page', 'api', 'mail'] as const) {
        const command = proposal({ by, source, startUtc: wednesday });
        expect(decide(room, command, needing(600), now)).toMatchObject({ deed: 'proposed' });
        expect(decide(room, command, needing(601), now)).toEqual({
          outcome: 'refused',
          reason: 'too-short-notice',
        });
      }
    }
  });

  test('is kept by a COUNTER: it waits, and its sender is told why and how to ask', () => {
    const proposedEndUtc = new Date(wednesday.getTime() + 60 * 60_000);
    const asked = { proposedStartUtc: wednesday, proposedEndUtc, stampedAt: now, receivedAt: now };
    const counter = counterFrom('guest-1', asked);
    expect(decide(room, counter, needing(600), now)).toMatchObject({ deed: 'proposed' });
    const late = decide(room, counter, needing(601), now);
    expect(late).toMatchObject({ outcome: 'changed', deed: 'counter-parked' });
    expect(mailsOf(late)).toEqual(['counter-not-understood ben@example.test 0.0']);
    expect(messageTo(late, ben.email)).toMatchObject({ reason: 'too-short-notice' });
  });

  test('is not needed by the application, which runs the session', () => {
    expect(decide(room, toFriday, needing(43_200), now)).toMatchObject({ deed: 'rescheduled' });
    const inOpen = decide(openRoom(), toFriday, needing(43_200), now);
    expect(inOpen).toMatchObject({ deed: 'rescheduled' });
  });

  test('is looked at when a time is asked for, not when it is approved', () => {
    const asked = roomAfter(room, [proposal({ startUtc: wednesday })], needing(600), now);
    const soon = new Date(now.getTime() + 120 * 60_000);
    const approved = decide(asked, approveAs('host'), needing(600), soon);
    expect(approved).toMatchObject({ outcome: 'changed', room: { startUtc: wednesday } });
  });

  test('never hides that a time is past, unchanged, or too long', () => {
    const reasonOf = (change: object) => {
      const decision = decide(room, proposal(change), needing(43_200), now);
      return 'reason' in decision ? decision.reason : decision.outcome;
    };
    expect(reasonOf({ startUtc: now })).toBe('start-in-past');
    expect(reasonOf({ startUtc: room.startUtc })).toBe('time-unchanged');
    expect(reasonOf({ durationMinutes: 45 })).toBe('duration-not-allowed');
    expect(reasonOf({ startUtc: friday })).toBe('too-short-notice');
  });

  test('of nothing lets everything pass that is ahead', () => {
    const minutes = fc.integer({ min: 1, max: 43_200 });
    fc.assert(
      fc.property(minutes, minutes, (notice, ahead) => {
        const startUtc = new Date(now.getTime() + ahead * 60_000);
        fc.pre(startUtc.getTime() !== room.startUtc.getTime());
        const free = decide(room, proposal({ startUtc }), needing(0), now);
        expect(free.outcome).toBe('changed');
        const bound = decide(room, proposal({ startUtc }), needing(notice), now);
        expect(bound.outcome).toBe(ahead >= notice ? 'changed' : 'refused');
      }),
      { numRuns: 50 },
    );
  });
});
