import { limits } from '../limits.ts';
import type { CommandTo } from './command.ts';
import { cutText } from './cut-text.ts';
import { changed, ignored, proposalEvent, refused } from './decided.ts';
import type { Decision } from './decision.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import {
  type BookedRoom,
  isBooked,
  otherThan,
  personIn,
  withoutHold,
  withPerson,
} from './people.ts';
import type { Attendee, Proposal, ProposalSource, Room, Rules } from './room.ts';
import { supersedeProposals } from './supersede-proposals.ts';
import {
  checkWish,
  isInFuture,
  isOver,
  isTooSoon,
  minutesAfter,
  type SessionTime,
  sameTime,
} from './times.ts';

const dayMinutes = 24 * 60;

/** Somebody asks for another time, by the page or through the API (rules.md, Proposals). */
export function propose(
  room: Room,
  command: CommandTo<'propose'>,
  rules: Rules,
  now: Date,
): Decision {
  if (!isBooked(room)) return refused('not-booked');
  if (command.source === 'mail' && !rules.allowCounter) return refused('counter-not-allowed');
  // A link outlives the session when that was moved forward; the host application may still ask.
  if (command.source !== 'api' && isOver(room, now)) return ignored(room, 'session-over');
  const wish = checkWish(room, command, now, rules.minimumNoticeMinutes);
  if (!wish.ok) return refused(wish.problem === 'same-time' ? 'time-unchanged' : wish.problem);
  const { proposalId: id, source, note } = command;
  return askForTime(room, personIn(room, command.by), { id, source, note }, wish.time, rules, now);
}

interface Asked {
  readonly id: string;
  readonly source: ProposalSource;
  readonly note: string | null;
}

/**
 * A proposal whose time has passed every guard, from the page, a COUNTER or the API alike. Asking
 * for another time withdraws the person's held decline: they want the session, only not then.
 */
export function askForTime(
  before: BookedRoom,
  person: Attendee,
  asked: Asked,
  time: SessionTime,
  rules: Rules,
  now: Date,
): Decision {
  const asker = withoutHold(person);
  const present = withPerson(before, asker);
  if (isAskedAlready(present, asker, time, now)) return ignored(present, 'duplicate-proposal');
  const proposalsMade = countOneMore(asker.proposalsMade, now);
  if (proposalsMade.count > limits.proposalsPerDay) return refused('too-many-proposals');
  const proposer = { ...asker, proposalsMade };
  const room = withPerson(present, proposer);
  const { room: settled, events } = supersedeProposals(room, now, proposer.id);
  const proposal: Proposal = {
    ...asked,
    ...time,
    note: cutText(asked.note, limits.noteLength),
    attendeeId: proposer.id,
    proposedBy: proposer.role,
    status: 'pending',
    madeAtSequence: room.icsSequence,
    createdAt: now,
    expiresAt: expiryOf(room, rules, now),
    decidedAt: null,
    decidedBy: null,
  };
  const after = { ...settled, proposals: [...settled.proposals, proposal] };
  const about = { proposalId: proposal.id };
  const decider = otherThan(after, proposer);
  return changed(after, 'proposed', {
    messages: [
      plainMessage(after, 'proposal-to-decide', pairFor(after, decider), now, about),
      plainMessage(after, 'proposal-sent', pairFor(after, proposer), now, about),
    ],
    events: [...events, proposalEvent('proposal.created', proposal.id)],
    why: proposal.note,
  });
}

/** The same wish twice (a form sent twice, a mail under two Message-IDs) is one proposal. */
function isAskedAlready(room: Room, proposer: Attendee, time: SessionTime, now: Date): boolean {
  return room.proposals.some(
    (one) =>
      one.status === 'pending' &&
      one.attendeeId === proposer.id &&
      isInFuture(one.expiresAt, now) &&
      sameTime(one, time),
  );
}

/** One more new time; a day after the first one, counting begins anew. */
function countOneMore(made: Attendee['proposalsMade'], now: Date) {
  if (made === null || !isTooSoon(made.since, dayMinutes, now)) return { since: now, count: 1 };
  return { since: made.since, count: made.count + 1 };
}

/** The application's lifetime of proposals, and not beyond the session they would move. */
function expiryOf(room: Room, rules: Rules, now: Date): Date {
  const latest = minutesAfter(now, rules.proposalTtlHours * 60);
  const isSooner = room.startUtc.getTime() < latest.getTime();
  return isInFuture(room.startUtc, now) && isSooner ? room.startUtc : latest;
}
