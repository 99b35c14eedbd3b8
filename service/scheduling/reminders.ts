import type { MessageIntent, MessageKind } from './decision.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import { type BookedRoom, isBooked } from './people.ts';
import type { Attendee, Room, Rules } from './room.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The kinds that are owed for a later time and die with the booking they remind of. */
export const reminderKinds = ['reminder', 'answer-reminder'] as const;
export type ReminderKind = (typeof reminderKinds)[number];

export const isReminderKind = (kind: MessageKind): kind is ReminderKind =>
  reminderKinds.some((one) => one === kind);

export interface ReminderPlan {
  /** Whose reminders that still wait say what is no longer so. */
  readonly endedFor: readonly string[];
  /** True: those that are due by now may still go out, for the booking is the same. */
  readonly dueStay: boolean;
  readonly owed: readonly MessageIntent[];
}

/**
 * What a change of a room means for its reminders. They depend on the room alone: whoever is to be
 * told something else than before, or at another time, has all of theirs replaced. Only a booking
 * that people were asked about is reminded of; nobody is reminded of what they declined or cannot
 * be reached for, nor at a time that is over.
 */
export function planReminders(
  before: Room | null,
  after: Room,
  rules: Rules,
  now: Date,
): ReminderPlan {
  const was = groupByPerson(before, rules, now);
  const is = groupByPerson(after, rules, now);
  const differs = (id: string) => describe(was.get(id)) !== describe(is.get(id));
  const endedFor = [...new Set([...was.keys(), ...is.keys()])].filter(differs);
  const dueStay = after.status === 'booked' && before?.icsSequence === after.icsSequence;
  return { endedFor, dueStay, owed: endedFor.flatMap((id) => is.get(id) ?? []) };
}

/** All reminders of a room by whom they are for; those who get none have an empty list. */
function groupByPerson(room: Room | null, rules: Rules, now: Date) {
  if (room === null || !isBooked(room)) return new Map<string, readonly MessageIntent[]>();
  return new Map(
    [room.host, room.guest].map((one) => [one.id, remindersOf(room, one, rules, now)]),
  );
}

function remindersOf(
  room: BookedRoom,
  to: Attendee,
  rules: Rules,
  now: Date,
): readonly MessageIntent[] {
  if (room.askedAt === null || !to.reachable || to.answer === 'declined') return [];
  const remind = (kind: ReminderKind, sendAt: Date): readonly MessageIntent[] => {
    if (sendAt <= now || sendAt >= room.startUtc) return [];
    return [{ ...plainMessage(room, kind, pairFor(room, to), sendAt), sendAt }];
  };
  const before = [...new Set(rules.reminderMinutes)].flatMap((minutes) =>
    remind('reminder', new Date(room.startUtc.getTime() - minutes * minuteMs)),
  );
  const { unansweredReminderHours: hours } = rules;
  if (hours === null || to.answer !== 'needs-action') return before;
  return [
    ...before,
    ...remind('answer-reminder', new Date(room.askedAt.getTime() + hours * hourMs)),
  ];
}

/** All that a reminder tells, as text to compare. */
function describe(reminders: readonly MessageIntent[] = []): string {
  return JSON.stringify(
    reminders.map(({ kind, sendAt, sequence, revision, to, other }) => [
      ...[kind, sendAt, sequence, revision],
      ...[to.name, to.email, to.timeZone, to.locale, to.answer],
      ...[other?.name, other?.timeZone],
    ]),
  );
}
