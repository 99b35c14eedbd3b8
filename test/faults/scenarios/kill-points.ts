import { fileURLToPath } from 'node:url';
import { waitFor } from '../../house/wait-for.ts';
import { type DeathPoint, deathPoints } from '../death-points.ts';
import type { StepName } from '../load/load.ts';
import { drawInt, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import type { StageProcess } from '../stage-process.ts';
import { measureRecovery } from '../takeover.ts';

const fault = 'kill -9 at every labelled point of the three journeys';
const program = fileURLToPath(new URL('../programs/mortal-parley.ts', import.meta.url));
const reachTimeoutMs = 60_000;

/** Lets a process live until the point, in the place of the one before it. */
async function dieAt(stage: Stage, gone: StageProcess, point: DeathPoint): Promise<StageProcess> {
  const times = 1 + drawInt(stage.terms.draw, 2);
  const env = { FAULT: `${point.name}:${times}` };
  const mortal = await stage.replace(gone, { program, env });
  const what = () => `${env.FAULT} to be reached: ${mortal.log()}`;
  await waitFor(() => !mortal.isAlive(), { timeoutMs: reachTimeoutMs, what });
  await mortal.ended();
  stage.countCrash();
  return mortal;
}

/** One place after the other is given to a process that dies at the next point of the list. */
async function dieAtAll(
  stage: Stage,
  first: StageProcess,
  points: readonly DeathPoint[],
  recoveries: Promise<number | null>[],
): Promise<void> {
  await first.kill();
  let gone = first;
  for (const point of points) {
    gone = await dieAt(stage, gone, point);
    if (point.role === 'worker') recoveries.push(measureRecovery(stage));
    if (stage.terms.isLong) stage.terms.say(point.name);
  }
  await stage.replace(gone);
}

/** All three journeys, often enough that each point is soon reached. */
const steps: readonly StepName[] = [
  'reschedule',
  'unbook',
  'answer-by-mail',
  'answer-by-mail',
  'answer-by-mail',
  'propose',
  'propose-by-page',
  'propose-by-page',
  'decide-by-link',
  'decide-by-link',
];

/** The share of one of several places among which the points are dealt out. */
const deal = (points: readonly DeathPoint[], places: number, place: number) =>
  points.filter((_point, index) => index % places === place);

async function run(terms: ScenarioTerms) {
  const rounds = terms.isLong ? Math.max(1, Math.round(terms.minutes)) : 1;
  const of = (role: DeathPoint['role']) => deathPoints.filter((point) => point.role === role);
  await using stage = await openStage(terms, { processes: { api: 3, worker: 3, smtp: 2 } });
  const load = stage.startLoad({ sessions: 6, pauseMs: 200, steps });
  await load.acknowledged(20);
  const recoveries: Promise<number | null>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = (role: DeathPoint['role'], count: number) =>
      stage.processes(role).slice(0, count);
    const lanes = [...first('api', 2), ...first('worker', 2), ...first('smtp', 1)];
    await Promise.all(
      lanes.map((one) => {
        const mates = lanes.filter(({ role }) => role === one.role);
        const points = deal(of(one.role), mates.length, mates.indexOf(one));
        return dieAtAll(stage, one, points, recoveries);
      }),
    );
  }
  await load.stop();
  await stage.rest();
  const recoveriesMs = (await Promise.all(recoveries)).filter((ms) => ms !== null);
  return [await stage.judge({ fault, times: rounds * deathPoints.length, recoveriesMs })];
}

export const scenarios: readonly Scenario[] = [{ name: 'kill-points', fault, run }];
