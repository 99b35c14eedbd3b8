import { limits } from '../limits.ts';
import type { CommandTo } from './command.ts';
import { changed, ignored } from './decided.ts';
import type { Decision } from './decision.ts';
import { pairFor, plainMessage } from './messages-owed.ts';
import { type BookedRoom, withPerson } from './people.ts';
import type { Attendee, Room, Rules } from './room.ts';
import { isInFuture, isTooSoon, sameInstant } from './times.ts';
import { findWriter } from './writer.ts';

/**
 * A new reschedule link by mail, to the address it was made for. Anybody can ask for one with an
 * old link, so it is rationed; a mail written by hand is answered once a day at most.
 */
export function sendLink(
  room: Room,
  command: CommandTo<'send-link'>,
  rules: Rules,
  now: Date,
): Decision {
  const writer = findWriter(room, command.attendeeId, now);
  if (!writer.ok) return ignored(room, writer.reason);
  if (command.because === 'expired') return renewLink(writer.room, writer.attendee, now);
  if (!rules.answerHumanMail) return ignored(room, 'not-answered-here');
  return answerByHand(writer.room, writer.attendee, command.suggestedStartUtc, now);
}

function renewLink(room: BookedRoom, attendee: Attendee, now: Date): Decision {
  if (isTooSoon(attendee.linkSentAt, limits.resendEveryMinutes, now)) {
    return ignored(room, 'sent-again-lately');
  }
  const asker = { ...attendee, linkSentAt: now };
  return mailLink(withPerson(room, asker), asker, { kind: 'fresh-link', offer: null }, now);
}

/** A time it plainly asks for is offered with the link, if it can be asked for at all. */
function answerByHand(
  room: BookedRoom,
  attendee: Attendee,
  suggested: Date | null,
  now: Date,
): Decision {
  if (isTooSoon(attendee.humanAnsweredAt, limits.humanAnswerEveryHours * 60, now)) {
    return ignored(room, 'sent-again-lately');
  }
  const asker = { ...attendee, humanAnsweredAt: now };
  const isOffer =
    suggested !== null && isInFuture(suggested, now) && !sameInstant(suggested, room.startUtc);
  const offer = isOffer ? suggested : null;
  return mailLink(withPerson(room, asker), asker, { kind: 'human-answer', offer }, now);
}

function mailLink(
  room: BookedRoom,
  to: Attendee,
  mail: { readonly kind: 'fresh-link' | 'human-answer'; readonly offer: Date | null },
  now: Date,
): Decision {
  const details = { suggestedStartUtc: mail.offer };
  const messages = [plainMessage(room, mail.kind, pairFor(room, to), now, details)];
  return changed(room, 'link-sent', { messages });
}
