import type { Command } from '../../service/scheduling/command.ts';
import { decide } from '../../service/scheduling/decide.ts';
import {
  askAbout,
  ben,
  bookBen,
  bookCleo,
  bookedRoom,
  cancel,
  friday,
  fridayEnd,
  guestOf,
  later,
  mailsOf,
  messageTo,
  openRoom,
  replyFrom,
  roomAfter,
  roomOf,
  sessionEnd,
  sessionStart,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

const cancelled = roomAfter(bookedRoom(), [{ do: 'cancel', reason: 'closed' }]);
const left = roomAfter(bookedRoom(), [unbook]);
const takenByCleo = roomAfter(left, [bookCleo, toFriday]);
const yes = replyFrom('guest-1');
const refresh: Command = { do: 'refresh', attendeeId: 'guest-1' };
const afterEnd = new Date(sessionEnd.getTime() + 1);

describe('somebody who still has a cancelled session in their calendar', () => {
  const saying: Command[] = [yes, replyFrom('guest-1', { answer: 'tentative' }), refresh];
  test.each(saying)('gets the CANCEL again for a $do, and the room stays as it is', (command) => {
    const decision = decide(cancelled, command, strict, later(20));
    expect(decision).toMatchObject({ outcome: 'ignored', reason: 'room-cancelled' });
    expect(mailsOf(decision)).toEqual(['cancellation ben@example.test 1.1']);
    const message = messageTo(decision, ben.email);
    expect(message).toMatchObject({
      startUtc: sessionStart,
      durationMinutes: 60,
      reason: 'closed',
    });
    expect(message.stampedAt.getTime()).toBeGreaterThan(cancelled.stampedAt?.getTime() ?? 0);
    const { room } = decision as { room: typeof cancelled };
    const guest = { ...guestOf(room), resentAt: null };
    expect({ ...room, guest, revision: 0, stampedAt: cancelled.stampedAt }).toEqual(cancelled);
  });

  test('gets none for what they said before their own last word, or say again', () => {
    const said = roomOf(
      decide(bookedRoom(), replyFrom('guest-1', { stampedAt: later(5) }), strict, later(6)),
    );
    const gone = roomAfter(said, [{ do: 'cancel', reason: null }]);
    for (const stampedAt of [later(4), later(5)]) {
      const old = decide(gone, replyFrom('guest-1', { stampedAt }), strict, later(20));
      expect(mailsOf(old)).toEqual([]);
    }
    const news = decide(gone, replyFrom('guest-1', { stampedAt: later(8) }), strict, later(20));
    expect(mailsOf(news)).toEqual(['cancellation ben@example.test 1.1']);
  });

  test('gets it once in ten minutes', () => {
    const once = roomOf(decide(cancelled, yes, strict, later(20)));
    expect(decide(once, refresh, strict, later(29))).toEqual({
      outcome: 'ignored',
      reason: 'room-cancelled',
      room: once,
      messages: [],
    });
    expect(mailsOf(decide(once, refresh, strict, later(30)))).toEqual([
      'cancellation ben@example.test 1.2',
    ]);
  });

  test('gets it as the host too', () => {
    const decision = decide(cancelled, replyFrom('host-1'), strict, later(20));
    expect(mailsOf(decision)).toEqual(['cancellation ada@example.test 1.1']);
  });

  test('gets nothing when the session would be over', () => {
    expect(mailsOf(decide(cancelled, yes, strict, afterEnd))).toEqual([]);
  });

  test('gets nothing when no invitation was ever sent', () => {
    const silent = roomAfter(openRoom(), [cancel]);
    const decision = decide(silent, replyFrom('host-1'), strict, later(20));
    expect(decision).toMatchObject({ room: silent, messages: [] });
  });
});

describe('a guest who left', () => {
  test('and accepts all the same gets the CANCEL again, above all that was sent since', () => {
    const decision = decide(takenByCleo, yes, strict, later(20));
    expect(decision).toMatchObject({ outcome: 'ignored', reason: 'no-longer-invited' });
    expect(mailsOf(decision)).toEqual(['cancellation ben@example.test 3.1']);
    expect(roomOf(decision)).toMatchObject({ guest: takenByCleo.guest, icsSequence: 3 });
  });

  test('is told the time their own calendar shows, never that of somebody else’s session', () => {
    const message = messageTo(decide(takenByCleo, yes, strict, later(20)), ben.email);
    expect(message).toMatchObject({ startUtc: sessionStart, durationMinutes: 60 });
    for (const command of [refresh, replyFrom('guest-1', { startUtc: null, endUtc: null })]) {
      const decision = decide(takenByCleo, command, strict, later(20));
      expect(decision).toMatchObject({ room: takenByCleo, messages: [] });
    }
  });

  test('is not told why somebody else’s session was called off', () => {
    const gone = roomAfter(takenByCleo, [{ do: 'cancel', reason: 'Cleo is ill' }]);
    const message = messageTo(decide(gone, yes, strict, later(20)), ben.email);
    expect(message).toMatchObject({ kind: 'cancellation', reason: null });
  });

  test('of a room that nobody has booked since gets it for a refresh', () => {
    expect(mailsOf(decide(left, refresh, strict, later(20)))).toEqual([
      'cancellation ben@example.test 1.1',
    ]);
  });

  test('and declines gets nothing, nor do they for a doubtful answer', () => {
    const no = replyFrom('guest-1', { answer: 'declined' });
    for (const command of [no, askAbout(yes)]) {
      const decision = decide(left, command, strict, later(20));
      expect(decision).toMatchObject({ reason: 'no-longer-invited', room: left, messages: [] });
    }
  });

  test('and comes back is invited again, above every CANCEL', () => {
    const told = roomOf(decide(left, yes, strict, later(20)));
    const back = decide(told, bookBen, strict, later(21));
    expect(mailsOf(back)).toContain('invitation ben@example.test 2.0');
  });
});

test('mail about a session that is over is recorded and nothing else', () => {
  const booked = bookedRoom();
  const moved = roomAfter(booked, [toFriday]);
  const said: Command[] = [yes, refresh, replyFrom('host-1'), askAbout(yes)];
  for (const command of said) {
    expect(decide(booked, command, strict, afterEnd)).toEqual({
      outcome: 'ignored',
      reason: 'session-over',
      room: booked,
      messages: [],
    });
  }
  const answer = replyFrom('guest-1', { sequence: 1, startUtc: friday, endUtc: fridayEnd });
  expect(decide(moved, answer, strict, afterEnd).outcome).toBe('changed');
});
