import { viewLedger } from '../ops/ledger-views.ts';
import { countWorkers, viewOldTransactions } from './database-views.ts';
import { type Check, count, duration, type Finding, ok, warn, wrong } from './finding.ts';

/** A healthy service sends within seconds. */
const lateSeconds = 120;
const veryLateSeconds = 3_600;
/** Longer than a worker's lease: who is silent for so long is dead. */
const aliveSeconds = 20;
/** Old row versions cannot be cleared away while a transaction is open. */
const oldTransactionSeconds = 300;

/** Whether work is done: mails that wait, jobs that failed, workers that live. */
export const checkBacklog: Check = async ({ pool, clock }) => {
  if (pool === null) return [];
  const ledger = await viewLedger(pool, clock.now());
  const workers = await countWorkers(pool, aliveSeconds);
  const found: Finding[] = [];
  const { outboxOldestSeconds: oldest, outboxWaiting: waiting, outboxInDoubt, jobsFailed } = ledger;
  if (oldest > lateSeconds) {
    const mails = count(waiting, 'mail');
    const says = `the oldest of ${mails} to send has waited for ${duration(oldest)}`;
    const advice =
      workers === 0
        ? 'start a process with the role worker'
        : 'look at the check `relay` and into the worker’s log';
    found.push(oldest > veryLateSeconds ? wrong(says, advice) : warn(says, advice));
  }
  if (outboxInDoubt > 0) {
    const says = `${count(outboxInDoubt, 'mail')} may have arrived and will be sent again`;
    found.push(warn(says, 'nothing, if their number falls; else look at the relay’s answers'));
  }
  if (jobsFailed > 0) {
    const says = `${count(jobsFailed, 'job')} failed for good`;
    found.push(warn(says, 'read last_error in graphile_worker.jobs'));
  }
  if (workers === 0 && oldest <= lateSeconds) {
    found.push(warn('no worker lives now', 'start a process with the role worker'));
  }
  const old = await viewOldTransactions(pool, oldTransactionSeconds);
  for (const { seconds, program, state } of old) {
    const whose = program || 'a nameless program';
    const says = `a transaction of ${whose} is open for ${duration(seconds)} (${state})`;
    found.push(warn(says, 'end it: it keeps PostgreSQL from clearing away old rows'));
  }
  return found.length > 0 ? found : [ok(`nothing waits; ${count(workers, 'worker')} lives`)];
};
