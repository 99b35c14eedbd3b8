import { sameMailbox } from './address.ts';
import type { NewRoom } from './command.ts';
import { changed, refused, roomEvent } from './decided.ts';
import type { Decision } from './decision.ts';
import type { Attendee, Person, Role } from './room.ts';
import { isInFuture, toDuration } from './times.ts';

/**
 * A new room, open and silent. A guest among the facts is only checked here; the waist books them
 * with the next command, so that creating and booking are one rule each.
 */
export function createRoom(facts: NewRoom, now: Date): Decision {
  const durationMinutes = toDuration(facts.durationMinutes);
  if (durationMinutes === null) return refused('duration-not-allowed');
  if (!isInFuture(facts.startUtc, now)) return refused('start-in-past');
  if (facts.guest !== null && sameMailbox(facts.guest.email, facts.host.email)) {
    return refused('host-is-guest');
  }
  const room = {
    id: facts.id,
    icsUid: facts.icsUid,
    status: 'open' as const,
    icsSequence: 0,
    majorSequence: 0,
    revision: 0,
    announced: false,
    stampedAt: null,
    askedAt: null,
    startUtc: facts.startUtc,
    durationMinutes,
    host: newAttendee(facts.host.attendeeId, 'host', facts.host),
    guest: null,
    formerGuests: [],
    proposals: [],
    cancelledAt: null,
    cancelledBecause: null,
    sessionName: facts.sessionName,
    description: facts.description,
    location: facts.location,
    joinUrl: facts.joinUrl,
  };
  return changed(room, 'created', { events: [roomEvent('room.created')] });
}

/** Somebody this room has never had to do with. */
export function newAttendee(id: string, role: Role, person: Person): Attendee {
  return {
    id,
    role,
    name: person.name,
    email: person.email,
    timeZone: person.timeZone,
    locale: person.locale,
    answer: 'needs-action',
    comment: null,
    reachable: true,
    invitedSequence: null,
    lastReply: null,
    resentAt: null,
    linkSentAt: null,
    humanAnsweredAt: null,
    heldDecline: null,
    aliases: [],
    confirmAskedAt: null,
    proposalsMade: null,
  };
}
