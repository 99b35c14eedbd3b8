import { decide } from '../../service/scheduling/decide.ts';
import {
  ada,
  approveAs,
  ben,
  bookedRoom,
  changeOf,
  declineAs,
  eventsOf,
  guestOf,
  later,
  mailsOf,
  messageTo,
  proposal,
  replyFrom,
  roomAfter,
  roomOf,
  sessionStart,
  strict,
  toFriday,
} from './sample-room.ts';

const room = bookedRoom();
const asked = roomAfter(room, [proposal({ note: 'Rather Friday?' })]);
const saturday = new Date('2026-03-07T10:00:00Z');

describe('approving', () => {
  test('is exactly the reschedule with the proposal’s time', () => {
    const approved = changeOf(decide(asked, approveAs('host'), strict, later(20)));
    const moved = changeOf(decide(asked, toFriday, strict, later(20)));
    // Who is to be told so is all that differs.
    const told = { by: 'host', proposalId: 'proposal-1' };
    expect(approved.messages).toEqual(moved.messages.map((one) => ({ ...one, ...told })));
    expect({ ...approved.room, proposals: [] }).toEqual({ ...moved.room, proposals: [] });
    expect(mailsOf(approved)).toEqual([
      'update ada@example.test 1.0',
      'update ben@example.test 1.0',
    ]);
    expect(messageTo(approved, ben.email).previous?.startUtc).toEqual(sessionStart);
  });

  test('settles this proposal and supersedes the others', () => {
    const other = proposal({ proposalId: 'proposal-2', by: 'host', startUtc: saturday });
    const decision = decide(roomAfter(asked, [other]), approveAs('host'), strict, later(20));
    expect(changeOf(decision).room.proposals).toMatchObject([
      { id: 'proposal-1', status: 'approved', decidedBy: 'host', decidedAt: later(20) },
      { id: 'proposal-2', status: 'superseded', decidedBy: null, decidedAt: later(20) },
    ]);
    expect(changeOf(decision).deed).toBe('proposal-approved');
    expect(eventsOf(decision)).toEqual([
      'proposal.approved',
      'proposal.superseded',
      'room.rescheduled',
    ]);
  });

  test('asks both anew, the proposer too', () => {
    const answered = roomAfter(asked, [replyFrom('host-1'), replyFrom('guest-1')]);
    const after = roomAfter(answered, [approveAs('host')]);
    expect([after.host.answer, guestOf(after).answer]).toEqual(['needs-action', 'needs-action']);
  });

  test('one’s own proposal is refused, to the application never', () => {
    expect(decide(asked, approveAs('guest'), strict, later(20))).toEqual({
      outcome: 'refused',
      reason: 'own-proposal',
    });
    expect(decide(asked, approveAs('application'), strict, later(20)).outcome).toBe('changed');
  });

  test('a proposal nobody made is refused', () => {
    expect(decide(asked, approveAs('host', 'no-such'), strict, later(20))).toEqual({
      outcome: 'refused',
      reason: 'proposal-unknown',
    });
  });

  test('when the proposed time has passed meanwhile is refused', () => {
    const soon = roomAfter(room, [proposal({ startUtc: later(60) })]);
    expect(decide(soon, approveAs('host'), strict, later(61))).toEqual({
      outcome: 'refused',
      reason: 'start-in-past',
    });
  });

  test.each([
    ['approved already', roomAfter(asked, [approveAs('host')]), later(20)],
    ['declined already', roomAfter(asked, [declineAs('host')]), later(20)],
    ['superseded by a move', roomAfter(asked, [toFriday]), later(20)],
    ['past its expiry', asked, later(10 + 48 * 60)],
    ['made before the room moved on', { ...asked, icsSequence: 1 }, later(20)],
  ])('or declining what is %s has no second effect and mails nobody', (_, before, now) => {
    for (const command of [approveAs('host'), declineAs('host')]) {
      expect(decide(before, command, strict, now)).toEqual({
        outcome: 'ignored',
        reason: 'proposal-settled',
        room: before,
        messages: [],
      });
    }
  });
});

describe('declining a proposal', () => {
  const decision = decide(asked, declineAs('host'), strict, later(20));

  test('changes nothing but the proposal', () => {
    const after = changeOf(decision).room;
    expect({ ...after, proposals: [] }).toEqual({ ...asked, proposals: [] });
    expect(after.proposals[0]).toMatchObject({ status: 'declined', decidedBy: 'host' });
  });

  test('tells the proposer and nobody else', () => {
    expect(mailsOf(decision)).toEqual(['proposal-declined ben@example.test 0.0']);
    expect(messageTo(decision, ben.email).other?.email).toBe(ada.email);
    expect(eventsOf(decision)).toEqual(['proposal.declined']);
  });

  test('of one’s own is refused', () => {
    expect(decide(asked, declineAs('guest'), strict, later(20))).toEqual({
      outcome: 'refused',
      reason: 'own-proposal',
    });
  });
});

describe('a proposal nobody decides', () => {
  const expire = { do: 'expire-proposal', proposalId: 'proposal-1' } as const;
  const due = later(10 + 48 * 60);

  test('expires when it is due, and the proposer is told', () => {
    const decision = decide(asked, expire, strict, due);
    expect(changeOf(decision).room.proposals[0]).toMatchObject({
      status: 'expired',
      decidedAt: due,
      decidedBy: null,
    });
    expect(mailsOf(decision)).toEqual(['proposal-expired ben@example.test 0.0']);
    expect(eventsOf(decision)).toEqual(['proposal.expired']);
  });

  test('does not expire early, and not twice', () => {
    const early = decide(asked, expire, strict, new Date(due.getTime() - 1));
    expect(early).toMatchObject({ outcome: 'ignored', reason: 'not-due-yet' });
    const expired = roomOf(decide(asked, expire, strict, due));
    expect(decide(expired, expire, strict, due)).toMatchObject({ reason: 'proposal-settled' });
  });

  test('that does not exist is refused', () => {
    const unknown = { ...expire, proposalId: 'no-such' };
    expect(decide(asked, unknown, strict, due)).toMatchObject({ reason: 'proposal-unknown' });
  });
});
