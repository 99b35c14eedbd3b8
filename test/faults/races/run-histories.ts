import type { StoredRoom } from '../../../service/rooms/stored-room.ts';
import { seededRandom } from '../../corpus/mutate.ts';
import { drawCommand, type Knowledge } from './client-at-work.ts';
import { type Evidence, readEvidence, readRooms } from './evidence.ts';
import { judgeRoom } from './judge-room.ts';
import { openRaceHouse, type RaceHouse } from './race-house.ts';
import { type Asked, replay } from './replay.ts';

export interface HistoriesReport {
  readonly histories: number;
  readonly operations: number;
  readonly violations: readonly string[];
  readonly perSecond: number;
}

/** An operation with the time it took for whoever asked. */
interface Operation extends Asked {
  readonly askedMs: number;
  readonly answeredMs: number;
}

/** Clients at work on one room, and rooms at once. */
const clients = 5;
const roomsAtOnce = 4;

/**
 * Lets several clients work on one room each, `operations` in all, as fast as they can, and checks
 * that it is as if everything had happened in one order that respects what each could see: a room
 * is one register whose changes are numbered, so that takes one pass (reliability.md, "Practical").
 */
export async function runHistories(options: {
  readonly histories: number;
  readonly operations: number;
  readonly seed: number;
}): Promise<HistoriesReport> {
  const house = await openRaceHouse();
  const violations: string[] = [];
  let begun = 0;
  const work = async () => {
    while (begun < options.histories) {
      const seed = options.seed + begun++;
      const wrong = await runHistory(house, seededRandom(seed), options.operations);
      violations.push(...wrong.map((what) => `history of seed ${seed}: ${what}`));
    }
  };
  const startedAtMs = performance.now();
  try {
    await Promise.all(Array.from({ length: roomsAtOnce }, work));
  } finally {
    await house.close();
  }
  const { histories, operations } = options;
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const perSecond = Math.round((histories * operations) / seconds);
  return { histories, operations: histories * operations, violations, perSecond };
}

async function runHistory(house: RaceHouse, random: () => number, count: number) {
  const { id } = await house.prepare(() => []);
  const before = (await readRooms(house, [id])).get(id) as StoredRoom;
  const done: Operation[] = [];
  const proposals: string[] = [];
  let begun = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const known: Knowledge = { room: before.room, proposals };
      while (begun < count) {
        const requestId = `operation-${begun++}`;
        const ids = { newId: house.random.uuid, now: house.now() };
        const command = drawCommand(random, known, ids);
        const askedMs = performance.now();
        const told = await house.apply(id, command, requestId);
        done.push({ requestId, command, told, askedMs, answeredMs: performance.now() });
        if ('room' in told) known.room = told.room;
      }
    }),
  );
  const evidence = (await readEvidence(house, [id])).get(id) as Evidence;
  return [
    ...judgeRoom(evidence),
    ...replay(before, done, evidence),
    ...judgeRealTime(done, evidence),
  ];
}

/** What was answered before something else was asked for stands before it. One pass, from the end. */
function judgeRealTime(done: readonly Operation[], { history }: Evidence): string[] {
  const times = new Map(done.map((one) => [one.requestId, one]));
  let earliest: Operation | null = null;
  const wrong: string[] = [];
  for (const row of history.toReversed()) {
    const one = times.get(row.requestId);
    if (one === undefined) continue;
    if (earliest !== null && earliest.answeredMs < one.askedMs) {
      wrong.push(`${earliest.requestId} was answered before ${one.requestId} was asked for`);
    }
    if (earliest === null || one.answeredMs < earliest.answeredMs) earliest = one;
  }
  return wrong;
}
