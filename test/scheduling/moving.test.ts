import { decide } from '../../service/scheduling/decide.ts';
import {
  ada,
  ben,
  bookBen,
  bookedRoom,
  changeOf,
  eventsOf,
  friday,
  guestOf,
  holding,
  later,
  mailsOf,
  messageTo,
  monday,
  noWording,
  openRoom,
  proposal,
  replyFrom,
  roomAfter,
  sessionStart,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

describe('rescheduling', () => {
  test('a booked room raises SEQUENCE by one and sends the new time to both', () => {
    const decision = decide(bookedRoom(), toFriday, strict, later(1));
    expect(mailsOf(decision)).toEqual([
      'update ada@example.test 1.0',
      'update ben@example.test 1.0',
    ]);
    expect(messageTo(decision, ben.email)).toMatchObject({
      startUtc: friday,
      previous: { startUtc: sessionStart, durationMinutes: 60 },
    });
    expect(changeOf(decision).room).toMatchObject({ icsSequence: 1, majorSequence: 1 });
    expect(eventsOf(decision)).toEqual(['room.rescheduled']);
  });

  test('asks both anew', () => {
    const accepted = roomAfter(bookedRoom(), [replyFrom('host-1'), replyFrom('guest-1')]);
    const moved = roomAfter(accepted, [toFriday]);
    expect([moved.host.answer, guestOf(moved).answer]).toEqual(['needs-action', 'needs-action']);
  });

  test('supersedes open proposals and ends held declines', () => {
    const declined = replyFrom('host-1', { answer: 'declined' });
    const room = roomAfter(bookedRoom(), [proposal(), declined], holding);
    const decision = decide(room, toFriday, holding, later(11));
    const after = changeOf(decision).room;
    expect(after.proposals[0]).toMatchObject({ status: 'superseded', decidedBy: null });
    expect(after.host.heldDecline).toBeNull();
    expect(eventsOf(decision)).toEqual(['proposal.superseded', 'room.rescheduled']);
  });

  test('an open room that was never announced moves silently', () => {
    const decision = decide(openRoom(), toFriday, strict, later(1));
    expect(mailsOf(decision)).toEqual([]);
    expect(changeOf(decision).room).toMatchObject({ startUtc: friday, icsSequence: 0 });
    const booking = decide(changeOf(decision).room, bookBen, strict, later(2));
    expect(mailsOf(booking)).toContain('invitation ben@example.test 0.0');
  });

  test('an open room that was announced before moves silently and keeps its SEQUENCE', () => {
    const open = roomAfter(bookedRoom(), [unbook]);
    const decision = decide(open, toFriday, strict, later(20));
    expect(mailsOf(decision)).toEqual([]);
    expect(changeOf(decision).room.icsSequence).toBe(1);
    expect(changeOf(decision).room.stampedAt).toEqual(open.stampedAt);
  });

  test('to the present time changes nothing, even when that time is past by now', () => {
    const command = { do: 'reschedule', startUtc: sessionStart, durationMinutes: 60 } as const;
    const room = bookedRoom();
    const nextYear = new Date('2027-01-01T00:00:00Z');
    for (const now of [monday, nextYear]) {
      expect(decide(room, command, strict, now)).toEqual({
        outcome: 'ignored',
        reason: 'same-time',
        room,
        messages: [],
      });
    }
  });

  test('to the same start with another length is a change', () => {
    const command = { do: 'reschedule', startUtc: sessionStart, durationMinutes: 90 } as const;
    const decision = decide(bookedRoom(), command, strict, later(1));
    expect(changeOf(decision).room).toMatchObject({ durationMinutes: 90, majorSequence: 1 });
  });

  test('into the past or to a length no room may have is refused', () => {
    const past = { do: 'reschedule', startUtc: later(-1), durationMinutes: null } as const;
    const long = { do: 'reschedule', startUtc: friday, durationMinutes: 120 } as const;
    const at = (command: typeof past | typeof long) =>
      decide(bookedRoom(), command, strict, monday);
    expect(at(past)).toEqual({ outcome: 'refused', reason: 'start-in-past' });
    expect(at(long)).toEqual({ outcome: 'refused', reason: 'duration-not-allowed' });
  });
});

describe('changing the wording', () => {
  const command = { do: 'change-wording', wording: { ...noWording, location: 'Room 7' } } as const;

  test('in a booked room repeats the SEQUENCE with a new revision and a later stamp', () => {
    const room = bookedRoom();
    const decision = decide(room, command, strict, monday);
    expect(mailsOf(decision)).toEqual([
      'update ada@example.test 0.1',
      'update ben@example.test 0.1',
    ]);
    const stamp = messageTo(decision, ada.email).stampedAt.getTime();
    expect(stamp).toBeGreaterThan(room.stampedAt?.getTime() ?? 0);
    expect(messageTo(decision, ada.email).previous).toBeNull();
    expect(eventsOf(decision)).toEqual(['room.changed']);
  });

  test('keeps the answers, and a reply on its way stays current', () => {
    const accepted = roomAfter(bookedRoom(), [replyFrom('guest-1'), command]);
    expect(guestOf(accepted).answer).toBe('accepted');
    const answered = decide(accepted, replyFrom('host-1'), strict, later(20));
    expect(changeOf(answered).room.host.answer).toBe('accepted');
  });

  test('in an open room is stored and mails nobody', () => {
    const decision = decide(openRoom(), command, strict, monday);
    expect(changeOf(decision).room.location).toBe('Room 7');
    expect(mailsOf(decision)).toEqual([]);
  });

  test('to the same words changes nothing', () => {
    const room = roomAfter(bookedRoom(), [command]);
    expect(decide(room, command, strict, later(20))).toMatchObject({
      outcome: 'ignored',
      reason: 'same-wording',
      messages: [],
    });
  });

  test('the next SEQUENCE begins at revision 0 again', () => {
    const room = roomAfter(bookedRoom(), [command, toFriday]);
    expect(room).toMatchObject({ icsSequence: 1, revision: 0 });
  });
});

describe('the stamp of calendar objects', () => {
  test('rises by a second when two changes fall into one', () => {
    const first = decide(bookedRoom(), toFriday, strict, monday);
    expect(messageTo(first, ada.email).stampedAt).toEqual(new Date('2026-03-02T09:00:01Z'));
  });

  test('rises even when the clock of another machine is behind', () => {
    const decision = decide(bookedRoom(), toFriday, strict, later(-60));
    expect(messageTo(decision, ada.email).stampedAt).toEqual(new Date('2026-03-02T09:00:01Z'));
  });
});
