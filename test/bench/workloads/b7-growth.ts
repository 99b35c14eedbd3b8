import type { Parley } from '../../journeys/parley-process.ts';
import type { Bench } from '../ground/bench.ts';
import { type Comparison, compare, type Result } from '../ground/compare.ts';
import type { Store } from '../ground/databases.ts';
import { growBy } from '../ground/grow.ts';
import { alternate, type Figure } from '../ground/rounds.ts';
import { answerAll, newRoomOf } from '../ground/samples.ts';
import { readLetters } from '../ground/seeds.ts';
import { startRoles, stopRoles } from '../ground/service.ts';

interface Place {
  readonly name: string;
  readonly database: Store;
  readonly api: Parley;
  readonly smtp: Parley;
}

type Deed = 'booking' | 'sending' | 'receiving' | 'listing';

/** What one operation costs on a large database beside a small one, the same service on both. */
export async function measureGrowth(bench: Bench): Promise<Result> {
  const { databases, sizes, seeds } = bench;
  const { sent, letters } = await seeds.booked();
  const [reply] = answerAll(letters.slice(0, 1), 'ACCEPTED');
  const small = await databases.create(sent.name);
  const large = await databases.create(sent.name);
  bench.say(`  growing a database by ${sizes.grownRooms} rooms`);
  await growBy(large, sizes.grownRooms, reply?.raw ?? '');
  const places = [await open(bench, 'small', small), await open(bench, 'large', large)] as const;
  const costs = new Map<string, Figure[]>();
  const playAt = (place: Place) => async (round: number) => {
    const figures = await play(bench, place, round);
    for (const [deed, value] of Object.entries(figures)) {
      const key = `${place.name} ${deed}`;
      if (round > 0) costs.set(key, [...(costs.get(key) ?? []), { value }]);
    }
    return { value: 0 };
  };
  await alternate(sizes.rounds, { small: playAt(places[0]), large: playAt(places[1]) });
  for (const { api, smtp, database } of places) {
    await stopRoles(api, smtp);
    await database.drop();
  }
  const comparisonOf = (deed: Deed): Comparison =>
    compare({
      measure: `${deed}, ms each`,
      against: 'small',
      ours: costs.get(`large ${deed}`) ?? [],
      theirs: costs.get(`small ${deed}`) ?? [],
      goal: { most: 1.15 },
    });
  return {
    id: 'B7',
    title: `growth: ${sizes.grownRooms} rooms, twice as many mails, as many replies`,
    comparisons: (['booking', 'sending', 'receiving', 'listing'] as const).map(comparisonOf),
    peer: '',
    notes: [`the small one has ${sizes.bookedRooms} rooms`],
  };
}

async function open({ sink }: Bench, name: string, database: Store): Promise<Place> {
  const deployment = { database, sinkPort: sink.port };
  const [api, smtp] = await Promise.all([
    startRoles('api', deployment),
    startRoles('smtp', deployment),
  ]);
  return { name, database, api, smtp };
}

/** Milliseconds for one operation of each kind. */
async function play(bench: Bench, place: Place, round: number): Promise<Record<Deed, number>> {
  const { database, api, smtp, name } = place;
  const { grownWork: count } = bench.sizes;
  const requests = Array.from({ length: count }, (_, n) => newRoomOf(`${name}-${round}-${n}`));
  const booked = await bench.request({ url: api.url, requests, clients: 16 });

  await bench.sink.keep();
  const worker = await startRoles('worker', { database, sinkPort: bench.sink.port });
  const arrivals = await bench.sink.expectCount(2 * count);
  const letters = await readLetters(await bench.sink.mails());
  await stopRoles(worker);
  // Until then the process is cold.
  const cold = Math.floor(arrivals.length / 5);
  const sendingMs = (arrivals.at(-1)?.atMs ?? 0) - (arrivals[cold]?.atMs ?? 0);

  const mails = answerAll(letters, 'ACCEPTED');
  const received = await bench.deliver({ port: smtp.smtpPort, mails, connections: 10 });
  // Nobody is to read them while the next round's mails are sent.
  await database.query(
    `update imip_messages set read_at = now(), outcome = 'ignored' where read_at is null`,
  );

  const lists = Array.from({ length: 200 }, () => ({ method: 'GET' as const, path: '/v1/rooms' }));
  const listed = await bench.request({ url: api.url, requests: lists, clients: 4 });
  return {
    booking: (booked.seconds * 1000) / count,
    sending: sendingMs / (arrivals.length - cold - 1),
    receiving: (received.seconds * 1000) / mails.length,
    listing: (listed.seconds * 1000) / lists.length,
  };
}
