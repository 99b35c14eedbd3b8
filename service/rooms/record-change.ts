import type { Tx } from '../db/transaction.ts';
import type { Random } from '../ports.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import type { Cause } from './cause.ts';
import { recordHistory } from './history-store.ts';
import { makeEvent } from './room-events.ts';
import type { RoomRef } from './room-store.ts';
import { viewRoom } from './room-views.ts';

/**
 * Tells of a change that no rule decided, with the room as it is now: a row of its history and
 * `room.changed`. The room is locked, and stored already.
 */
export async function recordChange(
  tx: Tx,
  ref: RoomRef,
  change: {
    readonly deed: string;
    readonly proposalId?: string | null;
    readonly detail?: Record<string, unknown>;
    readonly occurredAt: Date;
  },
  cause: Cause,
  random: Random,
): Promise<void> {
  const room = await viewRoom(tx, ref.applicationId, ref.roomId);
  if (room === null) throw new Error(`room ${ref.roomId} was just locked`);
  const { version, icsSequence } = room;
  const entry = { version, icsSequence, why: null, proposalId: null, detail: {}, ...change };
  await recordHistory(tx, ref, entry, cause);
  const { applicationId } = ref;
  const { occurredAt } = change;
  await recordEvents(tx, [
    makeEvent({ applicationId, type: 'room.changed', occurredAt, room, cause }, random),
  ]);
}
