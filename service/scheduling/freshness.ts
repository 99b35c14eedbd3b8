import type { Reply } from './command.ts';
import type { Answer, Attendee, LastReply, Room } from './room.ts';
import { endOf, sameInstant } from './times.ts';

export type StaleReason =
  | 'impossible-sequence'
  | 'stale-answer'
  | 'superseded-answer'
  | 'duplicate-answer';

export type Freshness =
  | { readonly isFresh: true; readonly lastReply: LastReply }
  | { readonly isFresh: false; readonly reason: StaleReason };

/**
 * Whether a reply still speaks of the present session and is newer than this person's last one
 * (rules.md, Replies 2 and 3; RFC 5546 §2.1.5). `answer` is what the reply counts as: a COUNTER
 * counts as `needs-action`, so that it never passes for a repetition of an answer. `saysTheSame`
 * tells whether it repeats a reply of the very same moment that counted as the same answer.
 */
export function judgeFreshness(
  room: Room,
  attendee: Attendee,
  reply: Reply,
  answer: Answer,
  saysTheSame = true,
): Freshness {
  const revision = judgeRevision(room, attendee, reply);
  if (revision.problem !== null) return { isFresh: false, reason: revision.problem };
  const lastReply = { ...replyOf(reply, answer), sequence: revision.sequence };
  const order = compareReplies(lastReply, attendee.lastReply);
  if (order < 0) return { isFresh: false, reason: 'superseded-answer' };
  if (order === 0 && attendee.lastReply?.answer === answer && saysTheSame) {
    return { isFresh: false, reason: 'duplicate-answer' };
  }
  return { isFresh: true, lastReply };
}

type Revision =
  | { readonly problem: null; readonly sequence: number }
  | { readonly problem: 'impossible-sequence' | 'stale-answer' };

/** Which SEQUENCE the reply answers; one above ours is never believed, let alone kept. */
function judgeRevision(room: Room, attendee: Attendee, reply: Reply): Revision {
  const namesPresent = namesPresentTime(room, reply);
  if (reply.sequence > room.icsSequence) {
    if (!namesPresent) return { problem: 'impossible-sequence' };
    return { problem: null, sequence: room.icsSequence };
  }
  // Below the REQUEST that began this stay it answers an earlier one, whatever its times.
  if (attendee.invitedSequence === null || reply.sequence < attendee.invitedSequence) {
    return { problem: 'stale-answer' };
  }
  if (reply.sequence < room.majorSequence && !namesPresent) return { problem: 'stale-answer' };
  return { problem: null, sequence: reply.sequence };
}

/** Whether the reply echoes the present times; one that echoes none cannot. */
function namesPresentTime(room: Room, reply: Reply): boolean {
  if (reply.startUtc === null || !sameInstant(reply.startUtc, room.startUtc)) return false;
  return reply.endUtc === null || sameInstant(reply.endUtc, endOf(room));
}

/** A reply as it counts in the order of a person's replies. */
export function replyOf(reply: Reply, answer: Answer): LastReply {
  return { sequence: reply.sequence, at: momentOf(reply), answer };
}

/** min(DTSTAMP, received): a sender's clock cannot reach into our future. */
export function momentOf({ stampedAt, receivedAt }: Pick<Reply, 'stampedAt' | 'receivedAt'>): Date {
  return stampedAt !== null && stampedAt.getTime() < receivedAt.getTime() ? stampedAt : receivedAt;
}

/** By SEQUENCE, then by moment. Negative: the new one is older than the last one applied. */
export function compareReplies(reply: LastReply, last: LastReply | null): number {
  if (last === null) return 1;
  if (reply.sequence !== last.sequence) return reply.sequence - last.sequence;
  return reply.at.getTime() - last.at.getTime();
}
