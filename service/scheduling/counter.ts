import { limits } from '../limits.ts';
import { withAlias } from './aliases.ts';
import type { CommandTo, Counter } from './command.ts';
import { cutText } from './cut-text.ts';
import { changed, ignored } from './decided.ts';
import type { CounterProblem, Decision } from './decision.ts';
import { judgeFreshness } from './freshness.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import { type BookedRoom, otherThan, withoutHold, withPerson } from './people.ts';
import { askForTime } from './propose.ts';
import { answerNotFresh } from './refresh.ts';
import type { Attendee, LastReply, Room, Rules } from './room.ts';
import {
  checkWish,
  isInFuture,
  isTooSoon,
  minutesBetween,
  type SessionTime,
  sameInstant,
  sameTime,
  type WishCheck,
} from './times.ts';
import { findWriter } from './writer.ts';

/** For the room's history; the person is told the same in their own language. */
const complaints: Readonly<Record<CounterProblem, string>> = {
  'not-understood': 'the proposed time could not be understood',
  'not-taken': 'new times cannot be proposed from a calendar here',
  'start-in-past': 'the proposed time is in the past',
  'too-short-notice': 'the proposed time is too soon',
  'duration-not-allowed': 'the proposed length is not one this session can have',
  'too-many-proposals': 'too many new times were proposed today',
};

/**
 * Somebody's calendar proposed a new time (METHOD:COUNTER). It is never a decline: its PARTSTAT
 * is not read at all (rules.md, Replies 5). An understood time becomes the same proposal as the
 * page makes; any other is answered with the link to that page.
 */
export function counter(
  room: Room,
  command: CommandTo<'counter'>,
  rules: Rules,
  now: Date,
): Decision {
  const writer = findWriter(room, command.attendeeId, now);
  if (!writer.ok) return ignored(room, writer.reason);
  const { attendee } = writer;
  const wish = checkProposedTime(writer.room, command.counter, rules, now);
  // Two wishes of one second for different times: the later arrival wins.
  const isAnother = wish.ok && rules.allowCounter && !isSettled(room, attendee, wish.time, now);
  const freshness = judgeFreshness(room, attendee, command.counter, 'needs-action', !isAnother);
  if (!freshness.isFresh) return answerNotFresh(writer.room, attendee, freshness.reason, now);
  const known = withAlias(attendee, command.counter.alias, otherThan(writer.room, attendee));
  const sender = withLastReply(withoutHold(known), freshness.lastReply);
  return weigh(withPerson(writer.room, sender), sender, command, wish, rules, now);
}

function weigh(
  room: BookedRoom,
  sender: Attendee,
  command: CommandTo<'counter'>,
  wish: ProposedCheck,
  rules: Rules,
  now: Date,
): Decision {
  const comment = cutText(command.counter.comment, limits.commentLength);
  if (wish.ok) {
    if (!rules.allowCounter) return park(room, sender, 'not-taken', now);
    const asked = { id: command.proposalId, source: 'mail' as const, note: comment };
    const decision = askForTime(room, sender, asked, wish.time, rules, now);
    if (decision.outcome !== 'refused') return decision;
    return park(room, sender, 'too-many-proposals', now);
  }
  if (wish.problem === 'same-time') {
    const noted = { ...sender, comment: comment ?? sender.comment };
    return ignored(withPerson(room, noted), 'same-time');
  }
  return park(room, sender, rules.allowCounter ? wish.problem : 'not-taken', now);
}

type ProposedCheck = WishCheck | { readonly ok: false; readonly problem: 'not-understood' };

/** DTSTART with DTEND; without a DTEND the session keeps its length. */
function checkProposedTime(room: Room, asked: Counter, rules: Rules, now: Date): ProposedCheck {
  const { proposedStartUtc: startUtc, proposedEndUtc: end } = asked;
  if (startUtc === null) return { ok: false, problem: 'not-understood' };
  const durationMinutes = end === null ? null : minutesBetween(startUtc, end);
  return checkWish(room, { startUtc, durationMinutes }, now, rules.minimumNoticeMinutes);
}

/** Whether this very wish came before by mail and is decided, so that it is not asked again. */
function isSettled(room: Room, sender: Attendee, time: SessionTime, now: Date): boolean {
  return room.proposals.some(
    (one) =>
      one.attendeeId === sender.id &&
      one.source === 'mail' &&
      sameTime(one, time) &&
      (one.status !== 'pending' || !isInFuture(one.expiresAt, now)),
  );
}

/** The same person when the reply adds nothing to the last one of that moment. */
function withLastReply(sender: Attendee, reply: LastReply): Attendee {
  const last = sender.lastReply;
  const isSame =
    last?.sequence === reply.sequence &&
    last.answer === reply.answer &&
    sameInstant(last.at, reply.at);
  return isSame ? sender : { ...sender, lastReply: reply };
}

/**
 * Kept for somebody to look at. The sender is mailed why, with a link to ask by: as seldom as any
 * link, so that a calendar which asks over and over does not fill their mailbox.
 */
function park(room: BookedRoom, sender: Attendee, problem: CounterProblem, now: Date): Decision {
  const complaint = complaints[problem];
  if (isTooSoon(sender.linkSentAt, limits.resendEveryMinutes, now)) {
    return changed(room, 'counter-parked', { why: complaint });
  }
  const told = { ...sender, linkSentAt: now };
  const after = withPerson(room, told);
  const details = { reason: problem };
  return changed(after, 'counter-parked', {
    messages: [plainMessage(after, 'counter-not-understood', pairFor(after, told), now, details)],
    why: complaint,
  });
}
