import type { Tx } from '../db/transaction.ts';
import { owe } from '../outbox/outbox-store.ts';
import type { Random } from '../ports.ts';
import type { MessageIntent } from '../scheduling/decision.ts';
import { freezeMessage, type MailHome, type Mint } from './freeze-message.ts';
import { storeLinks } from './link-store.ts';
import type { StoredRoom } from './stored-room.ts';

interface FreezeDeps {
  readonly random: Random;
  readonly mint: Mint;
  readonly home: MailHome;
}

/** Freezes what is owed about a room as it is after a change, and stores it with its links. */
export async function oweIntents(
  { mint, home, random }: FreezeDeps,
  tx: Tx,
  after: StoredRoom,
  intents: readonly MessageIntent[],
): Promise<void> {
  const now = after.updatedAt;
  const frozen = intents.map((one) => freezeMessage(after, one, { mint, home, random, now }));
  await owe(
    tx,
    frozen.map(({ message }) => message),
  );
  await storeLinks(
    tx,
    { applicationId: after.applicationId, roomId: after.room.id },
    frozen.flatMap(({ links }) => links),
  );
}
