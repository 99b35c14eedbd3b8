import { limits } from '../limits.ts';
import type { CommandTo } from './command.ts';
import { cutText } from './cut-text.ts';
import { changed, ignored, roomEvent } from './decided.ts';
import type { Decision } from './decision.ts';
import { applyDeclineRule } from './decline-rule.ts';
import { judgeFreshness } from './freshness.ts';
import { withPerson } from './people.ts';
import { answerNotFresh } from './refresh.ts';
import type { Room, Rules } from './room.ts';
import { findWriter } from './writer.ts';

/** Somebody's calendar answered the invitation (METHOD:REPLY; rules.md, Replies). */
export function recordReply(
  room: Room,
  command: CommandTo<'record-reply'>,
  rules: Rules,
  now: Date,
): Decision {
  const { reply } = command;
  const writer = findWriter(room, command.attendeeId, now);
  if (!writer.ok) return ignored(room, writer.reason);
  const { answer } = reply;
  if (answer === null || answer === 'needs-action') return ignored(room, 'not-an-answer');
  const freshness = judgeFreshness(room, writer.attendee, reply, answer);
  if (!freshness.isFresh) {
    return answerNotFresh(writer.room, writer.attendee, freshness.reason, now);
  }
  const comment = cutText(reply.comment, limits.commentLength);
  const answered = { ...writer.attendee, answer, comment, lastReply: freshness.lastReply };
  if (answer === 'declined') {
    return applyDeclineRule(writer.room, writer.attendee, answered, rules, now);
  }
  return changed(withPerson(room, { ...answered, heldDecline: null }), 'answer-recorded', {
    events: [roomEvent(answer === 'accepted' ? 'attendee.accepted' : 'attendee.tentative')],
    why: comment,
  });
}
