import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import type { Cause } from './cause.ts';
import { recordHistory } from './history-store.ts';
import { eventsOf } from './room-events.ts';
import { lockRoom, type RoomRef, updateMetadata } from './room-store.ts';

/** Stores the application's own notes, which no rule reads; the same ones change nothing. */
export async function setMetadata(
  deps: { readonly clock: Clock; readonly random: Random },
  tx: Tx,
  ref: RoomRef,
  metadata: Record<string, unknown>,
  cause: Cause,
): Promise<void> {
  const before = await lockRoom(tx, ref, null);
  if (!before || isDeepStrictEqual(before.metadata, metadata)) return;
  const after = {
    ...before,
    metadata,
    version: before.version + 1,
    updatedAt: deps.clock.now(),
  };
  await updateMetadata(tx, after);
  const { version, room, updatedAt: occurredAt } = after;
  const entry = { version, icsSequence: room.icsSequence, why: null, proposalId: null, detail: {} };
  await recordHistory(tx, ref, { ...entry, occurredAt, deed: 'metadata-changed' }, cause);
  const event = { type: 'room.changed', proposalId: null, attendeeId: null };
  await recordEvents(tx, eventsOf(after, [event], cause, deps.random));
}
