import { decide } from '../../service/scheduling/decide.ts';
import type { Answer, Room } from '../../service/scheduling/room.ts';
import {
  ben,
  bookBen,
  bookCleo,
  bookedRoom,
  changeOf,
  eventsOf,
  friday,
  fridayEnd,
  guestOf,
  later,
  mailsOf,
  openRoom,
  replyFrom,
  roomAfter,
  roomOf,
  sessionEnd,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

const room = bookedRoom();
/** SEQUENCE 1, on Friday. */
const moved = roomAfter(room, [toFriday]);

function reasonOf(before: Room, ...[id, overrides]: Parameters<typeof replyFrom>) {
  const decision = decide(before, replyFrom(id, overrides), strict, later(20));
  return decision.outcome === 'changed' ? 'applied' : decision.reason;
}

describe('a reply', () => {
  test.each([
    ['accepted', 'attendee.accepted'],
    ['tentative', 'attendee.tentative'],
  ] as const)('%s is recorded with its comment, and nobody is mailed', (answer, event) => {
    const decision = decide(
      room,
      replyFrom('guest-1', { answer, comment: 'ok' }),
      strict,
      later(7),
    );
    expect(guestOf(changeOf(decision).room)).toMatchObject({
      answer,
      comment: 'ok',
      lastReply: { sequence: 0, at: later(5), answer },
    });
    expect(mailsOf(decision)).toEqual([]);
    expect(eventsOf(decision)).toEqual([event]);
    expect(changeOf(decision).deed).toBe('answer-recorded');
  });

  test('with a comment beyond the limit is cut, never in the middle of a character', () => {
    const comment = '\u{1f600}'.repeat(1_200);
    const decision = decide(room, replyFrom('guest-1', { comment }), strict, later(7));
    expect(guestOf(changeOf(decision).room).comment).toBe('\u{1f600}'.repeat(1_000));
  });

  test.each([null, 'needs-action'] as (Answer | null)[])('of %p is no answer', (answer) => {
    expect(reasonOf(room, 'guest-1', { answer })).toBe('not-an-answer');
  });

  test('from a guest who left is recognised and changes nothing', () => {
    expect(reasonOf(roomAfter(room, [unbook, bookCleo]), 'guest-1')).toBe('no-longer-invited');
    expect(reasonOf(roomAfter(room, [unbook]), 'guest-1')).toBe('no-longer-invited');
  });

  test('from somebody who was never here changes nothing', () => {
    expect(reasonOf(room, 'stranger')).toBe('no-longer-invited');
  });

  test('from the host of an open room changes nothing', () => {
    expect(reasonOf(openRoom(), 'host-1')).toBe('room-open');
  });

  test('is still heard at the very end of the session and not after', () => {
    const afterEnd = new Date(sessionEnd.getTime() + 1);
    expect(decide(room, replyFrom('guest-1'), strict, sessionEnd).outcome).toBe('changed');
    expect(decide(room, replyFrom('guest-1'), strict, afterEnd)).toMatchObject({
      outcome: 'ignored',
      reason: 'session-over',
    });
  });
});

describe('which revision a reply answers', () => {
  test('the present SEQUENCE is current, whatever times it echoes', () => {
    expect(reasonOf(moved, 'guest-1', { sequence: 1, startUtc: null })).toBe('applied');
  });

  test('between the last move and the present one is current without any times', () => {
    const imported = { ...room, icsSequence: 7, majorSequence: 5 };
    const echo = { startUtc: null, endUtc: null };
    expect(reasonOf(imported, 'guest-1', { sequence: 5, ...echo })).toBe('applied');
    expect(reasonOf(imported, 'guest-1', { sequence: 4, ...echo })).toBe('stale-answer');
  });

  test('below the last move is stale when it names another time', () => {
    expect(reasonOf(moved, 'guest-1', { sequence: 0 })).toBe('stale-answer');
  });

  test('below the last move is stale when it names no time', () => {
    expect(reasonOf(moved, 'guest-1', { sequence: 0, startUtc: null })).toBe('stale-answer');
  });

  test('below the last move is current when it names the present time', () => {
    const echo = { startUtc: friday, endUtc: fridayEnd };
    expect(reasonOf(moved, 'guest-1', { sequence: 0, ...echo })).toBe('applied');
    expect(reasonOf(moved, 'guest-1', { sequence: 0, ...echo, endUtc: null })).toBe('applied');
  });

  test('below the last move is stale when only the end differs', () => {
    const echo = { startUtc: friday, endUtc: sessionEnd };
    expect(reasonOf(moved, 'guest-1', { sequence: 0, ...echo })).toBe('stale-answer');
  });

  test('above the present one is impossible unless it names the present time', () => {
    expect(reasonOf(moved, 'guest-1', { sequence: 2 })).toBe('impossible-sequence');
    const echo = { startUtc: friday, endUtc: fridayEnd };
    expect(reasonOf(moved, 'guest-1', { sequence: 2, ...echo })).toBe('applied');
  });

  test('a SEQUENCE above ours is never kept', () => {
    const wild = { sequence: 2 ** 31, startUtc: friday, endUtc: fridayEnd };
    const decision = decide(moved, replyFrom('guest-1', wild), strict, later(20));
    expect(guestOf(changeOf(decision).room).lastReply?.sequence).toBe(1);
  });

  test('to an earlier stay of the same guest is stale even when the time is the same again', () => {
    const back = roomAfter(room, [unbook, bookBen]);
    expect(guestOf(back).invitedSequence).toBe(2);
    expect(reasonOf(back, 'guest-1', { sequence: 0, answer: 'declined' })).toBe('stale-answer');
    expect(reasonOf(back, 'guest-1', { sequence: 2, answer: 'accepted' })).toBe('applied');
  });

  test('of the host to an earlier booking counts only when it names the present time', () => {
    const rebooked = roomAfter(room, [unbook, bookCleo]);
    expect(reasonOf(rebooked, 'host-1', { sequence: 0 })).toBe('applied');
    expect(reasonOf(rebooked, 'host-1', { sequence: 0, startUtc: null })).toBe('stale-answer');
  });

  test('stale changes nothing but sends that person the present REQUEST again', () => {
    const declined = replyFrom('guest-1', { answer: 'declined' });
    const decision = decide(moved, declined, strict, later(20));
    expect(decision).toMatchObject({ outcome: 'ignored', reason: 'stale-answer' });
    expect(mailsOf(decision)).toEqual([`update ${ben.email} 1.1`]);
    const after = roomOf(decision);
    expect(guestOf(after)).toEqual({ ...guestOf(moved), resentAt: later(20) });
    expect(after.stampedAt?.getTime()).toBeGreaterThan(moved.stampedAt?.getTime() ?? 0);
  });

  test('stale again within ten minutes sends nothing more', () => {
    const once = roomOf(decide(moved, replyFrom('guest-1'), strict, later(20)));
    const soon = decide(once, replyFrom('guest-1'), strict, later(29));
    expect(soon).toEqual({ outcome: 'ignored', reason: 'stale-answer', room: once, messages: [] });
    expect(mailsOf(decide(once, replyFrom('guest-1'), strict, later(30)))).toHaveLength(1);
  });
});

describe('a reply against the one before it', () => {
  const first = replyFrom('guest-1', { stampedAt: later(5), answer: 'accepted' });
  const answered = roomAfter(room, [first]);

  test('the same again is a duplicate', () => {
    expect(reasonOf(answered, 'guest-1', { stampedAt: later(5) })).toBe('duplicate-answer');
  });

  test('an older one that arrives later is superseded', () => {
    const older = { stampedAt: later(4), answer: 'tentative' } as const;
    expect(reasonOf(answered, 'guest-1', older)).toBe('superseded-answer');
  });

  test('at the same moment with another answer, the later arrival wins', () => {
    const other = { stampedAt: later(5), answer: 'tentative' } as const;
    expect(reasonOf(answered, 'guest-1', other)).toBe('applied');
  });

  test('a higher SEQUENCE wins over a later stamp', () => {
    const next = roomAfter(answered, [toFriday]);
    const echo = { startUtc: friday, endUtc: fridayEnd };
    const atOne = replyFrom('guest-1', { sequence: 1, stampedAt: later(6), ...echo });
    const twice = roomAfter(next, [atOne]);
    const late = { sequence: 0, stampedAt: later(9), receivedAt: later(9), ...echo };
    expect(reasonOf(twice, 'guest-1', late)).toBe('superseded-answer');
  });

  test('a stamp from the future counts as the moment it was received', () => {
    const year9999 = new Date('9999-01-01T00:00:00Z');
    const ahead = replyFrom('guest-1', { stampedAt: year9999, receivedAt: later(6) });
    const after = roomAfter(room, [ahead]);
    expect(guestOf(after).lastReply?.at).toEqual(later(6));
    const second = { stampedAt: later(7), receivedAt: later(8), answer: 'tentative' } as const;
    expect(reasonOf(after, 'guest-1', second)).toBe('applied');
  });

  test('without a stamp it counts as the moment it was received', () => {
    const after = roomAfter(room, [replyFrom('guest-1', { stampedAt: null })]);
    expect(guestOf(after).lastReply?.at).toEqual(later(6));
  });

  test('of the other person is nobody’s business', () => {
    expect(reasonOf(answered, 'host-1', { stampedAt: later(1) })).toBe('applied');
  });
});
