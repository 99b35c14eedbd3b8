import { limits } from '../limits.ts';
import type { CommandTo, Counter } from './command.ts';
import { cutText } from './cut-text.ts';
import { changed, ignored } from './decided.ts';
import type { Decision } from './decision.ts';
import { judgeFreshness } from './freshness.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import { type BookedRoom, withoutHold, withPerson } from './people.ts';
import { askForTime } from './propose.ts';
import { answerNotFresh } from './refresh.ts';
import type { Attendee, Room, Rules } from './room.ts';
import { checkWish, minutesBetween, type WishCheck } from './times.ts';
import { findWriter } from './writer.ts';

const complaints = {
  'not-understood': 'the proposed time could not be understood',
  'not-taken': 'new times cannot be proposed from a calendar here',
  'start-in-past': 'the proposed time is in the past',
  'duration-not-allowed': 'the proposed length is not one this session can have',
} as const;

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
  const freshness = judgeFreshness(room, writer.attendee, command.counter, 'needs-action');
  if (!freshness.isFresh) {
    return answerNotFresh(writer.room, writer.attendee, freshness.reason, now);
  }
  const sender = { ...withoutHold(writer.attendee), lastReply: freshness.lastReply };
  return weigh(withPerson(writer.room, sender), sender, command, rules, now);
}

function weigh(
  room: BookedRoom,
  sender: Attendee,
  command: CommandTo<'counter'>,
  rules: Rules,
  now: Date,
): Decision {
  const comment = cutText(command.counter.comment, limits.commentLength);
  const wish = checkProposedTime(room, command.counter, now);
  if (wish.ok) {
    if (!rules.allowCounter) return park(room, sender, complaints['not-taken'], now);
    const asked = { id: command.proposalId, source: 'mail' as const, note: comment };
    return askForTime(room, sender, asked, wish.time, rules, now);
  }
  if (wish.problem === 'same-time') {
    const noted = { ...sender, comment: comment ?? sender.comment };
    return ignored(withPerson(room, noted), 'same-time');
  }
  const complaint = rules.allowCounter ? complaints[wish.problem] : complaints['not-taken'];
  return park(room, sender, complaint, now);
}

type ProposedCheck = WishCheck | { readonly ok: false; readonly problem: 'not-understood' };

/** DTSTART with DTEND; without a DTEND the session keeps its length. */
function checkProposedTime(room: Room, asked: Counter, now: Date): ProposedCheck {
  const { proposedStartUtc: startUtc, proposedEndUtc: end } = asked;
  if (startUtc === null) return { ok: false, problem: 'not-understood' };
  const durationMinutes = end === null ? null : minutesBetween(startUtc, end);
  return checkWish(room, { startUtc, durationMinutes }, now);
}

function park(room: BookedRoom, sender: Attendee, complaint: string, now: Date): Decision {
  const details = { reason: complaint };
  return changed(room, 'counter-parked', {
    messages: [plainMessage(room, 'counter-not-understood', pairFor(room, sender), now, details)],
    why: complaint,
  });
}
