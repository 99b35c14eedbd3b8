import type { Tx } from '../db/transaction.ts';
import type { Clock, Random } from '../ports.ts';
import type { Attendee, Role, Room } from '../scheduling/room.ts';
import { wholeSecond } from '../scheduling/stamp.ts';
import { endOf, linkEndOf } from '../scheduling/times.ts';
import type { Cause } from './cause.ts';
import type { Mint } from './freeze-message.ts';
import { recordHistory } from './history-store.ts';
import { storeLinks } from './link-store.ts';
import { lockRoom, type RoomRef } from './room-store.ts';

/** What a link is signed from; the token itself is never stored. Times are RFC 3339. */
export interface LinkClaims {
  readonly id: string;
  readonly purpose: 'propose';
  readonly keyId: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly icsUid: string;
  readonly role: Role;
  readonly email: string;
}

export type MadeLink =
  | { readonly claims: LinkClaims }
  | { readonly refused: 'unknown-room' | 'not-booked' | 'room-cancelled' | 'room-over' };

/** Makes a reschedule link for one person of a booked room, valid as its application has it. */
export async function makeLink(
  { clock, random, mint }: { clock: Clock; random: Random; mint: Mint },
  tx: Tx,
  ref: RoomRef,
  role: Role,
  cause: Cause,
): Promise<MadeLink> {
  const stored = await lockRoom(tx, ref, null);
  if (stored === null) return { refused: 'unknown-room' };
  const { room } = stored;
  const now = clock.now();
  const person = personOf(room, role);
  if (room.status === 'cancelled') return { refused: 'room-cancelled' };
  if (room.status === 'open' || person === null) return { refused: 'not-booked' };
  if (endOf(room) <= now) return { refused: 'room-over' };
  const { icsUid } = room;
  const id = random.uuid();
  const made = { id, purpose: 'propose' as const, keyId: mint.signingKeyId };
  const expiresAt = wholeSecond(linkEndOf(room, stored.settings.linkTtlHours, now));
  const times = { issuedAt: now, expiresAt };
  const tokenHash = mint.hashLink({ ...made, ...times, icsUid, role, email: person.email });
  const whose = { attendeeId: person.id, proposalId: null, inboundMailId: null };
  await storeLinks(tx, ref, [{ ...made, ...times, ...whose, tokenHash }]);
  const { version } = stored;
  const entry = { version, icsSequence: room.icsSequence, why: null, proposalId: null };
  const told = { ...entry, occurredAt: now, deed: 'link-made', detail: { role } };
  await recordHistory(tx, ref, told, { ...cause, linkId: id });
  const claims = { issuedAt: now.toISOString(), expiresAt: expiresAt.toISOString() };
  return { claims: { ...made, ...claims, icsUid, role, email: person.email } };
}

const personOf = (room: Room, role: Role): Attendee | null =>
  role === 'host' ? room.host : room.guest;
