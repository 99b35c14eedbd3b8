import type {
  Decision,
  Deed,
  IgnoreReason,
  MessageIntent,
  RefusalReason,
  RoomEvent,
} from './decision.ts';
import type { Room } from './room.ts';

interface Consequences {
  readonly messages?: readonly MessageIntent[];
  readonly events?: readonly RoomEvent[];
  readonly why?: string | null;
}

/** The command was done: `room` is the room afterwards. */
export function changed(room: Room, deed: Deed, consequences: Consequences = {}): Decision {
  const { messages = [], events = [], why = null } = consequences;
  return { outcome: 'changed', room, messages, deed, events, why };
}

/** Nobody did wrong, but there is nothing to do; `room` may still note that it was asked. */
export function ignored(
  room: Room,
  reason: IgnoreReason,
  messages: readonly MessageIntent[] = [],
): Decision {
  return { outcome: 'ignored', reason, room, messages };
}

/** The command is not allowed; nothing changes. */
export function refused(reason: RefusalReason): Decision {
  return { outcome: 'refused', reason };
}

/** An event about the room. */
export function roomEvent(type: RoomEvent['type']): RoomEvent {
  return { type, proposalId: null, attendeeId: null };
}

/** An event about one of its people. */
export function attendeeEvent(type: RoomEvent['type'], attendeeId: string): RoomEvent {
  return { type, proposalId: null, attendeeId };
}

/** An event about one proposal. */
export function proposalEvent(type: RoomEvent['type'], proposalId: string): RoomEvent {
  return { type, proposalId, attendeeId: null };
}
