import type { Command } from '../../service/scheduling/command.ts';
import { decide } from '../../service/scheduling/decide.ts';
import {
  ada,
  ben,
  bookCleo,
  bookedRoom,
  changeOf,
  eventsOf,
  friday,
  guestOf,
  later,
  mailsOf,
  messageTo,
  openRoom,
  roomAfter,
  sessionEnd,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

const room = bookedRoom();
const refresh: Command = { do: 'refresh', attendeeId: 'guest-1' };
const asks = { do: 'send-link', attendeeId: 'guest-1', suggestedStartUtc: null } as const;
const expired: Command = { ...asks, because: 'expired' };
const wrote: Command = { ...asks, because: 'human-mail' };
const afterEnd = new Date(sessionEnd.getTime() + 1);

describe('a calendar that asks for the present REQUEST', () => {
  test('gets it again, at the same SEQUENCE, and the other person gets nothing', () => {
    const decision = decide(room, refresh, strict, later(10));
    expect(mailsOf(decision)).toEqual(['update ben@example.test 0.1']);
    expect(changeOf(decision)).toMatchObject({ deed: 'sent-again', events: [] });
    expect(guestOf(changeOf(decision).room).resentAt).toEqual(later(10));
  });

  test('is answered once in ten minutes', () => {
    const once = roomAfter(room, [refresh], strict, later(10));
    const soon = decide(once, refresh, strict, later(19));
    expect(soon).toMatchObject({ outcome: 'ignored', reason: 'sent-again-lately', messages: [] });
    expect(decide(once, refresh, strict, later(20)).outcome).toBe('changed');
  });

  test('does not use up the other person’s turn', () => {
    const once = roomAfter(room, [refresh], strict, later(10));
    const host: Command = { do: 'refresh', attendeeId: 'host-1' };
    expect(mailsOf(decide(once, host, strict, later(11)))).toEqual(['update ada@example.test 0.2']);
  });
});

describe('a new link', () => {
  test('goes to the person whose link had expired, once in ten minutes', () => {
    const decision = decide(room, expired, strict, later(10));
    expect(mailsOf(decision)).toEqual(['fresh-link ben@example.test 0.0']);
    expect(changeOf(decision).room.stampedAt).toEqual(room.stampedAt);
    const once = changeOf(decision).room;
    const soon = decide(once, expired, strict, later(19));
    expect(soon).toMatchObject({ reason: 'sent-again-lately' });
    expect(decide(once, expired, strict, later(20)).outcome).toBe('changed');
  });

  test('answers a mail written by hand, once a day', () => {
    const once = roomAfter(room, [wrote], strict, later(10));
    expect(guestOf(once).humanAnsweredAt).toEqual(later(10));
    const almost = decide(once, wrote, strict, later(9 + 24 * 60));
    expect(almost).toMatchObject({ reason: 'sent-again-lately' });
    expect(mailsOf(decide(once, wrote, strict, later(10 + 24 * 60)))).toEqual([
      'human-answer ben@example.test 0.0',
    ]);
  });

  test('offers the time a mail plainly asks for, unless nobody could ask for it', () => {
    const offeredFor = (suggestedStartUtc: Date) =>
      messageTo(decide(room, { ...wrote, suggestedStartUtc }, strict, later(10)), ben.email)
        .suggestedStartUtc;
    expect(offeredFor(friday)).toEqual(friday);
    expect(offeredFor(room.startUtc)).toBeNull();
    expect(offeredFor(later(10))).toBeNull();
  });

  test('the two are counted apart', () => {
    const once = roomAfter(room, [wrote], strict, later(10));
    expect(decide(once, expired, strict, later(11)).outcome).toBe('changed');
  });
});

test.each([refresh, expired, wrote])('$do is only for people in a booked room', (command) => {
  const gone = roomAfter(room, [unbook, bookCleo]);
  expect(decide(gone, command, strict, later(20))).toMatchObject({ reason: 'no-longer-invited' });
  expect(decide(room, command, strict, afterEnd)).toMatchObject({ reason: 'session-over' });
  const byHost = { ...command, attendeeId: 'host-1' } as Command;
  expect(decide(openRoom(), byHost, strict, later(20))).toMatchObject({ reason: 'room-open' });
});

describe('mail that cannot be delivered', () => {
  const bounced: Command = {
    do: 'record-undeliverable',
    attendeeId: 'guest-1',
    reason: '550 5.1.1 <ben@example.test> unknown',
  };

  test('marks the person and warns the other one, without the bounce’s words', () => {
    const decision = decide(room, bounced, strict, later(10));
    expect(guestOf(changeOf(decision).room).reachable).toBe(false);
    expect(mailsOf(decision)).toEqual(['delivery-trouble ada@example.test 0.0']);
    expect(messageTo(decision, ada.email).reason).toBeNull();
    expect(eventsOf(decision)).toEqual(['attendee.undeliverable']);
  });

  test('never unbooks', () => {
    expect(roomAfter(room, [bounced]).status).toBe('booked');
  });

  test('is told once', () => {
    const once = roomAfter(room, [bounced]);
    expect(decide(once, bounced, strict, later(20))).toMatchObject({ reason: 'already-known' });
  });

  test('to both is not told to somebody who cannot be reached', () => {
    const once = roomAfter(room, [bounced]);
    const both = decide(once, { ...bounced, attendeeId: 'host-1' }, strict, later(20));
    expect(changeOf(both).messages).toEqual([]);
  });

  test('to the host of an open room is recorded, and there is nobody to warn', () => {
    const host = { ...bounced, attendeeId: 'host-1' };
    expect(mailsOf(decide(openRoom(), host, strict, later(10)))).toEqual([]);
  });

  test('to a guest who left changes nothing', () => {
    const open = roomAfter(room, [unbook]);
    expect(decide(open, bounced, strict, later(20))).toMatchObject({ reason: 'no-longer-invited' });
  });

  test('is forgotten when the guest is booked again: the host application may know better', () => {
    const back = roomAfter(room, [bounced, toFriday, unbook]);
    expect(back.formerGuests[0]?.reachable).toBe(false);
    const guest = { name: 'Ben', email: 'ben@example.test', timeZone: null, locale: null };
    const again = roomAfter(back, [{ do: 'book', guest: { ...guest, attendeeId: 'guest-9' } }]);
    expect(guestOf(again).reachable).toBe(true);
  });
});
