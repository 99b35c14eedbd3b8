import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type Runner, run, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { isServerAnswer } from './database-away.ts';
import type { TaskName } from './doorbell.ts';
import { joinRuns } from './join-runs.ts';
import { releaseOnce } from './release-once.ts';

export interface JobRunner {
  start(): void;
  /** Lets running jobs end; after `deadlineMs` they are given up, and others take them over. */
  stop(deadlineMs: number): Promise<void>;
}

export interface JobRunnerDeps {
  readonly pool: pg.Pool;
  readonly tasks: Readonly<Record<TaskName, () => Promise<void>>>;
  readonly onError: (error: unknown, what: string) => void;
  /** Told the name under which jobs will be held; none runs before this resolves. */
  readonly nameJobPool?: (poolId: string) => Promise<void>;
  readonly restartWaitMs?: RestartWaits;
}

/** Between two starts of a runner; the wait doubles as long as none holds. */
interface RestartWaits {
  readonly first: number;
  readonly longest: number;
}

const defaultWaitsMs: RestartWaits = { first: 1_000, longest: 10_000 };
/** Once an hour and once a minute, by whichever process comes first. */
const crontab = ['23 * * * * clean-up', '* * * * * fold-ledger'].join('\n');
/**
 * Runs of one task side by side in one process; one, where nothing is said. More where a slow
 * relay or name server may hold up the end of a run.
 */
const atOnce: Partial<Record<TaskName, number>> = { 'send-messages': 3, 'read-mails': 2 };
/** More than all runs of all tasks together, so that no task ever waits for another one. */
const concurrentJobs = 12;

/**
 * Runs the jobs the doorbell announces, each task in few runs at once. Both batch delays are 0: by
 * graphile-worker's default the end of a job is told without waiting, so that a shutdown forgets
 * it and a lost connection ends the process; with 0 a shutdown waits for it, and a lost connection
 * ends the runner. So the runner is supervised: whenever it ends by itself, or loses the connection
 * on which it hears the doorbell (it would wait up to a minute to listen again, and up to two to
 * look for jobs), another one starts. Jobs whose end was lost with it are held under a name that is
 * in use no more, and are freed as those of the dead.
 */
export function createJobRunner(deps: JobRunnerDeps): JobRunner {
  const tasks = Object.entries(deps.tasks).map(([name, task]) => [
    name,
    joinRuns(task, atOnce[name as TaskName]),
  ]);
  const joined = { ...deps, tasks: Object.fromEntries(tasks) };
  const waitsMs = deps.restartWaitMs ?? defaultWaitsMs;
  const stopped = new AbortController();
  /** Runners that end, each with its last jobs. */
  const ending = new Set<Promise<unknown>>();
  let supervision: Promise<void> = Promise.resolve();

  async function supervise(): Promise<void> {
    let waitMs = waitsMs.first;
    while (!stopped.signal.aborted) {
      const startedMs = performance.now();
      await runUntilLost(joined, stopped.signal, ending).catch((error) =>
        deps.onError(error, 'job runner'),
      );
      if (performance.now() - startedMs > waitsMs.longest) waitMs = waitsMs.first;
      await pause(waitMs, null, { signal: stopped.signal }).catch(() => {});
      waitMs = Math.min(2 * waitMs, waitsMs.longest);
    }
  }

  return {
    start() {
      supervision = supervise();
    },
    async stop(deadlineMs) {
      stopped.abort();
      const patience = new AbortController();
      const deadline = pause(deadlineMs, null, { signal: patience.signal }).catch(() => {});
      await Promise.race([deadline, supervision.then(() => Promise.all(ending))]);
      patience.abort();
    },
  };
}

/** Runs one runner until it fails (rejects with the reason) or `stop`; it ends in `ending`. */
async function runUntilLost(
  deps: JobRunnerDeps,
  stop: AbortSignal,
  ending: Set<Promise<unknown>>,
): Promise<void> {
  const lost = Promise.withResolvers<void>();
  // Nobody may be waiting yet, or any more.
  lost.promise.catch(() => {});
  const leave = () => lost.resolve();
  stop.addEventListener('abort', leave, { once: true });
  let named: Promise<void> = Promise.resolve();
  const events: WorkerEvents = new EventEmitter();
  events.on('job:error', ({ error, job }) => deps.onError(error, `job ${job.task_identifier}`));
  events.on('pool:create', ({ workerPool }) => {
    named = deps.nameJobPool?.(workerPool.id) ?? named;
  });
  events.on('pool:listen:error', ({ error }) => lost.reject(error));
  events.on('pool:fatalError', ({ error }) => lost.reject(error));
  events.on('worker:getJob:error', ({ error }) => {
    // A job may have been taken all the same, and nobody knows: its holder's name must end.
    if (!isServerAnswer(error)) lost.reject(error);
  });
  events.on('pool:gracefulShutdown', ({ message }) => lost.reject(new Error(message)));

  const mayRun = () => Promise.race([named, lost.promise.catch(() => {})]);
  try {
    const runner = await startRunner(deps, events, mayRun);
    const ended = runner.promise.catch(() => {}).finally(() => ending.delete(ended));
    ending.add(ended);
    await Promise.race([runner.promise, lost.promise]).finally(() => {
      // It rejects when the runner is ending already.
      runner.stop().catch(() => {});
    });
  } finally {
    // Many runners may be tried before the database is back.
    stop.removeEventListener('abort', leave);
    leave();
  }
}

const startRunner = (
  { pool, tasks }: JobRunnerDeps,
  events: WorkerEvents,
  startWorker: () => Promise<void>,
): Promise<Runner> =>
  run({
    pgPool: releaseOnce(pool),
    taskList: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, () => task()])),
    events,
    noHandleSignals: true,
    // Its own logger prints whole jobs; what matters comes through the events.
    logger: new Logger(() => () => {}),
    crontab,
    preset: {
      plugins: [{ name: 'parley-lease', version: '1', worker: { hooks: { startWorker } } }],
      worker: { concurrentJobs, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
    },
  });
