import { setTimeout as pause } from 'node:timers/promises';
import type { Conduct } from '../recording-relay.ts';
import { drawBetween, drawOne, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import type { Role } from '../stage-process.ts';

const fault = 'SIGTERM under load, one process after the other';
const mostMs = 25_000;

/** Drains one process and puts another in its place; what went wrong, in sentences. */
async function drainOne(stage: Stage, role: Role, tookMs: number[]): Promise<string[]> {
  const one = drawOne(stage.terms.draw, stage.processes(role));
  const began = performance.now();
  one.signal('SIGTERM');
  const code = await one.ended();
  const ms = performance.now() - began;
  tookMs.push(ms);
  const faults = [
    ...(code === 0 ? [] : [`a ${role} that was to stop ended with ${code}`]),
    ...(ms <= mostMs ? [] : [`a ${role} took ${Math.round(ms)} ms to stop`]),
  ];
  await stage.replace(one);
  return faults;
}

async function run(terms: ScenarioTerms) {
  const { draw } = terms;
  await using stage = await openStage(terms, { processes: { api: 2, worker: 2, smtp: 2 } });
  // Mails are on the wire for a while, so that a drain always finds some.
  stage.relay.behave(async ({ phase }): Promise<Conduct> => {
    if (phase === 'dot') await pause(drawBetween(draw, 0, 300));
    return 'go-on';
  });
  const load = stage.startLoad({ sessions: 6 });
  await load.acknowledged(20);
  const until = performance.now() + terms.minutes * 60_000;
  const recoveriesMs: number[] = [];
  const violations: string[] = [];
  const drainAll = async (role: Role) => {
    while (performance.now() < until) {
      violations.push(...(await drainOne(stage, role, recoveriesMs)));
      await pause(drawBetween(draw, 100, 500));
    }
  };
  await Promise.all([drainAll('api'), drainAll('worker'), drainAll('smtp')]);
  await load.stop();
  await stage.rest();
  const row = await stage.judge({ fault, times: recoveriesMs.length, recoveriesMs, violations });
  const twice = row.doubled === 0 ? [] : [`a drain sent ${row.doubled} mails twice`];
  return [{ ...row, violations: [...row.violations, ...twice] }];
}

export const scenarios: readonly Scenario[] = [{ name: 'stop-drain', fault, run }];
