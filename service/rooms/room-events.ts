import type { Random } from '../ports.ts';
import type { RoomEvent } from '../scheduling/decision.ts';
import { everybody } from '../scheduling/people.ts';
import type { Role } from '../scheduling/room.ts';
import type { NewEvent } from '../webhooks/event-store.ts';
import type { Cause } from './cause.ts';
import {
  type PersonView,
  type ProposalView,
  type RoomView,
  toPersonView,
  toProposalView,
  toRoomView,
} from './room-view.ts';
import type { StoredRoom } from './stored-room.ts';

/** What an event's payload is made of (contract.md, Events and webhooks). */
export interface EventFacts {
  readonly applicationId: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly room: RoomView;
  readonly proposal?: ProposalView | null;
  readonly attendee?: (PersonView & { readonly role: Role }) | null;
  readonly message?: Record<string, unknown>;
  readonly cause: Cause;
}

/** One event with its whole payload, as a webhook carries it. */
export function makeEvent(facts: EventFacts, random: Random): NewEvent {
  const { applicationId, type, occurredAt, room, proposal, attendee, message, cause } = facts;
  const id = random.uuid();
  return {
    applicationId,
    id,
    type,
    occurredAt,
    roomId: room.id,
    payload: {
      id,
      type,
      occurredAt: occurredAt.toISOString(),
      applicationId,
      room,
      ...(proposal ? { proposal } : {}),
      ...(attendee ? { attendee } : {}),
      ...(message ? { message } : {}),
      cause: {
        channel: cause.channel,
        ...(cause.requestId ? { requestId: cause.requestId } : {}),
        ...(cause.inboundMailId ? { inboundMailId: cause.inboundMailId } : {}),
        ...(cause.actor ? { actor: cause.actor } : {}),
      },
    },
  };
}

/** An event of the rules, or of the application's own notes. */
interface ToldEvent extends Omit<RoomEvent, 'type'> {
  readonly type: string;
}

/** The events of one decision about a room, with the room as it is afterwards. */
export function eventsOf(
  stored: StoredRoom,
  events: readonly ToldEvent[],
  cause: Cause,
  random: Random,
): NewEvent[] {
  const room = toRoomView(stored);
  return events.map(({ type, proposalId, attendeeId }) => {
    const proposal = stored.room.proposals.find((one) => one.id === proposalId);
    const attendee = everybody(stored.room).find((one) => one.id === attendeeId);
    return makeEvent(
      {
        applicationId: stored.applicationId,
        type,
        occurredAt: stored.updatedAt,
        room,
        proposal: proposal ? toProposalView(room.id, proposal) : null,
        attendee: attendee ? { role: attendee.role, ...toPersonView(attendee) } : null,
        cause,
      },
      random,
    );
  });
}
