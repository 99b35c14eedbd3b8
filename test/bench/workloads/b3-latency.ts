import type { Bench } from '../ground/bench.ts';
import { type Chain, openOurChain, openStraightChain } from '../ground/chains.ts';
import { compare, measureAlone, type Result } from '../ground/compare.ts';
import { alternate, type Figure, median, percentile } from '../ground/rounds.ts';

const perSecond = 20;

/** How long after its POST began a booking's later mail is at the sink, when there is time. */
export async function measureLatency(bench: Bench): Promise<Result> {
  const { sizes } = bench;
  const count = perSecond * sizes.latencySeconds;
  const rooms = (sizes.rounds + 1) * count;
  const our = await openOurChain(bench);
  const straight = await openStraightChain(bench, rooms);
  const late: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  const play = async (name: keyof typeof late, chain: Chain, round: number): Promise<Figure> => {
    const delaysMs = await playRound(bench, chain, round, count);
    if (round > 0) late[name].push(...delaysMs);
    return { value: median(delaysMs) };
  };
  const { ours, theirs } = await alternate(sizes.rounds, {
    ours: (round) => play('ours', our, round),
    theirs: (round) => play('theirs', straight, round),
  });
  await our.stop(2 * rooms);
  await straight.stop(2 * rooms);
  const p99 = { ours: percentile(late.ours, 0.99), theirs: percentile(late.theirs, 0.99) };
  return {
    id: 'B3',
    title: `latency at ${perSecond} bookings a second, POST to the later of both mails`,
    comparisons: [
      compare({
        measure: 'p50 in ms',
        against: 'straightforward chain',
        ours,
        theirs,
        goal: { most: 1.5 },
      }),
      measureAlone({
        measure: "p99 in ms beyond the straightforward chain's",
        value: p99.ours - p99.theirs,
        most: 50,
      }),
    ],
    peer: '',
    notes: [`p99 ${p99.ours.toFixed(1)} ms beside ${p99.theirs.toFixed(1)} ms`],
  };
}

async function playRound(
  bench: Bench,
  chain: Chain,
  round: number,
  count: number,
): Promise<number[]> {
  const { requests, people } = chain.plan(round, count);
  await bench.sink.clear();
  const { startedMs } = await bench.request({ url: chain.url, requests, clients: 8, perSecond });
  const arrivals = await bench.sink.expectOneEach(people);
  const atMs = new Map(arrivals.map((one) => [one.to, one.atMs]));
  // Two people for each request, in its order.
  return startedMs.map((beganMs, index) => {
    const both = people.slice(2 * index, 2 * index + 2).map((one) => atMs.get(one) ?? Number.NaN);
    return Math.max(...both) - beganMs;
  });
}
