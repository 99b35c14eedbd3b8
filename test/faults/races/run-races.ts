import { setTimeout as pause } from 'node:timers/promises';
import type { StoredRoom } from '../../../service/rooms/stored-room.ts';
import type { Command } from '../../../service/scheduling/command.ts';
import type { Role } from '../../../service/scheduling/room.ts';
import { seededRandom } from '../../corpus/mutate.ts';
import { openCopier } from './copy-rooms.ts';
import { type Evidence, readEvidence, readRooms } from './evidence.ts';
import { judgeRoom } from './judge-room.ts';
import { commandOf, drawRace, type Race, tellRace } from './race.ts';
import { openRaceHouse, type RaceHouse } from './race-house.ts';
import { type Asked, replay } from './replay.ts';

export interface RaceReport {
  readonly races: number;
  /** Races after which something did not hold. */
  readonly broken: number;
  /** What did not hold, with the race it came from; the first of them. */
  readonly violations: readonly string[];
  readonly perSecond: number;
}

/** Rooms raced for at once, and how many such lots overlap so that no processor waits. */
const lotSize = 40;
const lotsAtOnce = 2;
const violationsKept = 20;
/** How often a smaller race is run in the search for the smallest that breaks something. */
const shrinkRuns = 40;

/**
 * Lets approve, decline, cancel and a REPLY race for `count` rooms through the real waist on a real
 * PostgreSQL, and judges each room afterwards. The seed draws the commands.
 */
export async function runRaces({
  count,
  seed,
}: {
  count: number;
  seed: number;
}): Promise<RaceReport> {
  const arena = await openArena();
  const random = seededRandom(seed);
  const violations: string[] = [];
  let drawn = 0;
  let broken = 0;
  let brokenRace: Race | null = null;
  async function runLots(): Promise<void> {
    while (drawn < count) {
      const first = drawn;
      drawn += Math.min(lotSize, count - drawn);
      const races = Array.from({ length: drawn - first }, () => drawRace(random));
      for (const [place, wrong] of (await runLot(arena, races)).entries()) {
        if (wrong.length === 0) continue;
        broken += 1;
        if (violations.length >= violationsKept) continue;
        const told = tellRace(races[place] as Race);
        violations.push(`seed ${seed}, race ${first + place}: ${told}: ${wrong.join('; ')}`);
        brokenRace ??= races[place] ?? null;
      }
    }
  }
  const startedAtMs = performance.now();
  try {
    await Promise.all(Array.from({ length: lotsAtOnce }, runLots));
    if (brokenRace) violations.push(...(await shrink(arena, brokenRace)));
  } finally {
    await arena.house.close();
  }
  const seconds = (performance.now() - startedAtMs) / 1_000;
  return { races: count, broken, violations, perSecond: Math.round(count / seconds) };
}

/** Two of its racers who break something by themselves, in words; empty when no two were found. */
async function shrink(arena: Arena, { racers, ...start }: Race): Promise<readonly string[]> {
  const pairs = racers.flatMap((one, place) =>
    racers.slice(place + 1).map((other) => ({ ...start, racers: [one, other] })),
  );
  for (const pair of pairs) {
    const wrong = (await runLot(arena, Array<Race>(shrinkRuns).fill(pair))).find((one) => one[0]);
    if (wrong) return [`smaller: ${tellRace(pair)}: ${wrong.join('; ')}`];
  }
  return [];
}

/** What did not hold after each of these races. */
async function runLot(arena: Arena, races: readonly Race[]): Promise<readonly string[][]> {
  const { house } = arena;
  const ids = await arena.copier.copy(races.map((race) => arena.rooms.get(startOf(race)) ?? ''));
  const before = await readRooms(house, ids);
  const asked = await Promise.all(
    races.map((race, place) => run(house, race, before.get(ids[place] ?? '') as StoredRoom)),
  );
  const after = await readEvidence(house, ids);
  return ids.map((id, place) => {
    const evidence = after.get(id) as Evidence;
    const replayed = replay(before.get(id) as StoredRoom, asked[place] as Asked[], evidence);
    return [...judgeRoom(evidence), ...replayed];
  });
}

type Arena = Awaited<ReturnType<typeof openArena>>;

/** The four ways a race can begin, each made once by the waist; races take copies of them. */
async function openArena() {
  const house = await openRaceHouse();
  const rooms = new Map<string, string>();
  for (const proposer of ['guest', 'host'] as const) {
    for (const isCrossed of [true, false]) {
      const other = proposer === 'guest' ? 'host' : 'guest';
      const crossing = propose(other, house.random.uuid(), '2027-03-12T10:00:00Z');
      const last = propose(proposer, house.random.uuid(), '2027-03-11T10:00:00Z');
      const room = await house.prepare(() => (isCrossed ? [crossing, last] : [last]));
      rooms.set(startOf({ proposer, isCrossed }), room.id);
    }
  }
  return { house, rooms, copier: await openCopier(house.pool) };
}

const startOf = ({ proposer, isCrossed }: Omit<Race, 'racers'>) => `${proposer} ${isCrossed}`;

const propose = (by: Role, proposalId: string, start: string): Command => ({
  do: 'propose',
  by,
  source: 'page',
  proposalId,
  startUtc: new Date(start),
  durationMinutes: null,
  note: null,
});

function run(house: RaceHouse, race: Race, { room }: StoredRoom): Promise<Asked[]> {
  const { proposer, racers } = race;
  const proposal = room.proposals.find((one) => one.proposedBy === proposer);
  const facts = { room, proposalId: proposal?.id ?? '', now: house.now() };
  return Promise.all(
    racers.map(async (racer, place) => {
      const command = commandOf(racer, proposer, { ...facts, newId: house.random.uuid() });
      const requestId = `racer-${place}`;
      if (racer.delayMs > 0) await pause(racer.delayMs);
      return { requestId, command, told: await house.apply(room.id, command, requestId) };
    }),
  );
}
