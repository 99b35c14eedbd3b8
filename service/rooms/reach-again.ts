import type { Tx } from '../db/transaction.ts';
import type { Random } from '../ports.ts';
import { findPresent, withPerson } from '../scheduling/people.ts';
import { planReminders } from '../scheduling/reminders.ts';
import { markReachable } from './attendee-store.ts';
import type { MailHome, Mint } from './freeze-message.ts';
import { oweIntents } from './owe-intents.ts';
import type { StoredRoom } from './stored-room.ts';

interface RemindDeps {
  readonly random: Random;
  readonly mint: Mint;
  readonly home: MailHome;
}

/**
 * Mail to this person is tried again from now on. Who could not be reached was owed no reminders;
 * now they are.
 */
export async function reachAgain(
  deps: RemindDeps,
  tx: Tx,
  stored: StoredRoom,
  attendeeId: string,
  now: Date,
): Promise<void> {
  const ref = { applicationId: stored.applicationId, roomId: stored.room.id };
  await markReachable(tx, ref, attendeeId);
  const person = findPresent(stored.room, attendeeId);
  if (person === null || person.reachable) return;
  const room = withPerson(stored.room, { ...person, reachable: true });
  const after = { ...stored, room, version: stored.version + 1, updatedAt: now };
  const { owed } = planReminders(stored.room, room, stored.settings, now);
  await oweIntents(deps, tx, after, owed);
}
