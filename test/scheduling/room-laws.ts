import { isDeepStrictEqual } from 'node:util';
import type { Command } from '../../service/scheduling/command.ts';
import type { Attendee, Room } from '../../service/scheduling/room.ts';
import { answerLaws } from './answer-laws.ts';
import { doubtLaws } from './doubt-laws.ts';
import { mailLaws } from './mail-laws.ts';
import type { Law, Taken } from './room-life.ts';

/** What must hold of the room itself. */
const stateLaws = {
  'a person has one open proposal at most': ({ after }) => {
    const open = openProposals(after).map((one) => one.attendeeId);
    return new Set(open).size === open.length;
  },

  'an open proposal is somebody’s who is in, about the session as it is': ({ after }) =>
    openProposals(after).every(
      (one) =>
        [after.host.id, after.guest?.id].includes(one.attendeeId) &&
        after.status === 'booked' &&
        one.madeAtSequence === after.icsSequence,
    ),

  'a settled proposal stays as it was settled': ({ before, after }) =>
    before.proposals
      .filter((one) => one.status !== 'pending')
      .every((one) => after.proposals.some((same) => isDeepStrictEqual(one, same))),

  'a booked room has a guest, an open one none, a cancelled one its last': ({ before, after }) =>
    after.status === 'cancelled'
      ? after.guest?.id === before.guest?.id
      : (after.status === 'booked') === (after.guest !== null),

  'cancelled is for good': ({ before, decision }) =>
    before.status !== 'cancelled' ||
    decision.outcome === 'refused' ||
    (decision.outcome === 'ignored' &&
      decision.messages.every((one) => one.kind === 'cancellation') &&
      isDeepStrictEqual(withoutResending(decision.room), withoutResending(before))),

  'what is ignored leaves the room as it was': ({ before, command, decision }) =>
    decision.outcome !== 'ignored' ||
    isDeepStrictEqual(
      masked(before, command, decision.reason),
      masked(decision.room, command, decision.reason),
    ),

  'an ignored command that notes nothing hands back the very room': ({ before, decision }) =>
    decision.outcome !== 'ignored' ||
    decision.room === before ||
    !isDeepStrictEqual(decision.room, before),

  'the last move is not above SEQUENCE, and neither falls': ({ before, after }) =>
    after.majorSequence <= after.icsSequence &&
    after.majorSequence >= before.majorSequence &&
    after.icsSequence >= before.icsSequence,

  'the application is told of everything but what is only mailed again': ({ decision }) =>
    decision.outcome !== 'changed' ||
    decision.events.length > 0 ||
    ['sent-again', 'link-sent', 'counter-parked', 'confirmation-asked'].includes(decision.deed),
} satisfies Record<string, Law>;

/** All of them by name; the name says what is promised. */
export const laws = { ...stateLaws, ...mailLaws, ...answerLaws, ...doubtLaws };

export type LawName = keyof typeof laws;

/** The first law (of these) that a life breaks, and at which step; null when it keeps them all. */
export function findBroken(
  taken: readonly Taken[],
  names: readonly LawName[] = Object.keys(laws) as LawName[],
): { law: LawName; step: number } | null {
  for (const [step, one] of taken.entries()) {
    const past = taken.slice(0, step);
    const law = names.find((name) => !(laws[name] as Law)(one, past));
    if (law !== undefined) return { law, step };
  }
  return null;
}

function openProposals(room: Room) {
  return room.proposals.filter((one) => one.status === 'pending');
}

/** All that a repeated CANCEL may leave behind. */
function withoutResending(room: Room): Room {
  const mask = (one: Attendee) => ({ ...one, resentAt: null });
  return {
    ...room,
    revision: 0,
    stampedAt: null,
    host: mask(room.host),
    guest: room.guest && mask(room.guest),
    formerGuests: room.formerGuests.map(mask),
  };
}

function masked(room: Room, command: Command, reason: string): unknown {
  const id = 'attendeeId' in command ? command.attendeeId : null;
  const by = command.do === 'propose' ? command.by : null;
  if (reason === 'room-cancelled' || reason === 'no-longer-invited') return withoutResending(room);
  const mask = (one: Attendee | null) => {
    if (one === null || (one.id !== id && one.role !== by)) return one;
    if (reason === 'stale-answer') return { ...one, resentAt: null };
    if (reason === 'session-over') return { ...one, heldDecline: null };
    const isAsking = reason === 'same-time' || reason === 'duplicate-proposal';
    if (!isAsking) return one;
    const answer = one.answer === 'declined' ? 'needs-action' : one.answer;
    return { ...one, answer, lastReply: null, comment: null, heldDecline: null, aliases: [] };
  };
  const people = { ...room, host: mask(room.host), guest: mask(room.guest) };
  return reason === 'stale-answer' ? { ...people, revision: 0, stampedAt: null } : people;
}
