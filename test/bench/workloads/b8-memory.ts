import type { Bench } from '../ground/bench.ts';
import { measureAlone, type Result } from '../ground/compare.ts';
import { memoryOf } from '../ground/processes.ts';
import { median } from '../ground/rounds.ts';
import { newRoomOf } from '../ground/samples.ts';
import { pidOf, startRoles, stopRoles } from '../ground/service.ts';
import { applyRound } from './b6-apply.ts';

/** Resident memory of each process while rooms are booked, mails leave and replies are applied. */
export async function measureMemory(bench: Bench): Promise<Result> {
  const { databases, sizes, seeds, sink } = bench;
  const { sent, letters } = await seeds.booked();
  const database = await databases.create(sent.name);
  const deployment = { database, sinkPort: sink.port };
  const api = await startRoles('api', deployment);
  const worker = await startRoles('worker', deployment);
  const smtp = await startRoles('smtp', deployment);
  const processes = { api: [pidOf(api)], worker: [pidOf(worker)], smtp: [pidOf(smtp)] };
  const some = letters.slice(0, 2 * sizes.memoryWork);
  const inbox = { database, port: smtp.smtpPort, processes };
  const seen: Record<string, number>[] = [];
  for (let round = 0; round < sizes.memoryRounds; round += 1) {
    const names = Array.from({ length: sizes.memoryWork }, (_, n) => `memory-${round}-${n}`);
    await sink.clear();
    await bench.request({ url: api.url, requests: names.map(newRoomOf), clients: 32 });
    await sink.expectCount(2 * names.length);
    await applyRound(bench, inbox, some, round);
    seen.push(memoryOf(processes));
  }
  await stopRoles(api, worker, smtp);
  await database.drop();
  return {
    id: 'B8',
    title:
      `memory over ${sizes.memoryRounds} rounds of ${sizes.memoryWork} bookings ` +
      `and ${some.length} replies`,
    comparisons: ['api', 'worker', 'smtp'].flatMap((name) => judge(name, seen)),
    peer: '',
    notes: [
      ...seen.map((one, round) => `round ${round + 1}: ${JSON.stringify(one)} MB`),
      'the worker with the children in which it reads mail, each process for itself',
    ],
  };
}

/** Flat: what it takes in the last rounds is what it took when it had warmed up. */
function judge(name: string, seen: readonly Record<string, number>[]) {
  const megabytes = seen.map((one) => one[name] ?? 0);
  const warm = Math.floor(megabytes.length / 2);
  const growth = median(megabytes.slice(-3)) / median(megabytes.slice(Math.max(0, warm - 3), warm));
  return [
    measureAlone({
      measure: `${name}: largest process in MB`,
      value: Math.max(...megabytes),
      each: megabytes,
      most: 200,
    }),
    measureAlone({
      measure: `${name}: last three rounds over the three before the half`,
      value: growth,
      most: 1.1,
    }),
  ];
}
