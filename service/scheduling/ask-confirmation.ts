import { limits } from '../limits.ts';
import type { CommandTo, Question } from './command.ts';
import { counter } from './counter.ts';
import { cutText } from './cut-text.ts';
import { changed, ignored } from './decided.ts';
import type { Decision, Doubt } from './decision.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import { findPresent, withPerson } from './people.ts';
import { recordReply } from './record-reply.ts';
import type { Room, Rules } from './room.ts';
import { isTooSoon, minutesBetween } from './times.ts';

/**
 * An answer or a wish that came in somebody's name and may not be theirs (rules.md, Replies 6):
 * they are asked, once a day at most, and until they say so nothing is changed. What would change
 * nothing anyway ends with that reason, and nobody is troubled with it.
 */
export function askConfirmation(
  room: Room,
  command: CommandTo<'ask-confirmation'>,
  rules: Rules,
  now: Date,
): Decision {
  const question: Question = { ...command.question, attendeeId: command.attendeeId };
  const answer = answerTo(room, question, rules, now);
  if (answer.outcome === 'refused') return answer;
  if (answer.outcome === 'ignored') return ignored(room, answer.reason);
  const person = findPresent(room, command.attendeeId);
  if (person === null) return ignored(room, 'no-longer-invited');
  if (!person.reachable) return ignored(room, 'unreachable');
  if (isTooSoon(person.confirmAskedAt, limits.confirmAskEveryHours * 60, now)) {
    return ignored(room, 'sent-again-lately');
  }
  const asked = { ...person, confirmAskedAt: now };
  const after = withPerson(room, asked);
  const doubt = doubtOf(room, command, question);
  return changed(after, 'confirmation-asked', {
    messages: [plainMessage(after, 'confirm-answer', pairFor(after, asked), now, { doubt })],
    why: command.because,
  });
}

/** What would come of the question if it were theirs. */
function answerTo(room: Room, question: Question, rules: Rules, now: Date): Decision {
  return question.do === 'counter'
    ? counter(room, question, rules, now)
    : recordReply(room, question, rules, now);
}

function doubtOf(room: Room, command: CommandTo<'ask-confirmation'>, question: Question): Doubt {
  const { inboundMailId, because } = command;
  const about = { inboundMailId, because };
  if (question.do === 'record-reply') {
    const { answer, comment } = question.reply;
    return { ...about, answer, startUtc: null, durationMinutes: null, comment: cut(comment) };
  }
  const { proposedStartUtc: startUtc, proposedEndUtc: end, comment } = question.counter;
  const minutes = startUtc && end ? minutesBetween(startUtc, end) : room.durationMinutes;
  const durationMinutes = startUtc && Number.isInteger(minutes) && minutes > 0 ? minutes : null;
  return { ...about, answer: null, startUtc, durationMinutes, comment: cut(comment) };
}

function cut(comment: string | null): string | null {
  return cutText(comment, limits.commentLength);
}
