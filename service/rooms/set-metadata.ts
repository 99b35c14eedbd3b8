import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import type { Cause } from './cause.ts';
import { recordChange } from './record-change.ts';
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
  const updatedAt = deps.clock.now();
  await updateMetadata(tx, { ...before, metadata, version: before.version + 1, updatedAt });
  const change = { deed: 'metadata-changed', occurredAt: updatedAt };
  await recordChange(tx, ref, change, cause, deps.random);
}
