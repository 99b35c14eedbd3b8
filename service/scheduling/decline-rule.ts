import { callOff } from './cancel.ts';
import { attendeeEvent, changed } from './decided.ts';
import type { Decision, RoomEvent } from './decision.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import { type BookedRoom, withPerson } from './people.ts';
import type { Attendee, Rules } from './room.ts';
import { releaseGuest } from './unbook.ts';

const declinedEvent = ({ id }: Attendee) => attendeeEvent('attendee.declined', id);

/** What a decline does, as the application chose (rules.md, Replies 4). */
export function applyDeclineRule(
  room: BookedRoom,
  before: Attendee,
  declined: Attendee,
  rules: Rules,
  now: Date,
): Decision {
  if (rules.declineRule === 'soft') return noteDecline(room, before, declined, now);
  if (rules.declineHoldSeconds > 0) return holdDecline(room, declined, rules, now);
  return actOnDecline(room, declined, declined.comment, [declinedEvent(declined)], now);
}

/** The strict consequence: a guest who declines is out, a host who declines ends the session. */
export function actOnDecline(
  room: BookedRoom,
  declined: Attendee,
  comment: string | null,
  first: readonly RoomEvent[],
  now: Date,
): Decision {
  const after = withPerson(room, declined);
  const isHost = declined.role === 'host';
  const done = isHost
    ? callOff(after, 'host', comment, now)
    : releaseGuest(after, 'guest', { guest: null, host: comment }, now);
  return changed(done.room, isHost ? 'cancelled' : 'unbooked', {
    messages: done.messages,
    events: [...first, ...done.events],
    why: comment ?? `the ${declined.role} declined`,
  });
}

/** Soft: the other person is told once; the same decline again tells them nothing new. */
function noteDecline(room: BookedRoom, before: Attendee, declined: Attendee, now: Date): Decision {
  const after = withPerson(room, { ...declined, heldDecline: null });
  const other = declined.role === 'host' ? after.guest : after.host;
  const isNews = before.answer !== 'declined' || before.comment !== declined.comment;
  const note = () =>
    plainMessage(after, 'decline-noted', pairFor(after, other), now, { reason: declined.comment });
  return changed(after, 'answer-recorded', {
    messages: isNews ? [note()] : [],
    events: [declinedEvent(declined)],
    why: declined.comment,
  });
}

/** Recorded at once, acted on later. Declining again does not lengthen the hold. */
function holdDecline(room: BookedRoom, declined: Attendee, rules: Rules, now: Date): Decision {
  const isHeld = declined.heldDecline !== null;
  const until =
    declined.heldDecline?.until ?? new Date(now.getTime() + rules.declineHoldSeconds * 1_000);
  const held = { ...declined, heldDecline: { until, comment: declined.comment } };
  const after = withPerson(room, held);
  return changed(after, isHeld ? 'answer-recorded' : 'decline-held', {
    messages: isHeld ? [] : [plainMessage(after, 'decline-held', pairFor(after, held), now)],
    events: [declinedEvent(declined)],
    why: declined.comment,
  });
}
