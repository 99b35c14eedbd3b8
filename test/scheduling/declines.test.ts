import type { Command } from '../../service/scheduling/command.ts';
import { decide } from '../../service/scheduling/decide.ts';
import type { Room } from '../../service/scheduling/room.ts';
import {
  ada,
  ben,
  bookCleo,
  bookedRoom,
  changeOf,
  counterFrom,
  eventsOf,
  friday,
  guestOf,
  holding,
  later,
  mailsOf,
  messageTo,
  proposal,
  replyFrom,
  roomAfter,
  roomOf,
  soft,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

const no = { answer: 'declined', comment: 'I am ill' } as const;
const guestDeclines = replyFrom('guest-1', no);
const hostDeclines = replyFrom('host-1', no);
const guestDue: Command = { do: 'act-on-held-decline', attendeeId: 'guest-1' };
const guestKeeps: Command = { do: 'keep-session', attendeeId: 'guest-1' };

describe('strict decline', () => {
  test('of the guest: CANCEL to the guest only, the host is told, the room is open', () => {
    const decision = decide(bookedRoom(), guestDeclines, strict, later(7));
    expect(mailsOf(decision)).toEqual([
      'cancellation ben@example.test 1.0',
      'guest-left ada@example.test 1.0',
    ]);
    expect(messageTo(decision, ada.email).reason).toBe('I am ill');
    expect(messageTo(decision, ben.email).reason).toBeNull();
    expect(changeOf(decision)).toMatchObject({ deed: 'unbooked', why: 'I am ill' });
    expect(changeOf(decision).room).toMatchObject({ status: 'open', guest: null });
    expect(changeOf(decision).room.formerGuests[0]).toMatchObject({ answer: 'declined' });
    expect(eventsOf(decision)).toEqual(['attendee.declined', 'room.unbooked']);
  });

  test('of the host: CANCEL to the guest, a confirmation to the host, room cancelled', () => {
    const decision = decide(bookedRoom(), hostDeclines, strict, later(7));
    expect(mailsOf(decision)).toEqual([
      'decline-confirmed ada@example.test 1.0',
      'cancellation ben@example.test 1.0',
    ]);
    expect(messageTo(decision, ben.email).reason).toBe('I am ill');
    expect(changeOf(decision).room).toMatchObject({
      status: 'cancelled',
      cancelledBecause: 'I am ill',
    });
    expect(eventsOf(decision)).toEqual(['attendee.declined', 'room.cancelled']);
  });

  test('supersedes open proposals and says so', () => {
    const room = roomAfter(bookedRoom(), [proposal()]);
    expect(eventsOf(decide(room, hostDeclines, strict, later(11)))).toEqual([
      'attendee.declined',
      'proposal.superseded',
      'room.cancelled',
    ]);
  });

  test('without a comment still says why', () => {
    const silent = replyFrom('guest-1', { answer: 'declined' });
    const decision = decide(bookedRoom(), silent, strict, later(7));
    expect(changeOf(decision).why).toBe('the guest declined');
  });

  test('the room can be booked again and goes on counting', () => {
    const open = roomAfter(bookedRoom(), [guestDeclines]);
    expect(mailsOf(decide(open, bookCleo, strict, later(20)))).toEqual([
      'update ada@example.test 2.0',
      'invitation cleo@example.test 2.0',
    ]);
  });
});

describe('soft decline', () => {
  test('is recorded, the other person is told, nothing is cancelled', () => {
    const decision = decide(bookedRoom(), guestDeclines, soft, later(7));
    expect(mailsOf(decision)).toEqual(['decline-noted ada@example.test 0.0']);
    expect(messageTo(decision, ada.email).reason).toBe('I am ill');
    expect(guestOf(changeOf(decision).room).answer).toBe('declined');
    expect(changeOf(decision).room.status).toBe('booked');
    expect(eventsOf(decision)).toEqual(['attendee.declined']);
  });

  test('of the host tells the guest', () => {
    const decision = decide(bookedRoom(), hostDeclines, soft, later(7));
    expect(mailsOf(decision)).toEqual(['decline-noted ben@example.test 0.0']);
  });

  test('again with the same words tells the other person nothing new', () => {
    const room = roomAfter(bookedRoom(), [guestDeclines], soft);
    const again = replyFrom('guest-1', { ...no, stampedAt: later(6) });
    expect(mailsOf(decide(room, again, soft, later(11)))).toEqual([]);
    const reworded = replyFrom('guest-1', { ...no, comment: 'Still ill', stampedAt: later(6) });
    expect(mailsOf(decide(room, reworded, soft, later(11)))).toHaveLength(1);
  });
});

describe('held decline', () => {
  const held: Room = roomAfter(bookedRoom(), [guestDeclines], holding, later(10));

  test('is recorded at once, and only the decliner is told', () => {
    const decision = decide(bookedRoom(), guestDeclines, holding, later(10));
    expect(mailsOf(decision)).toEqual(['decline-held ben@example.test 0.0']);
    expect(changeOf(decision)).toMatchObject({ deed: 'decline-held', why: 'I am ill' });
    expect(guestOf(changeOf(decision).room)).toMatchObject({
      answer: 'declined',
      heldDecline: { until: later(70), comment: 'I am ill' },
    });
    expect(eventsOf(decision)).toEqual(['attendee.declined']);
  });

  test('is acted on when the hold is over, not before, and tells the host why', () => {
    expect(decide(held, guestDue, holding, later(69))).toMatchObject({ reason: 'not-due-yet' });
    const decision = decide(held, guestDue, holding, later(70));
    expect(mailsOf(decision)).toEqual([
      'cancellation ben@example.test 1.0',
      'guest-left ada@example.test 1.0',
    ]);
    expect(messageTo(decision, ada.email).reason).toBe('I am ill');
    expect(eventsOf(decision)).toEqual(['room.unbooked']);
  });

  test('of the host is acted on as a cancellation', () => {
    const room = roomAfter(bookedRoom(), [hostDeclines], holding);
    const due: Command = { do: 'act-on-held-decline', attendeeId: 'host-1' };
    const decision = decide(room, due, holding, later(70));
    expect(changeOf(decision)).toMatchObject({ deed: 'cancelled', why: 'I am ill' });
  });

  test('is acted on once', () => {
    const open = roomAfter(held, [guestDue], holding, later(70));
    expect(decide(open, guestDue, holding, later(71))).toMatchObject({ reason: 'nothing-held' });
  });

  test('ends without a deed when the session is over by then', () => {
    const late = new Date('2026-03-06T00:00:00Z');
    const decision = decide(held, guestDue, holding, late);
    expect(decision).toMatchObject({ reason: 'session-over', messages: [] });
    expect(guestOf(roomOf(decision)).heldDecline).toBeNull();
  });

  test('declined again does not last longer and mails nobody', () => {
    const again = replyFrom('guest-1', { ...no, stampedAt: later(6), comment: 'Really' });
    const decision = decide(held, again, holding, later(30));
    expect(changeOf(decision).messages).toEqual([]);
    expect(guestOf(changeOf(decision).room).heldDecline).toEqual({
      until: later(70),
      comment: 'Really',
    });
  });

  test('is undone by the keep link, which asks the person anew', () => {
    const decision = decide(held, guestKeeps, holding, later(20));
    expect(changeOf(decision).deed).toBe('decline-undone');
    expect(guestOf(changeOf(decision).room)).toMatchObject({
      answer: 'needs-action',
      heldDecline: null,
    });
    expect(eventsOf(decision)).toEqual(['room.changed']);
  });

  test('is undone once, and the decline mailed again does not bring it back', () => {
    const kept = roomAfter(held, [guestKeeps], holding);
    expect(decide(kept, guestKeeps, holding, later(21))).toMatchObject({ reason: 'nothing-held' });
    const mailedAgain = decide(kept, guestDeclines, holding, later(22));
    expect(mailedAgain).toMatchObject({ reason: 'duplicate-answer' });
  });

  test('cannot be undone by a guest who is out', () => {
    const open = roomAfter(held, [guestDue], holding, later(70));
    expect(decide(open, guestKeeps, holding, later(71))).toMatchObject({
      reason: 'no-longer-invited',
    });
  });

  const ends: [string, Command, string][] = [
    ['a newer answer', replyFrom('guest-1', { stampedAt: later(6) }), 'accepted'],
    ['a COUNTER', counterFrom('guest-1', { stampedAt: later(6) }), 'needs-action'],
    [
      'a COUNTER nobody understands',
      counterFrom('guest-1', { stampedAt: later(6), proposedStartUtc: null }),
      'needs-action',
    ],
    ['a proposal on the page', proposal(), 'needs-action'],
    ['a new time', toFriday, 'needs-action'],
  ];
  test.each(ends)('ends with %s', (_, command, answer) => {
    const after = roomAfter(held, [command], holding, later(20));
    expect(guestOf(after)).toMatchObject({ heldDecline: null, answer });
    expect(after.status).toBe('booked');
  });

  test('ends when the guest changes, so that the next guest is not hit by it', () => {
    const room = roomAfter(bookedRoom(), [hostDeclines, unbook, bookCleo], holding);
    expect(room.host).toMatchObject({ heldDecline: null, answer: 'needs-action' });
  });

  test('does not end with what the other person does', () => {
    const room = roomAfter(held, [replyFrom('host-1')], holding);
    expect(guestOf(room).heldDecline).not.toBeNull();
    const asked = roomAfter(held, [proposal({ by: 'host', startUtc: friday })], holding);
    expect(guestOf(asked).heldDecline).not.toBeNull();
  });

  test('ends when the application has become soft and the person declines again', () => {
    const again = replyFrom('guest-1', { ...no, stampedAt: later(6) });
    const after = roomAfter(held, [again], soft);
    expect(guestOf(after)).toMatchObject({ answer: 'declined', heldDecline: null });
    expect(after.status).toBe('booked');
  });

  test('is acted on when the application stops holding and the person declines again', () => {
    const again = replyFrom('guest-1', { ...no, stampedAt: later(6) });
    expect(roomAfter(held, [again], strict).status).toBe('open');
  });
});
