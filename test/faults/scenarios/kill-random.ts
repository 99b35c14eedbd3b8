import { setTimeout as pause } from 'node:timers/promises';
import { drawBetween, drawOne, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import type { Role } from '../stage-process.ts';

const fault = 'kill -9 of api, worker and smtp at random';

/** Time from the kill until its place is taken by a process that is ready. */
async function killOne(stage: Stage, role: Role): Promise<number> {
  const { draw } = stage.terms;
  const killedAt = performance.now();
  await stage.killAndReplace(drawOne(draw, stage.processes(role)));
  return performance.now() - killedAt;
}

async function run(terms: ScenarioTerms) {
  const { draw } = terms;
  await using stage = await openStage(terms, { processes: { api: 2, worker: 2, smtp: 2 } });
  const load = stage.startLoad({ sessions: 6 });
  await load.acknowledged(20);
  const until = performance.now() + terms.minutes * 60_000;
  const recoveriesMs: number[] = [];
  /** One killer for each role: a role is never killed while nobody of it lives. */
  const killAll = async (role: Role) => {
    while (performance.now() < until) {
      await pause(drawBetween(draw, 200, 900));
      recoveriesMs.push(await killOne(stage, role));
    }
  };
  await Promise.all([killAll('api'), killAll('worker'), killAll('smtp')]);
  await load.stop();
  await stage.rest();
  return [await stage.judge({ fault, times: recoveriesMs.length })];
}

export const scenarios: readonly Scenario[] = [{ name: 'kill-random', fault, run }];
