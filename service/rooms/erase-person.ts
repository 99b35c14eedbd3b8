import type { Tx } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import { addressKey, normaliseAddress } from '../scheduling/address.ts';
import type { Command } from '../scheduling/command.ts';
import type { Cause } from './cause.ts';
import type { ErasureScope } from './erase-json-store.ts';
import { eraseInboundMails, eraseMessages } from './erase-mail-store.ts';
import { personalTexts } from './erase-texts.ts';
import {
  eraseKeptAnswers,
  eraseLinksAndNotes,
  erasePeople,
  eraseRecord,
  lockPeople,
  type PersonToErase,
} from './erasure-store.ts';
import type { Mint } from './freeze-message.ts';
import { recordChange } from './record-change.ts';
import type { RoomRef } from './room-store.ts';

/** How much told of the person who was erased. */
export interface Erased {
  readonly rooms: number;
  readonly messages: number;
  readonly inboundMails: number;
  readonly proposals: number;
  readonly links: number;
  readonly events: number;
}

export interface EraseDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly mint: Mint;
  readonly apply: (tx: Tx, ref: RoomRef, command: Command, cause: Cause) => Promise<unknown>;
}

/**
 * Forgets a person in all rooms of an application (rules.md, Privacy). A coming session cannot take
 * place without them: a guest is taken out, a host's room is cancelled, and the other person is
 * told; what they are sent names nobody. Of the address only a keyed hash stays.
 */
export async function erasePerson(
  deps: EraseDeps,
  tx: Tx,
  applicationId: string,
  email: string,
  cause: Cause,
): Promise<Erased> {
  const emailKey = addressKey(email);
  const people = await lockPeople(tx, applicationId, emailKey);
  const now = deps.clock.now();
  for (const person of people) {
    const command = farewellOf(person, now);
    if (command) await deps.apply(tx, { applicationId, roomId: person.roomId }, command, cause);
  }
  const scope = scopeOf(applicationId, email, people, now);
  const messages = await eraseMessages(tx, scope);
  const inboundMails = await eraseInboundMails(tx, scope);
  const { links, proposals } = await eraseLinksAndNotes(tx, scope);
  const keyId = deps.mint.signingKeyId;
  await erasePeople(tx, scope, { hash: deps.mint.hashErasedAddress(emailKey, keyId), keyId });
  const events = await eraseRecord(tx, scope);
  await eraseKeptAnswers(tx, scope);
  // The last thing told of the person: that they are gone.
  for (const roomId of scope.roomIds) {
    const change = { deed: 'person-erased', occurredAt: now };
    await recordChange(tx, { applicationId, roomId }, change, cause, deps.random);
  }
  return { rooms: scope.roomIds.length, messages, inboundMails, proposals, links, events };
}

/** What happens to a coming session that its person can no longer take part in. */
function farewellOf(person: PersonToErase, now: Date): Command | null {
  if (!person.isPresent || person.status === 'cancelled' || person.endUtc <= now) return null;
  if (person.role === 'host') return { do: 'cancel', reason: null };
  return { do: 'unbook', reason: null };
}

function scopeOf(
  applicationId: string,
  email: string,
  people: readonly PersonToErase[],
  now: Date,
): ErasureScope {
  const known = people.flatMap((one) => one.addresses);
  const spelled = [email, normaliseAddress(email) ?? email, ...known].map((one) => one.trim());
  const addresses = [...new Set(spelled.map((one) => one.toLowerCase()))];
  const texts = personalTexts({
    addresses,
    names: people.map((one) => one.name),
    typed: people.flatMap((one) => one.typed),
  });
  return {
    applicationId,
    attendeeIds: people.map((one) => one.attendeeId),
    roomIds: [...new Set(people.map((one) => one.roomId))],
    texts,
    addresses,
    now,
  };
}
