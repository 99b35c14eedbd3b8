import { setTimeout as pause } from 'node:timers/promises';
import { migrateAhead } from '../../db/steps-ahead.ts';
import { type Balancer, startBalancer } from '../balancer.ts';
import type { Scenario, ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import type { Role } from '../stage-process.ts';

const fault = 'a rolling restart and a migration under load, behind a balancer';
const roles: readonly Role[] = ['api', 'worker', 'smtp'];
/** Behind a balancer that asks ten times a second. */
const noticeSeconds = '1';

/** Puts a new process in the place of each, one after the other, as a deployment does. */
async function restartAll(stage: Stage, tookMs: number[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const role of roles) {
    for (const old of stage.processes(role)) {
      const began = performance.now();
      old.signal('SIGTERM');
      const code = await old.ended();
      if (code !== 0) wrong.push(`a ${role} that was to stop ended with ${code}`);
      await stage.replace(old);
      tookMs.push(performance.now() - began);
    }
  }
  return wrong;
}

/** All processes, the old ones too, go on being ready on the schema of a later version. */
async function judgeReadiness(stage: Stage): Promise<string[]> {
  const all = roles.flatMap((role) => stage.processes(role));
  const found = await Promise.all(
    all.map(async ({ role, url }) => {
      const answer = await fetch(`${url}/readyz`);
      const text = await answer.text();
      return answer.status === 200 ? [] : [`a ${role} is not ready: ${text}`];
    }),
  );
  return found.flat();
}

async function run(terms: ScenarioTerms) {
  let balancer: Balancer | null = null;
  await using stage = await openStage(terms, {
    processes: { api: 2, worker: 2, smtp: 2 },
    env: { DRAIN_NOTICE_SECONDS: noticeSeconds },
    wayToApi: async (urls) => {
      balancer = await startBalancer(urls);
      return balancer.url;
    },
  });
  const front = balancer as Balancer | null;
  if (front === null) throw new Error('nothing stands in front of the API');
  try {
    const load = stage.startLoad({ sessions: 6 });
    await load.acknowledged(30);
    await migrateAhead(stage.database.url);
    const violations = await judgeReadiness(stage);
    await load.acknowledged(30);
    const recoveriesMs: number[] = [];
    const until = performance.now() + terms.minutes * 60_000;
    // At least once round: what starts now finds a schema ahead of its own.
    do {
      violations.push(...(await restartAll(stage, recoveriesMs)));
      violations.push(...(await judgeReadiness(stage)));
      await pause(200);
    } while (performance.now() < until);
    await load.stop();
    await stage.rest();
    const refused = front.failures().map((what) => `a request failed: ${what}`);
    terms.say(`${front.passed()} requests by way of the balancer, ${refused.length} failed`);
    const times = recoveriesMs.length;
    const all = [...violations, ...refused];
    const row = await stage.judge({ fault, times, recoveriesMs, violations: all });
    const twice = row.doubled === 0 ? [] : [`a restart sent ${row.doubled} mails twice`];
    return [{ ...row, violations: [...row.violations, ...twice] }];
  } finally {
    await front.close();
  }
}

export const scenarios: readonly Scenario[] = [{ name: 'rolling-restart', fault, run }];
