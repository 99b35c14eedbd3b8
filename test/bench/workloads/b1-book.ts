import type { Bench } from '../ground/bench.ts';
import { compare, type Result } from '../ground/compare.ts';
import type { Store } from '../ground/databases.ts';
import { watchCpu } from '../ground/processes.ts';
import { type Program, startProgram } from '../ground/program.ts';
import { alternate, type Figure } from '../ground/rounds.ts';
import { bookingOf, roomIdOf } from '../ground/samples.ts';
import { pidOf, startRoles, stopRoles } from '../ground/service.ts';
import { createReferenceTables } from '../references/reference-tables.ts';

const clients = 32;

/** POST book with idempotency key and validation, over 32 kept connections. */
export async function measureBooking(bench: Bench): Promise<Result> {
  const { databases, sizes } = bench;
  const database = await bench.seeds.openRooms(sizes.openRooms);
  const plain = await databases.create();
  await createReferenceTables(plain, sizes.openRooms);
  const floor = await databases.create(plain.name);
  const api = await startRoles('api', { database, sinkPort: bench.sink.port });
  const reference = await startProgram('reference');
  const setBased = await startProgram('reference');
  const port = await reference.ask<number>('startBooking', { databaseUrl: plain.url });
  const { ours, theirs, least } = await alternate(sizes.rounds, {
    ours: (round) => book(bench, round, api.url, { api: [pidOf(api)] }),
    theirs: (round) => book(bench, round, `http://localhost:${port}`, { node: [reference.pid] }),
    least: (round) => bookAtOnce(bench, round, setBased, floor),
  });
  const count = (sizes.rounds + 1) * sizes.bookings;
  await stopRoles(api);
  await Promise.all([reference.end(), setBased.end()]);
  await checkBooked(database, count);
  await checkReference(plain, count);
  await checkReference(floor, count);
  for (const store of [database, plain, floor]) await store.drop();
  const measure = 'bookings/s';
  return {
    id: 'B1',
    title: `POST book with idempotency key and validation, ${clients} clients`,
    comparisons: [
      compare({ measure, against: '7 statements by express', ours, theirs, goal: { least: 4 } }),
      compare({
        measure,
        against: 'set-based without HTTP',
        ours,
        theirs: least,
        goal: { least: 0.5 },
      }),
    ],
    peer: '',
    notes: [],
  };
}

/** Each round books rooms of its own. */
const numbersOf = ({ sizes }: Bench, round: number): number[] =>
  Array.from({ length: sizes.bookings }, (_, index) => round * sizes.bookings + index + 1);

async function book(
  bench: Bench,
  round: number,
  url: string,
  processes: Readonly<Record<string, readonly number[]>>,
): Promise<Figure> {
  const requests = numbersOf(bench, round).map(bookingOf);
  const cpu = watchCpu({ ...processes, postgres: [bench.databases.pid] });
  const { seconds } = await bench.request({ url, requests, clients });
  return figureOf(requests.length, seconds, cpu());
}

async function bookAtOnce(
  bench: Bench,
  round: number,
  program: Program,
  { url: databaseUrl }: Store,
): Promise<Figure> {
  const bookings = numbersOf(bench, round).map((number) => ({
    roomId: roomIdOf(number),
    name: 'Gil Grant',
    email: `guest-${number}@guest.example`,
  }));
  const cpu = watchCpu({ node: [program.pid], postgres: [bench.databases.pid] });
  const question = { databaseUrl, bookings, callers: clients };
  const seconds = await program.ask<number>('bookSetBased', question);
  return figureOf(bookings.length, seconds, cpu());
}

/** Operations a second, and the CPU each of them took. */
export const figureOf = (
  count: number,
  seconds: number,
  cpuUs: Readonly<Record<string, number>>,
): Figure => ({
  value: count / seconds,
  cpuUs: Object.fromEntries(Object.entries(cpuUs).map(([name, us]) => [name, us / count])),
});

/** Every acknowledged booking is there with all it owes. */
async function checkBooked(database: Store, count: number): Promise<void> {
  const [found] = await database.query(
    `select (select count(*)::int from rooms where status = 'booked') as rooms,
       (select count(distinct (room_id, attendee_email))::int from messages) as messages,
       (select count(*)::int from messages) as "allMessages",
       (select count(*)::int from idempotency_keys) as keys,
       (select count(distinct room_id)::int from room_history) as history`,
  );
  const messages = 2 * count;
  const wanted = { rooms: count, messages, allMessages: messages, keys: count, history: count };
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`booked ${JSON.stringify(found)} and not ${JSON.stringify(wanted)}`);
  }
}

async function checkReference(database: Store, count: number): Promise<void> {
  const [found] = await database.query<{ rooms: number; mails: number }>(
    `select (select count(*)::int from reference_rooms where guest_email is not null) as rooms,
       (select count(*)::int from reference_mails) as mails`,
  );
  if (found?.rooms !== count || found.mails !== 2 * count) {
    throw new Error(`the reference booked ${JSON.stringify(found)} and not ${count}`);
  }
}
