import type { Command } from '../../service/scheduling/command.ts';
import { decide } from '../../service/scheduling/decide.ts';
import {
  ada,
  approveAs,
  askAbout,
  ben,
  bookBen,
  bookedRoom,
  cancel,
  changeOf,
  counterFrom,
  declineAs,
  eventsOf,
  later,
  mailsOf,
  messageTo,
  noWording,
  openRoom,
  proposal,
  replyFrom,
  roomAfter,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

describe('unbooking', () => {
  test('sends CANCEL to the guest only, tells the host, and opens the room', () => {
    const decision = decide(bookedRoom(), { do: 'unbook', reason: 'ill' }, strict, later(1));
    expect(mailsOf(decision)).toEqual([
      'cancellation ben@example.test 1.0',
      'guest-left ada@example.test 1.0',
    ]);
    expect(messageTo(decision, ben.email).reason).toBe('ill');
    expect(messageTo(decision, ada.email).reason).toBe('ill');
    expect(changeOf(decision)).toMatchObject({ deed: 'unbooked', why: 'ill' });
    expect(changeOf(decision).room).toMatchObject({ status: 'open', guest: null, icsSequence: 1 });
    expect(eventsOf(decision)).toEqual(['room.unbooked']);
  });

  test('supersedes open proposals', () => {
    const room = roomAfter(bookedRoom(), [proposal()]);
    const decision = decide(room, unbook, strict, later(11));
    expect(changeOf(decision).room.proposals[0]?.status).toBe('superseded');
    expect(eventsOf(decision)).toEqual(['proposal.superseded', 'room.unbooked']);
  });

  test('is refused when nobody is in', () => {
    expect(decide(openRoom(), unbook, strict, later(1))).toEqual({
      outcome: 'refused',
      reason: 'not-booked',
    });
  });
});

describe('cancelling', () => {
  test('a booked room sends CANCEL to both and keeps the reason', () => {
    const decision = decide(bookedRoom(), { do: 'cancel', reason: 'closed' }, strict, later(1));
    expect(mailsOf(decision)).toEqual([
      'cancellation ada@example.test 1.0',
      'cancellation ben@example.test 1.0',
    ]);
    expect(changeOf(decision).room).toMatchObject({
      status: 'cancelled',
      cancelledAt: later(1),
      cancelledBecause: 'closed',
      guest: { email: 'ben@example.test' },
    });
    expect(eventsOf(decision)).toEqual(['room.cancelled']);
  });

  test('an open room mails nobody', () => {
    const decision = decide(openRoom(), cancel, strict, later(1));
    expect(mailsOf(decision)).toEqual([]);
    expect(changeOf(decision).room.status).toBe('cancelled');
  });
});

describe('a cancelled room', () => {
  const room = roomAfter(bookedRoom(), [proposal(), cancel]);

  const peoples: Command[] = [
    bookBen,
    toFriday,
    unbook,
    cancel,
    proposal({ proposalId: 'proposal-2' }),
    { do: 'change-wording', wording: noWording },
    approveAs('host', 'unknown'),
    declineAs('application', 'unknown'),
  ];
  test.each(peoples)('refuses to $do', (command) => {
    const refusal = { outcome: 'refused', reason: 'room-cancelled' };
    expect(decide(room, command, strict, later(20))).toEqual(refusal);
  });

  const others: Command[] = [
    replyFrom('guest-1', { answer: 'declined' }),
    replyFrom('guest-1', { answer: null }),
    replyFrom('stranger'),
    counterFrom('host-1'),
    askAbout(replyFrom('guest-1')),
    { do: 'refresh', attendeeId: 'stranger' },
    { do: 'send-link', attendeeId: 'guest-1', because: 'expired', suggestedStartUtc: null },
    { do: 'expire-proposal', proposalId: 'proposal-1' },
    { do: 'act-on-held-decline', attendeeId: 'host-1' },
    { do: 'keep-session', attendeeId: 'host-1' },
    { do: 'record-undeliverable', attendeeId: 'host-1', reason: '550' },
  ];
  test.each(others)('ignores $do', (command) => {
    const decision = decide(room, command, strict, later(20));
    expect(decision).toEqual({ outcome: 'ignored', reason: 'room-cancelled', room, messages: [] });
  });

  test.each([approveAs('host'), declineAs('host')])('tells $do the settled truth', (command) => {
    expect(decide(room, command, strict, later(20))).toEqual({
      outcome: 'ignored',
      reason: 'proposal-settled',
      room,
      messages: [],
    });
  });
});
