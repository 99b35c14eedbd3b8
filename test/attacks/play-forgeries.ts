import { gil, helen } from '../rooms/waist-house.ts';
import type { AttackHouse, Target } from './attack-house.ts';
import {
  type Forgery,
  isDecisive,
  isGenuine,
  nameForgery,
  writeForgery,
  zones,
} from './forgeries.ts';

interface Played {
  readonly forgery: Forgery;
  /** What became of it at once, and when DNS had had its time. */
  readonly at: readonly [first: string, last: string];
}

/**
 * Lets forgeries come in, all about one room; what a person may well have written is about a room
 * of its own. Returns what should not have happened, in words.
 */
export async function playForgeries(
  house: AttackHouse,
  forgeries: readonly Forgery[],
): Promise<string[]> {
  const elsewhere = await house.bookElsewhere();
  const target = await house.book();
  const watched = [target.roomId, elsewhere.roomId];
  const dump = () => Promise.all(watched.map((roomId) => house.dump(roomId)));
  const before = await dump();
  const played: Played[] = [];
  for (const evidence of Object.keys(zones) as Forgery['evidence'][]) {
    house.publish(zones[evidence]);
    const mails = forgeries.filter((one) => one.evidence === evidence);
    played.push(...(await playAll(house, mails, target, elsewhere)));
  }
  const isTouched = JSON.stringify(await dump()) !== JSON.stringify(before);
  const readers = await house.readers();
  return [
    ...played.flatMap(findFault),
    ...(isTouched ? ['a room was touched'] : []),
    ...readers
      .filter((one) => one !== gil.email && one !== helen.email)
      .map(() => 'a stranger was written to'),
  ];
}

async function playAll(
  house: AttackHouse,
  forgeries: readonly Forgery[],
  target: Target,
  elsewhere: Target,
): Promise<Played[]> {
  const taken: { forgery: Forgery; id: string }[] = [];
  for (const forgery of forgeries) {
    const about = isGenuine(forgery) ? await house.book() : target;
    const id = await house.take(writeForgery(forgery, about, elsewhere));
    taken.push({ forgery, id });
  }
  await house.job.run();
  const first = await house.outcomes();
  house.clock.advance({ minutes: 11 });
  await house.job.run();
  const last = await house.outcomes();
  const of = (id: string) => [first.get(id) ?? 'lost', last.get(id) ?? 'lost'] as const;
  return taken.map(({ forgery, id }) => ({ forgery, at: of(id) }));
}

/** What is wrong with what became of it; nothing when all is well. */
function findFault({ forgery, at: [first, last] }: Played): string[] {
  const fault = (what: string) => [`${what}: ${nameForgery(forgery)} (${first}, ${last})`];
  const isApplied = /^applied/.test(last);
  if (!isGenuine(forgery)) return isApplied ? fault('a forgery counts') : [];
  if (forgery.evidence === 'temperror' && isDecisive(forgery) && first !== 'waits') {
    return fault('a person is not waited for');
  }
  if (!isDecisive(forgery)) return isApplied ? [] : fault('a person is not heard');
  const isProven = forgery.evidence === 'none';
  // A name server that is slow to say nothing is no fault.
  if (isProven ? isApplied : last === 'parked not-authenticated') return [];
  return fault(isApplied ? 'a forgery counts' : 'a person is not heard');
}
