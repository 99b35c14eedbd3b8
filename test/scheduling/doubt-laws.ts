import { isDeepStrictEqual } from 'node:util';
import { limits } from '../../service/limits.ts';
import { sameMailbox } from '../../service/scheduling/address.ts';
import { everybody } from '../../service/scheduling/people.ts';
import type { Attendee, Room } from '../../service/scheduling/room.ts';
import { isOver, sameInstant } from '../../service/scheduling/times.ts';
import { messagesOf } from './owed-mails.ts';
import type { Law, Taken } from './room-life.ts';

const dayMs = 24 * 3_600_000;

/** What must hold of words that may not be the person's, and of what one person may take up. */
export const doubtLaws = {
  'a question in doubt changes nothing but when its person was asked': ({
    before,
    command,
    decision,
  }) => {
    if (command.do !== 'ask-confirmation' || decision.outcome === 'refused') return true;
    if (decision.outcome === 'ignored') return decision.room === before;
    const mask = (room: Room) => everybody(room).map((one) => ({ ...one, confirmAskedAt: null }));
    const { host: _h, guest: _g, formerGuests: _f, ...rest } = decision.room;
    return (
      isDeepStrictEqual(mask(decision.room), mask(before)) &&
      Object.entries(rest).every(([key, value]) => before[key as keyof Room] === value)
    );
  },

  'only the person themself is asked, and once a day at most': (taken, past) => {
    const { command, now } = taken;
    const asked = messagesOf(taken).filter((one) => one.kind === 'confirm-answer');
    if (command.do !== 'ask-confirmation') return asked.length === 0;
    if (messagesOf(taken).some((one) => one.to.id !== command.attendeeId)) return false;
    const before = past
      .flatMap((one) => messagesOf(one).map((message) => ({ ...message, at: one.now })))
      .filter((one) => one.kind === 'confirm-answer' && one.to.id === command.attendeeId);
    const isLately = before.some(({ at }) => now.getTime() - at.getTime() < dayMs);
    return asked.length === 0 || !isLately;
  },

  'nobody is asked what would change nothing': ({ before, after, command, decision, now }) => {
    if (command.do !== 'ask-confirmation' || decision.outcome !== 'changed') return true;
    const { question } = command;
    const said = question.do === 'counter' ? question.counter : question.reply;
    const isHeard = question.do === 'counter' || said.answer !== null;
    const person = [before.host, before.guest].find((one) => one?.id === command.attendeeId);
    const isRepeated =
      question.do === 'record-reply' &&
      person?.lastReply?.sequence === said.sequence &&
      person.lastReply.at.getTime() === said.stampedAt?.getTime() &&
      person.lastReply.answer === said.answer;
    return (
      before.status === 'booked' &&
      after.startUtc.getTime() + after.durationMinutes * 60_000 >= now.getTime() &&
      person?.reachable === true &&
      isHeard &&
      !isRepeated
    );
  },

  'aliases are few, and never lead to the other person or to oneself': ({ after }) =>
    [after.host, after.guest].every((one) => {
      const other = one?.id === after.host.id ? after.guest : after.host;
      return one === null || hasGoodAliases(one, other);
    }),

  'a day of one person makes no more new times than its share': (taken, past) => {
    const made = proposalsOf([...past, taken]);
    const host = (past[0] ?? taken).before.host;
    const asked = host.proposalsMade;
    return [...new Set(made.map((one) => one.attendeeId))].every((id) => {
      const isHost = id === host.id && asked !== null;
      const own = made.filter((one) => one.attendeeId === id).map((one) => one.at);
      return isWithinShare(own, isHost ? asked.since.getTime() : null, isHost ? asked.count : 0);
    });
  },

  'of two wishes of one second the later arrival wins': ({ command, decision, ...taken }, past) => {
    if (command.do !== 'counter') return true;
    const { attendeeId, counter: second } = command;
    const last = past.findLast((one) => isWishOf(one, attendeeId));
    if (last?.command.do !== 'counter') return true;
    const first = last.command.counter;
    const person = [taken.before.host, taken.before.guest].find((one) => one?.id === attendeeId);
    const isOneMoment =
      isDeepStrictEqual([first.sequence, first.stampedAt], [second.sequence, second.stampedAt]) &&
      first.stampedAt?.getTime() === person?.lastReply?.at.getTime() &&
      // A clock that lags receives it before it was written: that moment is an earlier one.
      first.stampedAt !== null &&
      first.stampedAt.getTime() <= second.receivedAt.getTime() &&
      taken.before.icsSequence === last.after.icsSequence;
    const start = second.proposedStartUtc;
    const isNewTime =
      start !== null &&
      start.getTime() > taken.now.getTime() &&
      second.proposedEndUtc === null &&
      taken.before.proposals.every((one) => !sameInstant(one.startUtc, start)) &&
      !sameInstant(start, taken.before.startUtc);
    if (!isOneMoment || !isNewTime || isOver(taken.before, taken.now)) return true;
    return decision.outcome === 'changed';
  },
} satisfies Record<string, Law>;

function hasGoodAliases(person: Attendee, other: Attendee | null): boolean {
  const { aliases, email } = person;
  return (
    aliases.length <= limits.aliasesPerPerson &&
    new Set(aliases).size === aliases.length &&
    aliases.every((alias) => alias === alias.toLowerCase() && !sameMailbox(alias, email)) &&
    (other === null || aliases.every((alias) => !sameMailbox(alias, other.email)))
  );
}

function isWishOf({ command, decision }: Taken, attendeeId: string): boolean {
  const isTaken = decision.outcome === 'changed' && decision.deed === 'proposed';
  return command.do === 'counter' && command.attendeeId === attendeeId && isTaken;
}

/** Counting begins anew a day after the first one that was counted. */
function isWithinShare(moments: readonly number[], from: number | null, asked: number): boolean {
  let since = from ?? Number.NEGATIVE_INFINITY;
  let count = asked;
  return moments.every((at) => {
    if (at - since >= dayMs) [since, count] = [at, 0];
    count += 1;
    return count <= limits.proposalsPerDay;
  });
}

function proposalsOf(taken: readonly Taken[]) {
  return taken.flatMap(({ before, after, now }) =>
    after.proposals
      .filter((one) => !before.proposals.some((was) => was.id === one.id))
      .map((one) => ({ attendeeId: one.attendeeId, at: now.getTime() })),
  );
}
