/**
 * `npm run bench -- [--only B1,B4] [--rounds N] [--quick | --full] [--json file]`: the service
 * beside programs that do only that, in pairs of rounds on one machine. Ends with 1 when a workload
 * lost something or did not come to its end; a goal that is not met is a line, not an error.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endAll } from '../journeys/parley-process.ts';
import { type Bench, startBench } from './ground/bench.ts';
import type { Result } from './ground/compare.ts';
import { watchStrangers } from './ground/processes.ts';
import { endPrograms } from './ground/program.ts';
import { describe, describeTable } from './ground/report.ts';
import { sizesOf } from './ground/sizes.ts';
import { measureBooking } from './workloads/b1-book.ts';
import { measureChain } from './workloads/b2-chain.ts';
import { measureLatency } from './workloads/b3-latency.ts';
import { measureDrain } from './workloads/b4-drain.ts';
import { measureReceiving } from './workloads/b5-receive.ts';
import { measureApplying } from './workloads/b6-apply.ts';
import { measureGrowth } from './workloads/b7-growth.ts';
import { measureMemory } from './workloads/b8-memory.ts';
import { measureStart } from './workloads/b9-start.ts';
import { measureProcesses } from './workloads/b10-processes.ts';

process.env.TZ = 'UTC';

const workloads: Readonly<Record<string, (bench: Bench) => Promise<Result>>> = {
  B1: measureBooking,
  B2: measureChain,
  B3: measureLatency,
  B4: measureDrain,
  B5: measureReceiving,
  B6: measureApplying,
  B7: measureGrowth,
  B8: measureMemory,
  B9: measureStart,
  B10: measureProcesses,
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Run {
  readonly results: Result[];
  readonly failures: Record<string, string>;
  /** Share of the machine that others took: with more than a little, look at ratios only. */
  readonly foreignCpu: Record<string, number>;
}

async function runAll(bench: Bench, ids: readonly string[]): Promise<Run> {
  const run: Run = { results: [], failures: {}, foreignCpu: {} };
  for (const id of ids) {
    const startedAt = performance.now();
    const strangers = watchStrangers();
    try {
      const result = await workloads[id]?.(bench);
      if (result) run.results.push(result);
      if (result) say(describe(result));
    } catch (error) {
      run.failures[id] = error instanceof Error ? (error.stack ?? error.message) : String(error);
      say(`${id}  FAILED: ${run.failures[id]}\n`);
      await endAll();
    }
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    run.foreignCpu[id] = strangers();
    const share = `${Math.round(100 * (run.foreignCpu[id] ?? 0))} %`;
    say(`    ${seconds} s; others took ${share} of the machine meanwhile\n`);
  }
  return run;
}

function writeJson(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  say(`The figures are in ${path}`);
}

const { values: words } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
  },
});
const ids = words.only?.toUpperCase().split(',') ?? Object.keys(workloads);
const unknown = ids.filter((id) => !(id in workloads));
if (unknown.length > 0) throw new Error(`there is no workload ${unknown.join(', ')}`);
const size = words.quick ? 'quick' : words.full ? 'full' : 'usual';
const sizes = { ...sizesOf[size], ...(words.rounds ? { rounds: Number(words.rounds) } : {}) };
const startedAt = new Date();
say(`Benchmarks ${ids.join(', ')}, ${size} size, ${sizes.rounds} pairs of rounds\n`);
const bench = await startBench(sizes, say);
const end = async () => {
  await endAll();
  endPrograms();
  await bench.stop();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void end().finally(() => process.exit(130)));
}
try {
  const run = await runAll(bench, ids);
  say(describeTable(run.results));
  const file = words.json ?? fileURLToPath(new URL('results/last.json', import.meta.url));
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  writeJson(resolve(file), { startedAt, size, sizes, machine, ...run });
  process.exitCode = Object.keys(run.failures).length > 0 ? 1 : 0;
} finally {
  await end();
}
