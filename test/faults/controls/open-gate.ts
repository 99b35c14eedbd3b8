import type { BrokenService } from '../../attacks/broken-service.ts';
import { waitFor } from '../../house/wait-for.ts';
import type { FaultRow, Scenario, ScenarioTerms } from '../scenario.ts';
import { openStage } from '../stage.ts';
import { measureRecovery } from '../takeover.ts';
import { broken, rowOf } from './control.ts';

const fault = 'control: the gate before the final dot says yes to a worker that lost its lease';

const openGate: readonly BrokenService[] = [
  {
    file: 'service/outbox/finish-gate.ts',
    text: 'if (!holdsLease()) return false;',
    instead: '',
  },
  {
    file: 'service/outbox/finish-gate.ts',
    text: 'return (await ask({ claim, relay })) && holdsLease();',
    instead: 'return ask({ claim, relay }).then(() => true);',
  },
];
/** A frozen worker is given up sooner than in life: no control need wait that long. */
const sooner: BrokenService = {
  file: 'service/limits.ts',
  text: 'workerFrozenMs: 20_000',
  instead: 'workerFrozenMs: 3_000',
};

/** Frozen at DATA, taken over by another worker, awake again: its mail goes out a second time. */
async function run(terms: ScenarioTerms): Promise<readonly FaultRow[]> {
  await using stage = await openStage(terms, { processes: { worker: 0 } });
  const zombie = await stage.start('worker', broken([...openGate, sooner]));
  const load = stage.startLoad({ sessions: 3 });
  let isFrozen = false;
  stage.relay.behave(({ phase }) => {
    if (phase === 'data' && !isFrozen) {
      isFrozen = true;
      zombie.signal('SIGSTOP');
    }
    return 'go-on';
  });
  await waitFor(() => isFrozen, { timeoutMs: 30_000, what: 'a mail of the zombie at DATA' });
  await stage.start('worker', broken([sooner]));
  await measureRecovery(stage);
  await load.stop();
  await stage.rest();
  const { arrivals } = stage.relay;
  const { length } = arrivals;
  zombie.signal('SIGCONT');
  await waitFor(() => arrivals.length > length, { timeoutMs: 15_000 }).catch(() => {});
  // A second time, or older than what the other worker sent meanwhile.
  const row = await stage.judge({ fault, times: 1 });
  const isNoticed = arrivals.length > length && row.violations.length > 0;
  return [rowOf('a zombie that may finish its mails', row, isNoticed)];
}

export const scenarios: readonly Scenario[] = [{ name: 'control-gate', fault, run }];
