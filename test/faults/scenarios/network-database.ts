import { setTimeout as pause } from 'node:timers/promises';
import { type CuttingProxy, startCuttingProxy } from '../../house/cutting-proxy.ts';
import { drawBetween, drawInt, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage } from '../stage.ts';
import { type Phase, playPhases } from './play-phases.ts';

const fault = 'the network between the service and PostgreSQL';

/** Longer than any query of the service waits for an answer (db/pool.ts). */
const blackHoleMs = 11_000;
/** Commits are frequent under load; one that never comes would leave the trap set. */
const trapMs = 5_000;

const phasesOf = (proxy: CuttingProxy, { draw, isLong }: ScenarioTerms): readonly Phase[] => [
  {
    fault: 'connections to PostgreSQL cut at random moments',
    atLeast: 3,
    async make() {
      proxy.cutAll();
      return performance.now();
    },
  },
  {
    fault: 'cut right after COMMIT went through: nobody hears that it happened',
    atLeast: 4,
    async make() {
      await soon(proxy.cutAfterCommit(1 + drawInt(draw, 6)));
      return performance.now();
    },
  },
  {
    fault: 'cut right before COMMIT went through',
    atLeast: 2,
    async make() {
      await soon(proxy.cutBeforeCommit(1 + drawInt(draw, 6)));
      return performance.now();
    },
  },
  {
    fault: 'a COMMIT that arrives late, when its client was told that it was cut off',
    atLeast: 3,
    async make() {
      const release = await soon(proxy.holdCommit(1 + drawInt(draw, 6)));
      await pause(drawBetween(draw, 50, 1_500));
      release?.();
      return performance.now();
    },
  },
  {
    fault: 'half-open: not a byte passes for a while, then all of it',
    atLeast: 1,
    async make() {
      proxy.stall();
      await pause(drawBetween(draw, 300, 2_500));
      proxy.resume();
      return performance.now();
    },
  },
  {
    fault: 'PostgreSQL cannot be reached for some seconds',
    async make() {
      proxy.shut();
      await pause(drawBetween(draw, 1_000, 3_000));
      proxy.open();
      return performance.now();
    },
  },
  {
    fault: 'black hole until every client gave up, then as if nothing had been',
    async make() {
      proxy.stall();
      await pause(isLong ? drawBetween(draw, blackHoleMs, 3 * blackHoleMs) : blackHoleMs);
      proxy.resume();
      return performance.now();
    },
  },
];

/** What it resolves with; null when the time is over first. */
const soon = <T>(trap: Promise<T>): Promise<T | null> =>
  Promise.race([trap, pause(trapMs, null, { ref: false })]);

async function run(terms: ScenarioTerms) {
  const proxies: CuttingProxy[] = [];
  try {
    await using stage = await openStage(terms, {
      wayToDatabase: async (databaseUrl) => {
        const { hostname: host, port } = new URL(databaseUrl);
        const proxy = await startCuttingProxy({ host, port: Number(port) });
        proxies.push(proxy);
        return proxy.through(databaseUrl);
      },
    });
    return await playPhases(stage, phasesOf(proxies[0] as CuttingProxy, terms));
  } finally {
    for (const proxy of proxies) await proxy.close();
  }
}

export const scenarios: readonly Scenario[] = [{ name: 'network-database', fault, run }];
