import type { Queryable } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import { calendarMessage, pairFor } from '../scheduling/messages-owed.ts';
import { findPresent, isBooked } from '../scheduling/people.ts';
import { wholeSecond } from '../scheduling/stamp.ts';
import { freezeFacts, type MailHome, type Mint } from './freeze-message.ts';
import { viewPresentInvitation } from './invitation-views.ts';
import type { RoomRef } from './room-store.ts';
import { viewStoredRoom } from './select-room-views.ts';
import type { StoredRoom } from './stored-room.ts';

interface InvitationDeps {
  readonly mint: Mint;
  readonly home: MailHome;
}

/**
 * How this person's session stands: the facts of the last REQUEST owed to them, or, of a room that
 * came from elsewhere and was never sent from here, those it would have at its present SEQUENCE.
 * Null when they have no part in a booked room and were never owed one.
 */
export async function readInvitation(
  deps: InvitationDeps,
  q: Queryable,
  { applicationId, roomId }: RoomRef,
  attendeeId: string,
): Promise<MailFacts | null> {
  const owed = await viewPresentInvitation(q, applicationId, roomId, attendeeId);
  if (owed !== null) return owed;
  const stored = await viewStoredRoom(q, applicationId, roomId);
  return stored && factsOfImported(deps, stored, attendeeId);
}

/** No mail goes out with these facts: they name no message, and links need a row of their own. */
function factsOfImported(
  { mint, home }: InvitationDeps,
  stored: StoredRoom,
  attendeeId: string,
): MailFacts | null {
  const { room, createdAt } = stored;
  const attendee = findPresent(room, attendeeId);
  if (!isBooked(room) || attendee === null) return null;
  // Each reading gives the same bytes: the moment it came in, unless something was stamped since.
  const stampedAt = room.stampedAt ?? wholeSecond(createdAt);
  const intent = calendarMessage({ ...room, stampedAt }, 'update', pairFor(room, attendee));
  return freezeFacts(stored, intent, attendeeId, [], { mint, home, now: stampedAt });
}
