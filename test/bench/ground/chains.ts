import type { Parley } from '../../journeys/parley-process.ts';
import { createReferenceTables } from '../references/reference-tables.ts';
import type { Bench } from './bench.ts';
import type { Store } from './databases.ts';
import type { Watched } from './processes.ts';
import { startProgram } from './program.ts';
import { bookingOf, newRoomOf, peopleOf } from './samples.ts';
import { pidOf, startRoles, stopRoles } from './service.ts';

/** From POST to mail: an HTTP server and a sender on one database. */
export interface Chain {
  readonly url: string;
  readonly processes: Watched;
  /** The requests of a round and who gets a mail of them; no two rounds share a room. */
  plan(
    round: number,
    count: number,
  ): { requests: ReturnType<typeof newRoomOf>[]; people: string[] };
  /** Stops, and rejects unless the database knows every one of `mails` as sent. */
  stop(mails: number): Promise<void>;
}

/** The service: an `api` and a `worker` process. */
export async function openOurChain(bench: Bench): Promise<Chain> {
  const database = await bench.databases.create();
  const deployment = { database, sinkPort: bench.sink.port };
  const api = await startRoles('api', deployment);
  const worker = await startRoles('worker', deployment);
  return {
    url: api.url,
    processes: { api: [pidOf(api)], worker: [pidOf(worker)], postgres: [bench.databases.pid] },
    plan(round, count) {
      const names = Array.from({ length: count }, (_, index) => `${round}-${index}`);
      return { requests: names.map(newRoomOf), people: names.flatMap(peopleOf) };
    },
    stop: (mails) => stopChain([api, worker], database, mails),
  };
}

async function stopChain(parleys: Parley[], database: Store, mails: number): Promise<void> {
  await stopRoles(...parleys);
  const rows = await database.query<{ state: string; count: number }>(
    'select state, count(*)::int from messages group by state',
  );
  if (rows.length !== 1 || rows[0]?.state !== 'sent' || rows[0].count !== mails) {
    throw new Error(`${mails} mails were sent, the ledger says ${JSON.stringify(rows)}`);
  }
  await database.drop();
}

/** The straightforward way: seven statements, a job for each mail, everything as it comes. */
export async function openStraightChain(bench: Bench, rooms: number): Promise<Chain> {
  const database = await bench.databases.create();
  await createReferenceTables(database, rooms);
  const { wording } = await bench.seeds.booked();
  const api = await startProgram('reference');
  const worker = await startProgram('reference');
  const databaseUrl = database.url;
  const port = await api.ask<number>('startBooking', { databaseUrl });
  await worker.ask('startSendingJobs', { databaseUrl, sinkPort: bench.sink.port, wording });
  return {
    url: `http://localhost:${port}`,
    processes: { api: [api.pid], worker: [worker.pid], postgres: [bench.databases.pid] },
    plan(round, count) {
      const numbers = Array.from({ length: count }, (_, index) => round * count + index + 1);
      const peopleOfRoom = (n: number) => [`host${n}@host.example`, `guest-${n}@guest.example`];
      return { requests: numbers.map(bookingOf), people: numbers.flatMap(peopleOfRoom) };
    },
    async stop(mails) {
      await Promise.all([api.end(), worker.end()]);
      const [found] = await database.query<{ sent: number }>(
        `select count(*)::int as sent from reference_mails where state = 'sent'`,
      );
      if (found?.sent !== mails) throw new Error(`the reference sent ${found?.sent} of ${mails}`);
      await database.drop();
    },
  };
}
