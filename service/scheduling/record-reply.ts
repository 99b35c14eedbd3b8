import { limits } from '../limits.ts';
import { withAlias } from './aliases.ts';
import { answerOutsider } from './cancel-again.ts';
import type { CommandTo } from './command.ts';
import { cutText } from './cut-text.ts';
import { attendeeEvent, changed, ignored } from './decided.ts';
import type { Decision } from './decision.ts';
import { applyDeclineRule } from './decline-rule.ts';
import { judgeFreshness } from './freshness.ts';
import { otherThan, withPerson } from './people.ts';
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
  if (!writer.ok) return answerOutsider(room, command, writer.reason, now);
  const { answer } = reply;
  if (answer === null || answer === 'needs-action') return ignored(room, 'not-an-answer');
  const freshness = judgeFreshness(room, writer.attendee, reply, answer);
  if (!freshness.isFresh) {
    return answerNotFresh(writer.room, writer.attendee, freshness.reason, now);
  }
  const comment = cutText(reply.comment, limits.commentLength);
  const sender = withAlias(writer.attendee, reply.alias, otherThan(writer.room, writer.attendee));
  const answered = { ...sender, answer, comment, lastReply: freshness.lastReply };
  if (answer === 'declined') {
    return applyDeclineRule(writer.room, writer.attendee, answered, rules, now);
  }
  const type = answer === 'accepted' ? 'attendee.accepted' : 'attendee.tentative';
  return changed(withPerson(room, { ...answered, heldDecline: null }), 'answer-recorded', {
    events: [attendeeEvent(type, answered.id)],
    why: comment,
  });
}
