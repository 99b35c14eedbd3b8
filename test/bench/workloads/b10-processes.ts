import type { Parley } from '../../journeys/parley-process.ts';
import type { Bench } from '../ground/bench.ts';
import { compare, type Result } from '../ground/compare.ts';
import type { Store } from '../ground/databases.ts';
import { watchCpu } from '../ground/processes.ts';
import { alternate, type Figure } from '../ground/rounds.ts';
import { bookingOf } from '../ground/samples.ts';
import { pidOf, startRoles, stopRoles } from '../ground/service.ts';
import { figureOf } from './b1-book.ts';
import { timeArrivals } from './b4-drain.ts';

const clients = 32;
/** By operation: bytes of WAL, round by round. */
const wal: Record<'booking' | 'mail', number[]> = { booking: [], mail: [] };
/** The most connections that the processes had open. */
let connections = 0;

/** Two processes of a role on one database beside one of them, and what each operation costs it. */
export async function measureProcesses(bench: Bench): Promise<Result> {
  const { sizes } = bench;
  const database = await bench.seeds.openRooms(sizes.openRooms);
  const deployment = { database, sinkPort: bench.sink.port };
  const apis = [await startRoles('api', deployment), await startRoles('api', deployment)];
  const booked = await alternate(sizes.rounds, {
    two: (round) => book(bench, database, 2 * round, apis),
    one: (round) => book(bench, database, 2 * round + 1, apis.slice(0, 1)),
  });
  await stopRoles(...apis);
  await checkBooked(database, 2 * (sizes.rounds + 1) * bookingsOf(bench));
  await database.drop();
  const sent = await alternate(sizes.rounds, {
    two: () => drain(bench, 2),
    one: () => drain(bench, 1),
  });
  const beside = { goal: null };
  return {
    id: 'B10',
    title: 'two processes of a role on one database, beside one',
    comparisons: [
      compare({
        measure: 'bookings/s by two api processes',
        against: 'by one',
        ours: booked.two,
        theirs: booked.one,
        ...beside,
      }),
      compare({
        measure: 'mails/s by two workers',
        against: 'by one',
        ours: sent.two,
        theirs: sent.one,
        ...beside,
      }),
    ],
    peer: '',
    notes: [
      `WAL: ${mean(wal.booking)} bytes a booking, ${mean(wal.mail)} a mail`,
      `connections of two processes of a role: ${connections} at most`,
    ],
  };
}

const mean = (values: readonly number[]): number =>
  Math.round(values.reduce((sum, one) => sum + one, 0) / values.length);

const bookingsOf = ({ sizes }: Bench): number => Math.floor(sizes.bookings / 2);

/** Callers spread over all processes; each round books rooms of its own. */
async function book(
  bench: Bench,
  database: Store,
  turn: number,
  apis: readonly Parley[],
): Promise<Figure> {
  const count = bookingsOf(bench);
  const requests = Array.from({ length: count }, (_, index) => bookingOf(turn * count + index + 1));
  const read = await readCosts(database);
  const cpu = watchCpu({ api: apis.map(pidOf), postgres: [bench.databases.pid] });
  const beganMs = performance.now();
  await Promise.all(
    apis.map(({ url }, place) =>
      bench.request({
        url,
        requests: requests.filter((_, index) => index % apis.length === place),
        clients: clients / apis.length,
      }),
    ),
  );
  const seconds = (performance.now() - beganMs) / 1000;
  const figure = figureOf(count, seconds, cpu());
  wal.booking.push((await read()) / count);
  return figure;
}

/** All workers are there before anything is due. */
async function drain(bench: Bench, workers: number): Promise<Figure> {
  const { waiting } = await bench.seeds.booked();
  const database = await bench.databases.create(waiting.name);
  const count = 2 * bench.sizes.bookedRooms;
  const later = (by: string) => `update messages set send_at = send_at + interval '${by}'`;
  await database.query(later('1 hour'));
  const deployment = { database, sinkPort: bench.sink.port };
  const parleys = await Promise.all(
    Array.from({ length: workers }, () => startRoles('worker', deployment)),
  );
  await bench.sink.clear();
  await database.query(later('-1 hour'));
  const read = await readCosts(database);
  const processes = { worker: parleys.map(pidOf), postgres: [bench.databases.pid] };
  const figure = await timeArrivals(bench, count, processes);
  wal.mail.push((await read()) / count);
  await stopRoles(...parleys);
  const [found] = await database.query<{ sent: number }>(
    `select count(*)::int as sent from messages where state = 'sent'`,
  );
  if (found?.sent !== count) throw new Error(`of ${count} messages ${found?.sent} are sent`);
  await database.drop();
  return figure;
}

/** From here on: bytes of WAL; and notes how many connections there are at the end. */
async function readCosts(database: Store): Promise<() => Promise<number>> {
  const bytes = async () => {
    const [row] = await database.query<{ bytes: number; open: number }>(
      `select (pg_current_wal_lsn() - '0/0')::float8 as bytes,
         (select count(*)::int from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()) as open`,
    );
    connections = Math.max(connections, row?.open ?? 0);
    return row?.bytes ?? Number.NaN;
  };
  const before = await bytes();
  return async () => (await bytes()) - before;
}

/** Every acknowledged booking is there with all it owes. */
async function checkBooked(database: Store, count: number): Promise<void> {
  const [found] = await database.query<{ rooms: number; messages: number }>(
    `select (select count(*)::int from rooms where status = 'booked') as rooms,
       (select count(*)::int from messages) as messages`,
  );
  if (found?.rooms !== count || found.messages !== 2 * count) {
    throw new Error(`booked ${JSON.stringify(found)} and not ${count}`);
  }
}
