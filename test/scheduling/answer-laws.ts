import { isDeepStrictEqual } from 'node:util';
import type { Command, Reply } from '../../service/scheduling/command.ts';
import type { MessageIntent } from '../../service/scheduling/decision.ts';
import type { Attendee, Room } from '../../service/scheduling/room.ts';
import { isOver, sameTime } from '../../service/scheduling/times.ts';
import { calendarMails, methodOf } from './owed-mails.ts';
import type { Law, Taken } from './room-life.ts';

/** What must hold of answers, and of who may change them. */
export const answerLaws = {
  'an answer changes only by a reply, an end of hold, or by being asked anew': (taken) =>
    everybody(taken.after).every((one) => {
      const was = everybody(taken.before).find((former) => former.id === one.id);
      if (was === undefined || was.answer === one.answer) return true;
      return mayAnswer(taken, was, one);
    }),

  'a booking and a new time ask both anew': ({ after, decision }) =>
    decision.outcome !== 'changed' ||
    !['booked', 'rescheduled', 'proposal-approved'].includes(decision.deed) ||
    after.guest === null ||
    (after.host.answer === 'needs-action' && after.guest.answer === 'needs-action'),

  'a hold is only on a decline in a booked room': ({ after }) =>
    everybody(after).every(
      (one) =>
        one.heldDecline === null ||
        (after.status === 'booked' && one.answer === 'declined' && findIn(after, one.id) !== null),
    ),

  'an answer to another time or an earlier stay is never applied': (taken, past) => {
    const { command, answers, before, decision } = taken;
    if (command.do !== 'record-reply' && command.do !== 'counter') return true;
    if (decision.outcome !== 'changed' || answers === null) return true;
    return sameTime(answers, before) && !hasLeftSince(answers, past);
  },

  'a reply older than one that was applied is never applied': (taken, past) => {
    const { command, decision, before } = taken;
    if (command.do !== 'record-reply' || decision.outcome !== 'changed') return true;
    const applied = past.filter((one) => isAppliedReply(one, command.attendeeId, before));
    return applied.every(({ command: earlier }) => !isOlder(command.reply, earlier));
  },

  'a reply delivered again right after has no second effect': ({ command, decision }, past) => {
    const last = past.at(-1);
    if (last?.command.do !== 'record-reply' || command.do !== 'record-reply') return true;
    const { stampedAt, receivedAt } = last.command.reply;
    // A stamp from the future counts as the moment of receipt, so that mail is newer each time.
    const isOrderly = stampedAt !== null && stampedAt.getTime() <= receivedAt.getTime();
    if (last.decision.outcome !== 'changed' || !isOrderly) return true;
    const isSame =
      command.attendeeId === last.command.attendeeId &&
      isDeepStrictEqual(withoutReceipt(command.reply), withoutReceipt(last.command.reply));
    return !isSame || decision.outcome === 'ignored';
  },

  'an answer to the present REQUEST is applied': (taken, past) => {
    const { command, answers, before, decision, now } = taken;
    if (command.do !== 'record-reply' || answers === null || before.status !== 'booked')
      return true;
    const person = findIn(before, command.attendeeId);
    const isPresent = answers.sequence === before.icsSequence && !hasLeftSince(answers, past);
    const isHeard = command.reply.answer !== null && !isOver(before, now);
    const stamp = momentOf(command.reply);
    const isLatest =
      person?.lastReply == null ||
      person.lastReply.sequence < answers.sequence ||
      person.lastReply.at.getTime() < stamp;
    if (person === null || !isPresent || !isHeard || !isLatest) return true;
    return decision.outcome === 'changed';
  },
} satisfies Record<string, Law>;

function everybody(room: Room): readonly Attendee[] {
  return [room.host, ...(room.guest === null ? [] : [room.guest]), ...room.formerGuests];
}

function findIn(room: Room, id: string): Attendee | null {
  return [room.host, room.guest].find((one) => one?.id === id) ?? null;
}

function mayAnswer({ command, decision }: Taken, was: Attendee, is: Attendee): boolean {
  if (decision.outcome === 'refused') return false;
  switch (command.do) {
    case 'record-reply':
      return command.attendeeId === is.id && command.reply.answer === is.answer;
    case 'book':
    case 'reschedule':
    case 'approve':
      return is.answer === 'needs-action';
    case 'keep-session':
    case 'counter':
      return (
        is.answer === 'needs-action' && was.heldDecline !== null && command.attendeeId === is.id
      );
    case 'propose':
      return is.answer === 'needs-action' && was.heldDecline !== null && command.by === is.role;
    default:
      return false;
  }
}

function hasLeftSince(request: MessageIntent, past: readonly Taken[]): boolean {
  return calendarMails(past).some(
    (one) =>
      one.to.id === request.to.id && methodOf(one) === 'CANCEL' && one.sequence > request.sequence,
  );
}

function isAppliedReply(one: Taken, attendeeId: string, room: Room): boolean {
  return (
    one.command.do === 'record-reply' &&
    one.command.attendeeId === attendeeId &&
    one.decision.outcome === 'changed' &&
    one.before.icsSequence === room.icsSequence
  );
}

function isOlder(reply: Reply, earlier: Command): boolean {
  if (earlier.do !== 'record-reply' || earlier.reply.sequence !== reply.sequence) return false;
  return momentOf(reply) < momentOf(earlier.reply);
}

function momentOf({ stampedAt, receivedAt }: Reply): number {
  return Math.min(stampedAt?.getTime() ?? Number.POSITIVE_INFINITY, receivedAt.getTime());
}

function withoutReceipt(reply: Reply): Partial<Reply> {
  const { receivedAt: _, ...rest } = reply;
  return rest;
}
