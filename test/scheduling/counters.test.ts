import { limits } from '../../service/limits.ts';
import type { Command } from '../../service/scheduling/command.ts';
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

describe('two COUNTERs of one second', () => {
  const saturday = new Date('2026-03-07T10:00:00Z');
  const toSaturday = { proposedStartUtc: saturday, proposedEndUtc: null };
  const asked = roomAfter(room, [counterFrom('guest-1')]);

  test('for different times: the later arrival wins', () => {
    const second = { ...counterFrom('guest-1', toSaturday), proposalId: 'proposal-2' };
    const after = roomOf(decide(asked, second as Command, strict, later(11)));
    expect(after.proposals.map((one) => [one.id, one.status])).toEqual([
      ['proposal-1', 'superseded'],
      ['proposal-2', 'pending'],
    ]);
  });

  test('for the very same time are one wish, which leaves no trace', () => {
    const decision = decide(asked, counterFrom('guest-1'), strict, later(11));
    expect(decision).toEqual({
      outcome: 'ignored',
      reason: 'duplicate-proposal',
      room: asked,
      messages: [],
    });
  });

  test('that nobody understands are one mail', () => {
    const parked = roomAfter(room, [counterFrom('guest-1', { proposedStartUtc: null })]);
    expect(reasonOf(parked, 'guest-1', { proposedStartUtc: null })).toBe('duplicate-answer');
  });
});

describe('many COUNTERs', () => {
  const wish = (n: number) =>
    counterFrom('guest-1', {
      stampedAt: later(n),
      receivedAt: later(n),
      proposedStartUtc: later(3_000 + n),
      proposedEndUtc: null,
    });
  const busy = Array.from({ length: limits.proposalsPerDay }, (_, n) => n).reduce(
    (before, n) => roomOf(decide(before, wish(n), strict, later(n))),
    room,
  );

  test('are taken up to a day’s share, then parked; the sender is told so, but seldom', () => {
    const one = changeOf(decide(busy, wish(30), strict, later(30)));
    expect(one).toMatchObject({ deed: 'counter-parked', room: { proposals: busy.proposals } });
    expect(one.why).toContain('too many');
    expect(mailsOf(one)).toEqual(['counter-not-understood ben@example.test 0.0']);
    const two = changeOf(decide(one.room, wish(39), strict, later(39)));
    expect(mailsOf(two)).toEqual([]);
    expect(outcomeOfDecision(two)).toBe('parked');
    const three = decide(two.room, wish(40), strict, later(40));
    expect(mailsOf(three)).toEqual(['counter-not-understood ben@example.test 0.0']);
  });

  test('leave the other person’s share alone, and there is a new one the next day', () => {
    expect(decide(busy, proposal({ by: 'guest' }), strict, later(30))).toEqual({
      outcome: 'refused',
      reason: 'too-many-proposals',
    });
    expect(decide(busy, proposal({ by: 'host' }), strict, later(30)).outcome).toBe('changed');
    expect(decide(busy, proposal(), strict, later(24 * 60 - 1)).outcome).toBe('refused');
    expect(decide(busy, proposal(), strict, later(24 * 60)).outcome).toBe('changed');
  });

  test('that nobody understands are answered once in ten minutes', () => {
    const odd = (n: number) =>
      counterFrom('guest-1', { stampedAt: later(n), receivedAt: later(n), proposedStartUtc: null });
    const once = roomAfter(room, [odd(1)], strict, later(1));
    expect(mailsOf(decide(once, odd(2), strict, later(10)))).toEqual([]);
    expect(mailsOf(decide(once, odd(2), strict, later(11)))).toHaveLength(1);
  });
});

test('a COUNTER that is approved moves the session and leaves nobody’s answer behind', () => {
  for (const answer of ['accepted', 'tentative', 'declined'] as const) {
    const moved = roomAfter(room, [counterFrom('guest-1', { answer }), approveAs('host')]);
    expect([moved.host.answer, guestOf(moved).answer]).toEqual(['needs-action', 'needs-action']);
    expect(moved).toMatchObject({ status: 'booked', startUtc: friday });
  }
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
