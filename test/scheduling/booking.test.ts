import { createRoom, newAttendee } from '../../service/scheduling/create.ts';
import { decide } from '../../service/scheduling/decide.ts';
import {
  ada,
  ben,
  bookBen,
  bookCleo,
  bookedRoom,
  changeOf,
  eventsOf,
  friday,
  guestOf,
  later,
  mailsOf,
  messageTo,
  monday,
  newRoom,
  noWording,
  openRoom,
  replyFrom,
  roomAfter,
  sessionStart,
  strict,
  toFriday,
  unbook,
} from './sample-room.ts';

describe('creating a room', () => {
  test('makes an open room at SEQUENCE 0 and mails nobody', () => {
    const decision = createRoom(newRoom(), monday);
    expect(changeOf(decision)).toMatchObject({ deed: 'created', messages: [] });
    expect(changeOf(decision).room).toStrictEqual({
      ...noWording,
      id: 'room-1',
      icsUid: 'uid-1@parley.test',
      status: 'open',
      icsSequence: 0,
      majorSequence: 0,
      revision: 0,
      announced: false,
      stampedAt: null,
      askedAt: null,
      startUtc: sessionStart,
      durationMinutes: 60,
      host: newAttendee('host-1', 'host', ada),
      guest: null,
      formerGuests: [],
      proposals: [],
      cancelledAt: null,
      cancelledBecause: null,
    });
    expect(eventsOf(decision)).toEqual(['room.created']);
  });

  test.each([0, 29, 45, 61, 120, -60, Number.NaN])('refuses a length of %p minutes', (minutes) => {
    expect(createRoom(newRoom({ durationMinutes: minutes }), monday)).toEqual({
      outcome: 'refused',
      reason: 'duration-not-allowed',
    });
  });

  test.each([30, 60, 90])('takes a length of %p minutes', (minutes) => {
    const decision = createRoom(newRoom({ durationMinutes: minutes }), monday);
    expect(changeOf(decision).room.durationMinutes).toBe(minutes);
  });

  test('refuses a start that is not in the future, the present moment included', () => {
    const refusal = { outcome: 'refused', reason: 'start-in-past' };
    expect(createRoom(newRoom({ startUtc: later(-1) }), monday)).toEqual(refusal);
    expect(createRoom(newRoom({ startUtc: monday }), monday)).toEqual(refusal);
  });

  test('refuses a guest who is the host under another spelling of the address', () => {
    const guest = { ...ada, email: 'ADA+guest@Example.test', attendeeId: 'guest-1' };
    expect(createRoom(newRoom({ guest }), monday)).toEqual({
      outcome: 'refused',
      reason: 'host-is-guest',
    });
  });

  test('leaves the guest it was given to the booking that follows', () => {
    const guest = { ...ben, attendeeId: 'guest-1' };
    expect(changeOf(createRoom(newRoom({ guest }), monday)).room.guest).toBeNull();
  });
});

describe('booking', () => {
  test('sends one invitation to each person, both at SEQUENCE 0 with one stamp', () => {
    const decision = decide(openRoom(), bookBen, strict, monday);
    expect(mailsOf(decision)).toEqual([
      'invitation ada@example.test 0.0',
      'invitation ben@example.test 0.0',
    ]);
    const stamp = new Date('2026-03-02T09:00:00Z');
    expect(messageTo(decision, ada.email).stampedAt).toEqual(stamp);
    expect(messageTo(decision, ben.email).stampedAt).toEqual(stamp);
    expect(eventsOf(decision)).toEqual(['room.booked']);
  });

  test('shows each person the other one', () => {
    const decision = decide(openRoom(), bookBen, strict, monday);
    expect(messageTo(decision, ada.email).other?.name).toBe(ben.name);
    expect(messageTo(decision, ben.email).other?.name).toBe(ada.name);
  });

  test('is refused while somebody is in, and mails nobody', () => {
    const decision = decide(bookedRoom(), bookCleo, strict, monday);
    expect(decision).toEqual({ outcome: 'refused', reason: 'already-booked' });
  });

  test('is refused to the host under another spelling of the address', () => {
    const guest = { ...ada, email: 'ada+x@example.test', attendeeId: 'guest-1' };
    expect(decide(openRoom(), { do: 'book', guest }, strict, monday)).toEqual({
      outcome: 'refused',
      reason: 'host-is-guest',
    });
  });

  test('after another guest goes on counting: update to the host, invitation to the guest', () => {
    const open = roomAfter(bookedRoom(), [unbook]);
    const decision = decide(open, bookCleo, strict, later(20));
    expect(mailsOf(decision)).toEqual([
      'update ada@example.test 2.0',
      'invitation cleo@example.test 2.0',
    ]);
    expect(changeOf(decision).room.majorSequence).toBe(2);
  });

  test('asks the host anew, whatever they answered to an earlier booking', () => {
    const accepted = roomAfter(bookedRoom(), [replyFrom('host-1')]);
    expect(accepted.host.answer).toBe('accepted');
    const again = roomAfter(accepted, [unbook, bookCleo]);
    expect(again.host.answer).toBe('needs-action');
    expect(again.host.invitedSequence).toBe(0);
  });

  test('brings a guest who left back under the same id, with new particulars and no answer', () => {
    const left = roomAfter(bookedRoom(), [replyFrom('guest-1', { comment: 'See you' }), unbook]);
    const guest = { ...ben, name: 'Ben Renamed', email: 'Ben@Example.test', attendeeId: 'new-id' };
    const back = roomAfter(left, [{ do: 'book', guest }], strict, later(30));
    expect(guestOf(back)).toMatchObject({
      id: 'guest-1',
      name: 'Ben Renamed',
      answer: 'needs-action',
      comment: null,
      invitedSequence: 2,
      lastReply: null,
      reachable: true,
    });
    expect(back.formerGuests).toEqual([]);
  });

  test('of a guest nobody has seen here makes a new record and keeps the former one', () => {
    const room = roomAfter(bookedRoom(), [unbook, bookCleo]);
    expect(guestOf(room).id).toBe('guest-2');
    expect(room.formerGuests.map((one) => one.id)).toEqual(['guest-1']);
  });

  test('after the open room moved tells both the new time', () => {
    const moved = roomAfter(bookedRoom(), [unbook, toFriday]);
    const decision = decide(moved, bookCleo, strict, later(20));
    expect(messageTo(decision, ada.email).startUtc).toEqual(friday);
    expect(changeOf(decision).room.majorSequence).toBe(2);
  });
});
