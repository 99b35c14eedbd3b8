import type {
  Command,
  Counter,
  NewRoom,
  Question,
  Reply,
} from '../../service/scheduling/command.ts';
import { createRoom } from '../../service/scheduling/create.ts';
import { decide } from '../../service/scheduling/decide.ts';
import type { Decision, MessageIntent } from '../../service/scheduling/decision.ts';
import type { Attendee, Person, Room, Rules } from '../../service/scheduling/room.ts';

/** The moment at which the examples begin: a Monday. */
export const monday = new Date('2026-03-02T09:00:00.250Z');
/** When the session of the examples is: three days later, for an hour. */
export const sessionStart = new Date('2026-03-05T15:00:00Z');
export const sessionEnd = new Date('2026-03-05T16:00:00Z');
/** A time that people propose and applications move to. */
export const friday = new Date('2026-03-06T10:00:00Z');
export const fridayEnd = new Date('2026-03-06T11:00:00Z');

export const strict: Rules = {
  declineRule: 'strict',
  declineHoldSeconds: 0,
  proposalTtlHours: 48,
  allowCounter: true,
  minimumNoticeMinutes: 0,
  reminderMinutes: [],
  unansweredReminderHours: null,
  answerHumanMail: true,
};
export const soft: Rules = { ...strict, declineRule: 'soft' };
export const holding: Rules = { ...strict, declineHoldSeconds: 3_600 };

export const ada = person('Ada Host', 'ada@example.test');
export const ben = person('Ben Guest', 'ben@example.test');
export const cleo = person('Cleo Guest', 'cleo@example.test');

export const noWording = { sessionName: null, description: null, location: null, joinUrl: null };

export function person(name: string, email: string): Person {
  return { name, email, timeZone: 'Europe/Berlin', locale: 'en' };
}

/** `n` minutes after the examples begin. */
export function later(n: number): Date {
  return new Date(monday.getTime() + n * 60_000);
}

export function newRoom(overrides: Partial<NewRoom> = {}): NewRoom {
  return {
    ...noWording,
    id: 'room-1',
    icsUid: 'uid-1@parley.test',
    startUtc: sessionStart,
    durationMinutes: 60,
    host: { ...ada, attendeeId: 'host-1' },
    guest: null,
    ...overrides,
  };
}

export function openRoom(): Room {
  return roomOf(createRoom(newRoom(), monday));
}

/** Ada hosts, Ben is the guest; SEQUENCE 0. */
export function bookedRoom(): Room {
  return roomOf(decide(openRoom(), bookBen, strict, monday));
}

export const bookBen: Command = { do: 'book', guest: { ...ben, attendeeId: 'guest-1' } };
export const bookCleo: Command = { do: 'book', guest: { ...cleo, attendeeId: 'guest-2' } };
export const toFriday: Command = { do: 'reschedule', startUtc: friday, durationMinutes: null };
export const unbook: Command = { do: 'unbook', reason: null };
export const cancel: Command = { do: 'cancel', reason: null };

/** A reply that answers SEQUENCE 0 of the examples, echoing its times. */
function reply(overrides: Partial<Reply> = {}): Reply {
  return {
    answer: 'accepted',
    sequence: 0,
    stampedAt: later(5),
    receivedAt: later(6),
    startUtc: sessionStart,
    endUtc: sessionEnd,
    comment: null,
    alias: null,
    ...overrides,
  };
}

export function replyFrom(attendeeId: string, overrides: Partial<Reply> = {}): Question {
  return { do: 'record-reply', attendeeId, reply: reply(overrides) };
}

export function counterFrom(attendeeId: string, overrides: Partial<Counter> = {}): Question {
  const asked = { proposedStartUtc: friday, proposedEndUtc: fridayEnd };
  const counter = { ...reply({ answer: 'tentative' }), ...asked, ...overrides };
  return { do: 'counter', attendeeId, proposalId: 'proposal-1', counter };
}

type Ask = Extract<Command, { do: 'ask-confirmation' }>;

/** A question that may not be the person's: they are asked to confirm it. */
export function askAbout(question: Question, overrides: Partial<Ask> = {}): Command {
  return {
    do: 'ask-confirmation',
    attendeeId: question.attendeeId,
    inboundMailId: 'mail-1',
    because: 'not-authenticated',
    question,
    ...overrides,
  };
}

type Propose = Extract<Command, { do: 'propose' }>;

export function proposal(overrides: Partial<Propose> = {}): Propose {
  return {
    do: 'propose',
    by: 'guest',
    source: 'page',
    proposalId: 'proposal-1',
    startUtc: friday,
    durationMinutes: null,
    note: null,
    ...overrides,
  };
}

export function approveAs(
  by: 'host' | 'guest' | 'application',
  proposalId = 'proposal-1',
): Command {
  return { do: 'approve', proposalId, by };
}

export function declineAs(
  by: 'host' | 'guest' | 'application',
  proposalId = 'proposal-1',
): Command {
  return { do: 'decline-proposal', proposalId, by };
}

/** The room after these commands, each of which must be taken. */
export function roomAfter(
  room: Room,
  commands: readonly Command[],
  rules: Rules = strict,
  now: Date = later(10),
): Room {
  return commands.reduce((before, command) => roomOf(decide(before, command, rules, now)), room);
}

/** The room a decision leads to; a refusal leads to none. */
export function roomOf(decision: Decision): Room {
  if (decision.outcome === 'refused') throw new Error(`refused: ${decision.reason}`);
  return decision.room;
}

/** The decision, which must have changed the room. */
export function changeOf(decision: Decision): Extract<Decision, { outcome: 'changed' }> {
  if (decision.outcome !== 'changed') throw new Error(`${decision.outcome}: ${decision.reason}`);
  return decision;
}

/** What is owed, in short: "update ada@example.test 1.0" is kind, recipient, SEQUENCE.revision. */
export function mailsOf(decision: Decision): string[] {
  if (decision.outcome === 'refused') return [];
  return decision.messages.map(
    (one) => `${one.kind} ${one.to.email} ${one.sequence}.${one.revision}`,
  );
}

export function messageTo(decision: Decision, email: string): MessageIntent {
  const all = decision.outcome === 'refused' ? [] : decision.messages;
  const found = all.filter((one) => one.to.email === email);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} messages to ${email}`);
  }
  return found[0];
}

export function eventsOf(decision: Decision): string[] {
  return changeOf(decision).events.map((one) => one.type);
}

export function guestOf(room: Room): Attendee {
  if (room.guest === null) throw new Error('the room has no guest');
  return room.guest;
}
