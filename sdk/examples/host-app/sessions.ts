import type { Parley, Proposal, Room } from '@parley/sdk';
import { findByEmail, findPerson, firstName, type Person } from './people.ts';

/** What a person may do with a session is this application's own matter; Parley has no users. */
export type Deed = 'book' | 'move' | 'cancel' | 'leave' | 'decide';

export interface Overview {
  readonly own: readonly Room[];
  /** What a guest may book; empty for a host. */
  readonly open: readonly Room[];
  readonly cancelled: readonly Room[];
}

/** More than this is not listed; a real application would show pages. */
const listedAtMost = 200;

/** How a host's sessions are found again: `reference` is a filter of the list. */
export const referenceOf = (host: Person): string => `practice:${host.id}`;

/** The host of a session of this application; null for rooms that others made. */
export const hostOf = (room: Room): Person | null => findPerson(room.metadata.hostId);

/** Who sits in it now. Parley knows it best: a decline in a calendar empties the seat. */
export const guestOf = (room: Room): Person | null => findByEmail(room.guest?.email);

/** Everything that concerns this person, in the order of its start. */
export async function listSessions(parley: Parley, person: Person): Promise<Overview> {
  const mine =
    person.role === 'host' ? { reference: referenceOf(person) } : { email: person.email };
  const [own, cancelled, open] = await Promise.all([
    gather(parley, mine),
    gather(parley, { ...mine, status: 'cancelled' }),
    person.role === 'guest' ? gather(parley, { status: 'open', from: now() }) : [],
  ]);
  return { own, cancelled, open };
}

const now = (): string => new Date().toISOString();

/** The list fetches page after page while it is walked through; it ends where the loop ends. */
async function gather(
  parley: Parley,
  filters: Parameters<Parley['rooms']['list']>[0],
): Promise<Room[]> {
  const rooms: Room[] = [];
  for await (const room of parley.rooms.list({ limit: 100, ...filters })) {
    if (hostOf(room) !== null) rooms.push(room);
    if (rooms.length === listedAtMost) break;
  }
  return rooms;
}

/** Whether this person may see the session at all. */
export function maySee(person: Person, room: Room): boolean {
  const host = hostOf(room);
  if (host === null) return false;
  return person.role === 'host'
    ? host.id === person.id
    : room.status === 'open' || guestOf(room)?.id === person.id;
}

export function mayDo(person: Person, room: Room): ReadonlySet<Deed> {
  if (!maySee(person, room) || room.status === 'cancelled' || room.startUtc < now()) {
    return new Set();
  }
  if (person.role === 'host') {
    return new Set(room.status === 'booked' ? ['move', 'cancel', 'decide'] : ['move', 'cancel']);
  }
  return new Set(room.status === 'open' ? ['book'] : ['move', 'leave', 'decide']);
}

/** The request for another time that waits for this person's word. */
export const awaits = (person: Person, proposal: Proposal): boolean =>
  proposal.status === 'pending' && proposal.proposedBy !== person.role;

/** The first name of whom this person meets: all that either learns of the other. */
export function otherName(person: Person, room: Room): string | null {
  const name = person.role === 'host' ? room.guest?.name : room.host.name;
  return name === undefined ? null : firstName(name);
}
