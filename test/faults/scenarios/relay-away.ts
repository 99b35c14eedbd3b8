import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../../house/wait-for.ts';
import type { Scenario, ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';

const fault = 'the relay away for six hours (the clock leaps)';
const halfHours = 12;
/** Between two leaps: long enough for the tries that became due. */
const leapMs = 1_200;
/** Mails a second from the backlog; with another scenario on the same two cores. */
const leastPerSecond = { short: 20, long: 50 };
const firstMailMs = 120_000;

async function leap(stage: Stage): Promise<void> {
  for (const role of ['api', 'worker', 'smtp'] as const) {
    for (const one of stage.processes(role)) one.signal('SIGUSR2');
  }
}

async function countOwed({ pool }: Stage): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "select count(*)::int as count from messages where state in ('waiting', 'unknown')",
  );
  return rows[0]?.count ?? 0;
}

async function run(terms: ScenarioTerms) {
  await using stage = await openStage(terms, { processes: { worker: 2 }, clockFactor: 1 });
  const load = stage.startLoad({ sessions: 20, pauseMs: 30, steps: ['reschedule', 'cancel'] });
  await load.acknowledged(20);
  await stage.relay.goAway();
  // What was on the wire of either worker at that moment is in doubt.
  stage.countCrash(2);
  for (let left = halfHours; left > 0; left -= 1) {
    await pause(leapMs);
    await leap(stage);
  }
  await load.stop();
  const backlog = await countOwed(stage);
  const before = stage.relay.arrivals.length;
  await stage.relay.comeBack();
  const cameBackAt = performance.now();
  const hasCome = () => stage.relay.arrivals.length > before;
  await waitFor(hasCome, { timeoutMs: firstMailMs, what: 'the first mail' });
  const firstAt = performance.now();
  // Everything is due at once: the worst that can be.
  await stage.hurry();
  await stage.rest();
  const arrived = stage.relay.arrivals.length - before;
  const lastAt = Math.max(...stage.relay.arrivals.map(({ atMs }) => atMs));
  const perSecond = Math.round((1000 * arrived) / (lastAt - firstAt));
  terms.say(`a backlog of ${backlog}: ${arrived} mails at ${perSecond} a second`);
  const isSlow = perSecond < (terms.isLong ? leastPerSecond.long : leastPerSecond.short);
  const violations = isSlow ? [`the backlog drains slowly: ${perSecond} mails a second`] : [];
  const recoveriesMs = [firstAt - cameBackAt];
  return [await stage.judge({ fault, times: 1, recoveriesMs, violations })];
}

export const scenarios: readonly Scenario[] = [{ name: 'relay-away', fault, run }];
