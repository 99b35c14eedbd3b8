/**
 * `npm run test:faults -- [--long] [--minutes 30] [--seed 7] [--only kill-points] [--lanes 2]`:
 * lets processes, database, network and relay fail under load and judges each time whether
 * anything acknowledged was lost. Ends with 1 when something was, when a mail came twice without a
 * doubt, out of order or with other bytes, or when a control did not break.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from '../corpus/mutate.ts';
import { forgetCompiled, warmUp } from './compile-cache.ts';
import { renderTable } from './render-table.ts';
import type { FaultRow, Scenario, ScenarioTerms } from './scenario.ts';
import { stopSharedServer } from './stage-database.ts';

process.env.TZ = 'UTC';

const { values: options } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    lanes: { type: 'string', default: '2' },
  },
});

const startedAt = performance.now();
const say = (text: string): void => {
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`${String(seconds).padStart(5)} s  ${text}\n`);
};

const seed = Number(options.seed ?? Date.now() % 1_000_000);
/** How long one scenario makes faults, unless told otherwise. */
const minutes = Number(options.minutes ?? (options.long ? 5 : 0.3));

async function findScenarios(): Promise<Scenario[]> {
  const found: Scenario[] = [];
  for (const folder of ['scenarios', 'races', 'controls']) {
    const dir = fileURLToPath(new URL(`${folder}/`, import.meta.url));
    for (const name of readdirSync(dir).sort()) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
      const loaded = (await import(pathToFileURL(`${dir}${name}`).href)) as {
        scenarios?: readonly Scenario[];
      };
      found.push(...(loaded.scenarios ?? []));
    }
  }
  return found;
}

const isWanted = ({ name }: Scenario): boolean =>
  options.only.length === 0 || options.only.some((word) => name.includes(word));

/** The same scenario gets the same numbers whether it runs alone or with all others. */
function termsOf({ name }: Scenario): ScenarioTerms {
  let mixed = seed;
  for (const letter of name) mixed = (Math.imul(mixed, 31) + letter.charCodeAt(0)) >>> 0;
  return {
    seed: mixed,
    draw: seededRandom(mixed),
    isLong: options.long,
    minutes,
    say: (text) => say(`${name}: ${text}`),
  };
}

async function play(scenario: Scenario): Promise<FaultRow[]> {
  const { name, fault } = scenario;
  say(`${name}: ${fault}`);
  const began = performance.now();
  const rows = await scenario.run(termsOf(scenario)).catch((error: unknown): FaultRow[] => {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const why = cause instanceof Error ? ` (${cause.message})` : '';
    const violations = [`it did not come to an end: ${message}${why}`];
    const nothing = { times: 0, acknowledged: 0, lost: 0, doubled: 0, recoveriesMs: [] };
    return [{ fault, ...nothing, violations }];
  });
  const broken = rows.flatMap(({ violations }) => violations);
  const took = `${Math.round((performance.now() - began) / 1000)} s`;
  say(`${name}: ${broken.length === 0 ? 'held' : 'BROKEN'} (${took})`);
  for (const what of broken) say(`  ${what}`);
  return [...rows];
}

/** Several at a time; those that must be alone come last, one by one. */
async function playAll(scenarios: readonly Scenario[]): Promise<FaultRow[]> {
  const rows = new Map<Scenario, FaultRow[]>();
  const together = scenarios.filter(({ isAlone }) => !isAlone);
  const next = async () => {
    for (let one = together.shift(); one; one = together.shift()) rows.set(one, await play(one));
  };
  await Promise.all(Array.from({ length: Number(options.lanes) }, next));
  for (const one of scenarios.filter(({ isAlone }) => isAlone)) rows.set(one, await play(one));
  return scenarios.flatMap((one) => rows.get(one) ?? []);
}

try {
  const scenarios = (await findScenarios()).filter(isWanted);
  if (scenarios.length === 0) throw new Error(`no scenario is called ${options.only.join()}`);
  say(`seed ${seed}, ${scenarios.length} scenarios, ${minutes} minutes each at most`);
  await warmUp();
  const rows = await playAll(scenarios);
  process.stdout.write(`\n${renderTable(rows)}\n`);
  const broken = rows.filter(({ violations }) => violations.length > 0);
  say(broken.length === 0 ? `all held; seed ${seed}` : `${broken.length} BROKEN; seed ${seed}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  await stopSharedServer();
  await forgetCompiled();
}
