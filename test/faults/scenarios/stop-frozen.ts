import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../../service/limits.ts';
import { waitFor } from '../../house/wait-for.ts';
import type { RelayPhase } from '../recording-relay.ts';
import {
  addUp,
  drawBetween,
  drawOne,
  type FaultRow,
  type Scenario,
  type ScenarioTerms,
} from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import { measureRecovery } from '../takeover.ts';

const fault = 'a worker frozen (SIGSTOP) past its lease, then woken';
const phases: readonly RelayPhase[] = ['in-data', 'dot', 'data', 'rcpt', 'connect'];
const freezeTimeoutMs = 30_000;
/** What the woken worker had on its mind is over by then. */
const afterwardsMs = 3_000;

interface Claim {
  readonly outboxId: string;
  readonly fence: number;
}

async function readOpenAttempts({ pool }: Stage): Promise<Claim[]> {
  const { rows } = await pool.query<Claim>(
    'select outbox_id as "outboxId", fence from message_attempts where outcome is null',
  );
  return rows;
}

/** Attempts of a worker that slept must have been ended by others, never by itself. */
async function findRecorded({ pool }: Stage, claims: readonly Claim[]): Promise<string[]> {
  const { rows } = await pool.query<{ outcome: string }>(
    `select a.outcome from message_attempts a
     join unnest($1::uuid[], $2::int[]) as one (outbox_id, fence)
       on a.outbox_id = one.outbox_id and a.fence = one.fence
     where coalesce(a.outcome, 'open') not in ('abandoned', 'unknown')`,
    [claims.map(({ outboxId }) => outboxId), claims.map(({ fence }) => fence)],
  );
  return rows.map(({ outcome }) => `a frozen worker recorded "${outcome}"`);
}

/** Freezes the only worker when a dialogue gets to the phase, and wakes it when all is done. */
async function freezeAt(terms: ScenarioTerms, phase: RelayPhase): Promise<FaultRow> {
  await using stage = await openStage(terms);
  const load = stage.startLoad({ sessions: 3, pauseMs: 200 });
  await load.acknowledged(5);
  const [frozen] = stage.processes('worker');
  if (!frozen) throw new Error('the worker is missing');
  let frozenAt = 0;
  stage.relay.behave((step) => {
    if (step.phase === phase && frozenAt === 0) {
      frozen.signal('SIGSTOP');
      frozenAt = performance.now();
    }
    return 'go-on';
  });
  await waitFor(() => frozenAt > 0, { timeoutMs: freezeTimeoutMs, what: `a mail at "${phase}"` });
  stage.countCrash();
  const claims = await readOpenAttempts(stage);
  const recovery = measureRecovery(stage);
  await stage.start('worker');
  await load.acknowledged(30);
  const recoveryMs = await recovery;
  // By now its rooms have moved on: what it had in hand is older than what has arrived.
  await load.acknowledged(10);
  frozen.signal('SIGCONT');
  await pause(afterwardsMs);
  await load.stop();
  await stage.rest();
  const violations = await findRecorded(stage, claims);
  const recoveriesMs = recoveryMs === null ? [] : [recoveryMs];
  return await stage.judge({ fault, times: 1, recoveriesMs, violations });
}

async function runLong(terms: ScenarioTerms): Promise<readonly FaultRow[]> {
  const wanted = terms.isLong ? phases : phases.slice(0, 2);
  const rows = await Promise.all(wanted.map((phase) => freezeAt(terms, phase)));
  return [addUp(fault, rows)];
}

const shortFault = 'processes frozen for moments, well within their lease';

/** Nobody takes anything over, and nothing comes twice. */
async function runShort(terms: ScenarioTerms): Promise<readonly FaultRow[]> {
  const { draw } = terms;
  await using stage = await openStage(terms, { processes: { worker: 2 } });
  const load = stage.startLoad({ sessions: 5 });
  await load.acknowledged(10);
  const until = performance.now() + terms.minutes * 60_000;
  let times = 0;
  while (performance.now() < until) {
    const one = drawOne(draw, stage.processes(drawOne(draw, ['api', 'worker', 'smtp'])));
    one.signal('SIGSTOP');
    await pause(drawBetween(draw, 50, 0.25 * limits.workerFrozenMs * draw()));
    one.signal('SIGCONT');
    await pause(drawBetween(draw, 50, 500));
    times += 1;
  }
  await load.stop();
  await stage.rest();
  return [await stage.judge({ fault: shortFault, times })];
}

export const scenarios: readonly Scenario[] = [
  { name: 'stop-frozen-long', fault, run: runLong },
  { name: 'stop-frozen-short', fault: shortFault, run: runShort },
];
