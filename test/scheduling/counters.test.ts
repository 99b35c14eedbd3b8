import { decide } from '../../service/scheduling/decide.ts';
import { outcomeOfDecision } from '../../service/scheduling/inbound-outcome.ts';
import type { Room, Rules } from '../../service/scheduling/room.ts';
import {
  approveAs,
  bookCleo,
  bookedRoom,
  changeOf,
  counterFrom,
  declineAs,
  friday,
  fridayEnd,
  guestOf,
  later,
  mailsOf,
  openRoom,
  proposal,
  replyFrom,
  roomAfter,
  roomOf,
  sessionEnd,
  sessionStart,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

const room = bookedRoom();

function reasonOf(before: Room, ...[id, overrides]: Parameters<typeof counterFrom>) {
  const decision = decide(before, counterFrom(id, overrides), strict, later(20));
  return decision.outcome === 'changed' ? decision.deed : decision.reason;
}

describe('a COUNTER', () => {
  test('becomes the same proposal as the page makes', () => {
    const asked = { comment: 'Rather Friday?' };
    const byMail = changeOf(decide(room, counterFrom('guest-1', asked), strict, later(10)));
    const byPage = changeOf(decide(room, proposal({ note: asked.comment }), strict, later(10)));
    expect(byMail.room.proposals).toEqual([{ ...byPage.room.proposals[0], source: 'mail' }]);
    expect(mailsOf(byMail)).toEqual(mailsOf(byPage));
    expect(byMail.events).toEqual(byPage.events);
  });

  test.each(['accepted', 'tentative', 'declined', null] as const)(
    'with the answer %p changes no answer and is never a decline',
    (answer) => {
      const after = roomAfter(room, [counterFrom('guest-1', { answer })]);
      expect(after.status).toBe('booked');
      expect(guestOf(after).answer).toBe('needs-action');
      expect(after.proposals).toHaveLength(1);
    },
  );

  test('without an end keeps the session’s length', () => {
    const after = roomAfter(room, [counterFrom('guest-1', { proposedEndUtc: null })]);
    expect(after.proposals[0]?.durationMinutes).toBe(60);
  });

  test('may ask for another allowed length', () => {
    const longer = { proposedEndUtc: new Date('2026-03-06T11:30:00Z') };
    const after = roomAfter(room, [counterFrom('host-1', longer)]);
    expect(after.proposals[0]).toMatchObject({ durationMinutes: 90, proposedBy: 'host' });
  });

  test.each([
    ['that nobody understands', { proposedStartUtc: null }, 'could not be understood'],
    ['in the past', { proposedStartUtc: later(-60), proposedEndUtc: null }, 'in the past'],
    ['of another length', { proposedEndUtc: new Date('2026-03-06T12:00:00Z') }, 'length'],
    ['that ends before it begins', { proposedEndUtc: sessionEnd }, 'length'],
  ])('for a time %s is parked, and its sender is told why', (_, overrides, why) => {
    const decision = decide(room, counterFrom('guest-1', overrides), strict, later(10));
    expect(changeOf(decision).deed).toBe('counter-parked');
    expect(changeOf(decision).why).toContain(why);
    expect(mailsOf(decision)).toEqual(['counter-not-understood ben@example.test 0.0']);
    expect(changeOf(decision).room.proposals).toEqual([]);
    expect(outcomeOfDecision(decision)).toBe('parked');
  });

  test('where calendars may not propose is parked, and its sender is told why', () => {
    const rules: Rules = { ...strict, allowCounter: false };
    for (const overrides of [{}, { proposedStartUtc: null }]) {
      const decision = decide(room, counterFrom('guest-1', overrides), rules, later(10));
      expect(changeOf(decision).deed).toBe('counter-parked');
      expect(changeOf(decision).why).toContain('cannot be proposed');
    }
  });

  test('for the present time is a comment, which is kept', () => {
    const same = { proposedStartUtc: sessionStart, proposedEndUtc: sessionEnd, comment: 'Hello' };
    const decision = decide(room, counterFrom('guest-1', same), strict, later(10));
    expect(decision).toMatchObject({ outcome: 'ignored', reason: 'same-time', messages: [] });
    expect(guestOf(roomOf(decision)).comment).toBe('Hello');
    const long = counterFrom('guest-1', { ...same, comment: 'x'.repeat(1_001) });
    expect(guestOf(roomAfter(room, [long])).comment).toHaveLength(1_000);
  });

  test('for the time already asked for is one proposal', () => {
    const asked = roomAfter(room, [proposal()]);
    expect(reasonOf(asked, 'guest-1')).toBe('duplicate-proposal');
  });
});

describe('the freshness of a COUNTER', () => {
  const moved = roomAfter(room, [toFriday]);

  test('to a session that has moved is stale, and the sender gets the present REQUEST', () => {
    const decision = decide(moved, counterFrom('guest-1'), strict, later(20));
    expect(decision).toMatchObject({ outcome: 'ignored', reason: 'stale-answer' });
    expect(mailsOf(decision)).toEqual(['update ben@example.test 1.1']);
  });

  test('to a SEQUENCE we never sent is impossible', () => {
    expect(reasonOf(room, 'guest-1', { sequence: 9, startUtc: null })).toBe('impossible-sequence');
  });

  test('older than the sender’s last answer is superseded', () => {
    const answered = roomAfter(room, [replyFrom('guest-1', { stampedAt: later(5) })]);
    expect(reasonOf(answered, 'guest-1', { stampedAt: later(4) })).toBe('superseded-answer');
  });

  test('in the very second of a reply with the same answer is still heard', () => {
    const answered = roomAfter(room, [replyFrom('guest-1', { answer: 'tentative' })]);
    expect(reasonOf(answered, 'guest-1', { answer: 'tentative' })).toBe('proposed');
  });

  test('mailed again after it was declined does not ask again', () => {
    const declined = roomAfter(room, [counterFrom('guest-1'), declineAs('host')]);
    expect(reasonOf(declined, 'guest-1')).toBe('duplicate-answer');
  });

  test('takes the place of older replies: one that arrives late is superseded', () => {
    const asked = roomAfter(room, [counterFrom('guest-1', { stampedAt: later(5) })]);
    const late = replyFrom('guest-1', { answer: 'declined', stampedAt: later(4) });
    expect(decide(asked, late, strict, later(20))).toMatchObject({ reason: 'superseded-answer' });
  });

  test('approved, then answered: the reply to the new time counts', () => {
    const approved = roomAfter(room, [counterFrom('guest-1'), approveAs('host')]);
    const yes = replyFrom('guest-1', { sequence: 1, startUtc: friday, endUtc: fridayEnd });
    expect(guestOf(roomAfter(approved, [yes])).answer).toBe('accepted');
  });

  test('of somebody whose word no longer counts changes nothing', () => {
    expect(reasonOf(roomAfter(room, [unbook, bookCleo]), 'guest-1')).toBe('no-longer-invited');
    expect(reasonOf(openRoom(), 'host-1')).toBe('room-open');
    const afterEnd = new Date(sessionEnd.getTime() + 1);
    expect(decide(room, counterFrom('host-1'), strict, afterEnd)).toMatchObject({
      reason: 'session-over',
    });
  });
});
