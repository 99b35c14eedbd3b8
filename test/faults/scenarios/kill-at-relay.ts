import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../../house/wait-for.ts';
import type { Conduct, RelayPhase } from '../recording-relay.ts';
import { drawInt, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import type { StageProcess } from '../stage-process.ts';
import { measureRecovery } from '../takeover.ts';

const fault = 'kill -9 of the worker at every phase of the SMTP dialogue';

/** A phase, and what the relay does with the mail of the worker that dies there. */
const deaths: readonly { readonly phase: RelayPhase; readonly mail: Conduct }[] = [
  { phase: 'connect', mail: 'go-on' },
  { phase: 'hello', mail: 'go-on' },
  { phase: 'mail', mail: 'go-on' },
  { phase: 'rcpt', mail: 'go-on' },
  { phase: 'data', mail: 'go-on' },
  { phase: 'in-data', mail: 'go-on' },
  { phase: 'dot', mail: 'go-on' },
  { phase: 'dot', mail: 'lose' },
  { phase: 'answered', mail: 'go-on' },
];

const reachTimeoutMs = 60_000;
/** A dialogue takes a while, so that the worker is not always done before it is hit. */
const paceMs = 5;
/** The mortal worker calls from an address of its own; another one lives on beside it. */
const mortalAddress = '127.0.0.2';

/** Kills the worker the n-th time a dialogue of its own gets there. */
async function killAt(
  stage: Stage,
  worker: StageProcess,
  { phase, mail }: (typeof deaths)[number],
) {
  let left = 1 + drawInt(stage.terms.draw, 3);
  stage.relay.behave(async (step): Promise<Conduct> => {
    const isHere = step.phase === phase && step.peer === mortalAddress;
    if (isHere) left -= 1;
    if (!isHere || left !== 0) {
      await pause(paceMs);
      return 'go-on';
    }
    worker.signal('SIGKILL');
    return mail;
  });
  const what = `the worker to get to "${phase}"`;
  await waitFor(() => !worker.isAlive(), { timeoutMs: reachTimeoutMs, what });
  stage.countCrash();
  stage.relay.behave(() => 'go-on');
}

async function run(terms: ScenarioTerms) {
  const rounds = terms.isLong ? Math.max(1, Math.round(terms.minutes * 2)) : 1;
  await using stage = await openStage(terms);
  const env = { SMTP_URL: `${stage.relay.url}?localAddress=${mortalAddress}` };
  let worker = await stage.start('worker', { env });
  const load = stage.startLoad();
  const recoveries: Promise<number | null>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const death of deaths) {
      await killAt(stage, worker, death);
      recoveries.push(measureRecovery(stage));
      worker = await stage.replace(worker, { env });
    }
  }
  await load.stop();
  await stage.rest();
  const recoveriesMs = (await Promise.all(recoveries)).filter((ms) => ms !== null);
  return [await stage.judge({ fault, times: recoveries.length, recoveriesMs })];
}

export const scenarios: readonly Scenario[] = [{ name: 'kill-at-relay', fault, run }];
