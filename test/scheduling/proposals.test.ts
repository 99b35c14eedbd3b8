import { decide } from '../../service/scheduling/decide.ts';
import type { Rules } from '../../service/scheduling/room.ts';
import {
  ada,
  bookedRoom,
  changeOf,
  eventsOf,
  friday,
  guestOf,
  later,
  mailsOf,
  messageTo,
  openRoom,
  proposal,
  replyFrom,
  roomAfter,
  sessionEnd,
  sessionStart,
  strict,
} from './sample-room.ts';

const room = bookedRoom();
const asked = roomAfter(room, [proposal({ note: 'Rather Friday?' })]);
const saturday = new Date('2026-03-07T10:00:00Z');

describe('proposing a new time', () => {
  test('asks the other person and tells the proposer what was asked', () => {
    const decision = decide(room, proposal(), strict, later(10));
    expect(mailsOf(decision)).toEqual([
      'proposal-to-decide ada@example.test 0.0',
      'proposal-sent ben@example.test 0.0',
    ]);
    expect(messageTo(decision, ada.email)).toMatchObject({ proposalId: 'proposal-1' });
    expect(eventsOf(decision)).toEqual(['proposal.created']);
  });

  test('changes neither time nor answers nor SEQUENCE', () => {
    const answered = roomAfter(room, [replyFrom('guest-1')]);
    const after = roomAfter(answered, [proposal()]);
    const guest = { ...guestOf(after), proposalsMade: null };
    expect({ ...after, guest, proposals: [] }).toEqual(answered);
  });

  test('keeps what was asked, of whom, and against which SEQUENCE', () => {
    expect(asked.proposals).toEqual([
      {
        id: 'proposal-1',
        attendeeId: 'guest-1',
        proposedBy: 'guest',
        source: 'page',
        startUtc: friday,
        durationMinutes: 60,
        note: 'Rather Friday?',
        status: 'pending',
        madeAtSequence: 0,
        createdAt: later(10),
        expiresAt: later(10 + 48 * 60),
        decidedAt: null,
        decidedBy: null,
      },
    ]);
  });

  test('expires at the session’s start when that is sooner', () => {
    const week: Rules = { ...strict, proposalTtlHours: 168 };
    const after = roomAfter(room, [proposal()], week);
    expect(after.proposals[0]?.expiresAt).toEqual(sessionStart);
  });

  test('for a session that has begun expires by the lifetime alone', () => {
    const running = new Date(sessionStart.getTime() + 60_000);
    const after = roomAfter(room, [proposal()], strict, running);
    expect(after.proposals[0]?.expiresAt).toEqual(new Date(running.getTime() + 48 * 60 * 60_000));
  });

  test('by the same person again supersedes the older one', () => {
    const newer = proposal({ proposalId: 'proposal-2', startUtc: saturday });
    const decision = decide(asked, newer, strict, later(11));
    const statuses = changeOf(decision).room.proposals.map((one) => one.status);
    expect(statuses).toEqual(['superseded', 'pending']);
    expect(eventsOf(decision)).toEqual(['proposal.superseded', 'proposal.created']);
  });

  test('by the other person leaves the first one open', () => {
    const other = proposal({ proposalId: 'proposal-2', by: 'host', startUtc: saturday });
    const after = roomAfter(asked, [other]);
    expect(after.proposals.map((one) => one.status)).toEqual(['pending', 'pending']);
  });

  test('of the time already asked for is one proposal, and nobody is mailed twice', () => {
    const again = proposal({ proposalId: 'proposal-2' });
    expect(decide(asked, again, strict, later(11))).toEqual({
      outcome: 'ignored',
      reason: 'duplicate-proposal',
      room: asked,
      messages: [],
    });
  });

  test('of the time asked for in a proposal past its expiry is a new one', () => {
    const late = later(11 + 48 * 60);
    const after = roomAfter(asked, [proposal({ proposalId: 'proposal-2' })], strict, late);
    expect(after.proposals.map((one) => one.status)).toEqual(['superseded', 'pending']);
  });

  test('cuts a note beyond the limit', () => {
    const after = roomAfter(room, [proposal({ note: 'x'.repeat(1_001) })]);
    expect(after.proposals[0]?.note).toHaveLength(1_000);
  });

  const noCounter: Rules = { ...strict, allowCounter: false };
  test.each([
    ['an open room', openRoom(), proposal(), strict, 'not-booked'],
    ['the past', room, proposal({ startUtc: later(9) }), strict, 'start-in-past'],
    ['45 minutes', room, proposal({ durationMinutes: 45 }), strict, 'duration-not-allowed'],
    ['the present time', room, proposal({ startUtc: sessionStart }), strict, 'time-unchanged'],
    ['mail if forbidden', room, proposal({ source: 'mail' }), noCounter, 'counter-not-allowed'],
  ] as const)('is refused for %s', (_, before, command, rules, reason) => {
    expect(decide(before, command, rules, later(10))).toEqual({ outcome: 'refused', reason });
  });

  test('for a session that is over counts no more by page, only by the application', () => {
    const over = new Date(sessionEnd.getTime() + 1);
    const wish = { startUtc: saturday };
    expect(decide(room, proposal(wish), strict, over)).toEqual({
      outcome: 'ignored',
      reason: 'session-over',
      room,
      messages: [],
    });
    expect(decide(room, proposal(wish), strict, sessionEnd).outcome).toBe('changed');
    const byApi = proposal({ ...wish, source: 'api' });
    expect(decide(room, byApi, strict, over).outcome).toBe('changed');
  });

  test('of the same start with another length is a proposal', () => {
    const longer = proposal({ startUtc: sessionStart, durationMinutes: 90 });
    expect(decide(room, longer, strict, later(10)).outcome).toBe('changed');
  });

  test('by the page is allowed where calendars may not propose', () => {
    expect(decide(room, proposal(), noCounter, later(10)).outcome).toBe('changed');
  });
});
