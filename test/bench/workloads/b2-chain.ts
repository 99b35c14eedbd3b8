import type { Bench } from '../ground/bench.ts';
import { type Chain, openOurChain, openStraightChain } from '../ground/chains.ts';
import { compare, type Result } from '../ground/compare.ts';
import { watchCpu } from '../ground/processes.ts';
import { startProgram } from '../ground/program.ts';
import { alternate, type Figure } from '../ground/rounds.ts';
import { recipientsOf } from '../ground/samples.ts';
import { figureOf } from './b1-book.ts';

/** POST with a guest until both mails are at the sink. */
export async function measureChain(bench: Bench): Promise<Result> {
  const { sizes } = bench;
  const rooms = (sizes.rounds + 1) * sizes.chains;
  const { wording } = await bench.seeds.booked();
  const our = await openOurChain(bench);
  const straight = await openStraightChain(bench, rooms);
  const composer = await startProgram('reference');
  const { ours, theirs, composed } = await alternate(sizes.rounds, {
    ours: (round) => playRound(bench, our, round),
    theirs: (round) => playRound(bench, straight, round),
    composed: async () => {
      const cpu = watchCpu({ node: [composer.pid] });
      const recipients = recipientsOf(2 * sizes.chains);
      const seconds = await composer.ask<number>('composeAlone', { recipients, wording });
      return figureOf(sizes.chains, seconds, cpu());
    },
  });
  await our.stop(2 * rooms);
  await straight.stop(2 * rooms);
  await composer.end();
  const measure = 'bookings/s to both mails';
  return {
    id: 'B2',
    title: 'the chain: POST with a guest, both mails at a sink, api and worker processes',
    comparisons: [
      compare({ measure, against: 'straightforward chain', ours, theirs, goal: { least: 2.5 } }),
      compare({
        measure,
        against: 'composing alone (ical-generator, nodemailer)',
        ours,
        theirs: composed,
        goal: { least: 0.8 },
      }),
    ],
    peer: '',
    notes: [],
  };
}

async function playRound(bench: Bench, chain: Chain, round: number): Promise<Figure> {
  const { requests, people } = chain.plan(round, bench.sizes.chains);
  await bench.sink.clear();
  const cpu = watchCpu(chain.processes);
  const { startedMs } = await bench.request({ url: chain.url, requests, clients: 32 });
  const arrivals = await bench.sink.expectOneEach(people);
  const beginMs = Math.min(...startedMs);
  const endMs = arrivals.at(-1)?.atMs ?? Number.NaN;
  return figureOf(requests.length, (endMs - beginMs) / 1000, cpu());
}
