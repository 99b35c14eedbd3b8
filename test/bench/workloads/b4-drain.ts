import type { Bench } from '../ground/bench.ts';
import { compare, type Result } from '../ground/compare.ts';
import { sendByPostfix } from '../ground/peers.ts';
import { type Watched, watchCpu } from '../ground/processes.ts';
import { startProgram } from '../ground/program.ts';
import { alternate, type Figure, median } from '../ground/rounds.ts';
import { recipientsOf } from '../ground/samples.ts';
import { pidOf, startRoles, stopRoles } from '../ground/service.ts';
import { figureOf } from './b1-book.ts';

/** The first of the mails are not counted: a process that has just started is cold. */
const coldShare = 0.1;

/** One worker and what waits when it starts, until all of it is at the sink. */
export async function measureDrain(bench: Bench): Promise<Result> {
  const { sizes } = bench;
  const { ours, theirs } = await alternate(sizes.rounds, {
    ours: () => drain(bench),
    theirs: () => sendFromMemory(bench),
  });
  const peer = await sendByPostfix(bench, 2 * sizes.bookedRooms, Math.round(median(bytes)));
  return {
    id: 'B4',
    title: `drain of ${2 * sizes.bookedRooms} waiting messages by one worker, 10 connections`,
    comparisons: [
      compare({
        measure: 'mails/s',
        against: 'nodemailer pool composing from memory',
        ours,
        theirs,
        goal: { least: 0.85 },
      }),
    ],
    peer,
    notes: [`mails of ${Math.round(median(bytes))} bytes`],
  };
}

const bytes: number[] = [];

async function drain(bench: Bench): Promise<Figure> {
  const { waiting } = await bench.seeds.booked();
  const database = await bench.databases.create(waiting.name);
  const count = 2 * bench.sizes.bookedRooms;
  await bench.sink.clear();
  const worker = await startRoles('worker', { database, sinkPort: bench.sink.port });
  const processes = { worker: [pidOf(worker)], postgres: [bench.databases.pid] };
  const figure = await timeArrivals(bench, count, processes);
  await stopRoles(worker);
  const [found] = await database.query<{ sent: number }>(
    `select count(*)::int as sent from messages where state = 'sent'`,
  );
  if (found?.sent !== count) throw new Error(`of ${count} messages ${found?.sent} are sent`);
  await database.drop();
  return figure;
}

async function sendFromMemory(bench: Bench): Promise<Figure> {
  const { wording } = await bench.seeds.booked();
  const recipients = recipientsOf(2 * bench.sizes.bookedRooms);
  await bench.sink.clear();
  const program = await startProgram('reference');
  const sending = { sinkPort: bench.sink.port, recipients, wording };
  const done = program.ask('sendFromMemory', sending);
  const figure = await timeArrivals(bench, recipients.length, { node: [program.pid] });
  await done;
  await program.end();
  return figure;
}

/** Mails a second, and the CPU of each, once the sender is warm. */
export async function timeArrivals(
  bench: Bench,
  count: number,
  processes: Watched,
): Promise<Figure> {
  const coldCount = Math.floor(count * coldShare);
  const warmFrom = await bench.sink.waitFor(coldCount);
  const cpu = watchCpu(processes);
  const arrivals = await bench.sink.expectCount(count);
  const us = cpu();
  bytes.push(...arrivals.map((one) => one.bytes));
  const [first, last] = [arrivals[coldCount - 1], arrivals.at(-1)];
  const seconds = ((last?.atMs ?? 0) - (first?.atMs ?? 0)) / 1000;
  const { cpuUs = {} } = figureOf(count - warmFrom, seconds, us);
  return { value: (count - coldCount) / seconds, cpuUs };
}
