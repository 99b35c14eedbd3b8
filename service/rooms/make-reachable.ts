import type { Tx } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import { everybody } from '../scheduling/people.ts';
import type { Cause } from './cause.ts';
import type { MailHome, Mint } from './freeze-message.ts';
import { reachAgain } from './reach-again.ts';
import { recordChange } from './record-change.ts';
import { lockRoom, type RoomRef } from './room-store.ts';

interface ReachDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly mint: Mint;
  readonly home: MailHome;
}

/**
 * Mail to a person who was unreachable is tried again from now on; only reminders are owed. False
 * when the room has no such person, or mail reaches them.
 */
export async function makeReachable(
  deps: ReachDeps,
  tx: Tx,
  ref: RoomRef,
  attendeeId: string,
  cause: Cause,
): Promise<boolean> {
  const stored = await lockRoom(tx, ref, null);
  const person = stored && everybody(stored.room).find(({ id }) => id === attendeeId);
  if (!person || person.reachable) return false;
  const now = deps.clock.now();
  await reachAgain(deps, tx, stored, attendeeId, now);
  const change = { deed: 'reachable-again', detail: { role: person.role } };
  await recordChange(tx, ref, { ...change, occurredAt: now }, cause, deps.random);
  return true;
}
