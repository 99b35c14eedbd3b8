import { limits } from '../../service/limits.ts';
import { decide } from '../../service/scheduling/decide.ts';
import {
  ada,
  askAbout,
  ben,
  bookCleo,
  bookedRoom,
  changeOf,
  cleo,
  counterFrom,
  friday,
  fridayEnd,
  guestOf,
  later,
  mailsOf,
  messageTo,
  openRoom,
  replyFrom,
  roomAfter,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

const room = bookedRoom();
const no = replyFrom('guest-1', { answer: 'declined', comment: 'ill' });

describe('an answer that may not be the person’s', () => {
  const decision = decide(room, askAbout(no), strict, later(10));

  test('is asked about, of that person only, and nothing else changes', () => {
    expect(mailsOf(decision)).toEqual(['confirm-answer ben@example.test 0.0']);
    expect(changeOf(decision)).toMatchObject({ deed: 'confirmation-asked', events: [] });
    const guest = { ...guestOf(changeOf(decision).room), confirmAskedAt: null };
    expect({ ...changeOf(decision).room, guest }).toEqual(room);
  });

  test('is quoted as it came', () => {
    expect(messageTo(decision, ben.email).doubt).toEqual({
      inboundMailId: 'mail-1',
      because: 'not-authenticated',
      answer: 'declined',
      startUtc: null,
      durationMinutes: null,
      comment: 'ill',
    });
  });

  test('is asked about once a day', () => {
    const once = changeOf(decision).room;
    const soon = decide(once, askAbout(counterFrom('guest-1')), strict, later(9 + 24 * 60));
    expect(soon).toEqual({
      outcome: 'ignored',
      reason: 'sent-again-lately',
      room: once,
      messages: [],
    });
    const next = decide(once, askAbout(no), strict, later(10 + 24 * 60));
    expect(mailsOf(next)).toEqual(['confirm-answer ben@example.test 0.0']);
    const host = decide(once, askAbout(replyFrom('host-1')), strict, later(11));
    expect(mailsOf(host)).toEqual(['confirm-answer ada@example.test 0.0']);
  });

  test('is asked of the person it is bound to, whoever the question names', () => {
    const crossed = askAbout(replyFrom('host-1'), { attendeeId: 'guest-1' });
    expect(mailsOf(decide(room, crossed, strict, later(10)))).toEqual([
      'confirm-answer ben@example.test 0.0',
    ]);
  });

  test.each([
    ['no answer', room, askAbout(replyFrom('guest-1', { answer: null })), 'not-an-answer'],
    [
      'given before',
      roomAfter(room, [replyFrom('guest-1')]),
      askAbout(replyFrom('guest-1')),
      'duplicate-answer',
    ],
    [
      'of an older moment',
      roomAfter(room, [replyFrom('guest-1')]),
      askAbout(replyFrom('guest-1', { stampedAt: later(1) })),
      'superseded-answer',
    ],
    ['to a time that is over', roomAfter(room, [toFriday]), askAbout(no), 'stale-answer'],
    ['of a guest who left', roomAfter(room, [unbook]), askAbout(no), 'no-longer-invited'],
    ['in an open room', openRoom(), askAbout(replyFrom('host-1')), 'room-open'],
    [
      'for the present time',
      room,
      askAbout(counterFrom('guest-1', { proposedStartUtc: room.startUtc, proposedEndUtc: null })),
      'same-time',
    ],
  ] as const)('that is %s is asked about by nobody', (_, before, command, reason) => {
    const ends = decide(before, command, strict, later(20));
    expect(ends).toEqual({ outcome: 'ignored', reason, room: before, messages: [] });
  });

  test('is not asked of somebody who cannot be reached', () => {
    const lost = roomAfter(room, [
      { do: 'record-undeliverable', attendeeId: 'guest-1', reason: '550' },
    ]);
    expect(decide(lost, askAbout(no), strict, later(20))).toMatchObject({
      reason: 'unreachable',
      room: lost,
      messages: [],
    });
  });
});

describe('a wish that may not be the person’s', () => {
  const doubtOf = (overrides: Parameters<typeof counterFrom>[1]) =>
    messageTo(
      decide(room, askAbout(counterFrom('guest-1', overrides)), strict, later(10)),
      ben.email,
    ).doubt;

  test('is quoted with its time', () => {
    expect(doubtOf({})).toMatchObject({ answer: null, startUtc: friday, durationMinutes: 60 });
    expect(doubtOf({ proposedEndUtc: null })).toMatchObject({ durationMinutes: 60 });
    expect(doubtOf({ proposedStartUtc: null })).toMatchObject({
      startUtc: null,
      durationMinutes: null,
    });
    expect(doubtOf({ proposedStartUtc: fridayEnd, proposedEndUtc: friday })).toMatchObject({
      startUtc: fridayEnd,
      durationMinutes: null,
    });
    expect(doubtOf({ comment: 'x'.repeat(1_001) })?.comment).toHaveLength(limits.commentLength);
  });
});

describe('an address that an answer proved to be the person’s', () => {
  const from = (alias: string, minute = 5) =>
    replyFrom('guest-1', { alias, stampedAt: later(minute), receivedAt: later(minute) });
  const aliasesAfter = (...commands: Parameters<typeof roomAfter>[1]) =>
    guestOf(roomAfter(room, commands, strict, later(100))).aliases;

  test('is remembered, normalised and once', () => {
    const again = replyFrom('guest-1', { answer: 'tentative', alias: 'BEN@Work.test' });
    expect(aliasesAfter(from('Ben@work.test'), again)).toEqual(['ben@work.test']);
    expect(aliasesAfter(counterFrom('guest-1', { alias: 'ben@work.test' }))).toEqual([
      'ben@work.test',
    ]);
  });

  test('is never their own nor the other person’s, however it is spelled', () => {
    for (const alias of [ben.email, 'Ben+x@example.test', ada.email, 'ADA+x@example.test', 'x']) {
      expect(aliasesAfter(from(alias))).toEqual([]);
    }
  });

  test('stays known with a few others, the newest of them', () => {
    const many = Array.from({ length: 7 }, (_, n) => from(`ben@work${n}.test`, 5 + n));
    expect(aliasesAfter(...many)).toEqual([2, 3, 4, 5, 6].map((n) => `ben@work${n}.test`));
  });

  test('is forgotten when it turns out to be the next guest’s', () => {
    const learned = replyFrom('host-1', { alias: cleo.email });
    const next = roomAfter(room, [learned, unbook, bookCleo]);
    expect(roomAfter(room, [learned]).host.aliases).toEqual([cleo.email]);
    expect(next.host.aliases).toEqual([]);
  });

  test('is not learned from an answer that changes nothing', () => {
    const stale = decide(roomAfter(room, [toFriday]), from('ben@work.test'), strict, later(20));
    expect(stale.outcome === 'ignored' && guestOf(stale.room).aliases).toEqual([]);
  });

  test('stays with a guest who declines and comes back', () => {
    const declined = replyFrom('guest-1', { answer: 'declined', alias: 'ben@work.test' });
    const back = { do: 'book', guest: { ...ben, attendeeId: 'guest-9' } } as const;
    expect(guestOf(roomAfter(room, [declined, back])).aliases).toEqual(['ben@work.test']);
  });
});
