import type { Tx } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import { everybody } from '../scheduling/people.ts';
import { markReachable } from './attendee-store.ts';
import type { Cause } from './cause.ts';
import { recordChange } from './record-change.ts';
import { lockRoom, type RoomRef } from './room-store.ts';

/**
 * Mail to a person who was unreachable is tried again from now on; nothing is owed by it. False
 * when the room has no such person, or mail reaches them.
 */
export async function makeReachable(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  tx: Tx,
  ref: RoomRef,
  attendeeId: string,
  cause: Cause,
): Promise<boolean> {
  const stored = await lockRoom(tx, ref, null);
  const person = stored && everybody(stored.room).find(({ id }) => id === attendeeId);
  if (!person || person.reachable) return false;
  await markReachable(tx, ref, attendeeId);
  const change = { deed: 'reachable-again', detail: { role: person.role } };
  await recordChange(tx, ref, { ...change, occurredAt: clock.now() }, cause, random);
  return true;
}
