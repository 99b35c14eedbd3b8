import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type Runner, run, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { TaskName } from './doorbell.ts';

export interface JobRunner {
  start(): void;
  /** Lets running jobs end; after `deadlineMs` they are given up (their leases run out). */
  stop(deadlineMs: number): Promise<void>;
}

export interface JobRunnerDeps {
  readonly pool: pg.Pool;
  readonly tasks: Readonly<Record<TaskName, () => Promise<void>>>;
  readonly onError: (error: unknown, what: string) => void;
}

const restartAfterMs = 1_000;
/** Once an hour, by whichever process comes first. */
const crontab = '23 * * * * clean-up';

/**
 * Runs the jobs the doorbell announces. graphile-worker ends its whole runner when the database is
 * lost while a job is being settled, so the runner is supervised: whenever it ends by itself, it is
 * started again. Both batch delays are 0: otherwise a job's end may be lost in a shutdown.
 */
export function createJobRunner({ pool, tasks, onError }: JobRunnerDeps): JobRunner {
  let runner: Runner | null = null;
  let stopping = false;
  let supervision: Promise<void> = Promise.resolve();
  const stopped = new AbortController();
  const events: WorkerEvents = new EventEmitter();
  events.on('job:error', ({ error, job }) => onError(error, `job ${job.task_identifier}`));

  async function supervise(): Promise<void> {
    while (!stopping) {
      try {
        runner = await startRunner(pool, tasks, events);
        // Whoever stopped us while it started had nothing to stop yet.
        if (stopping) await runner.stop();
        else await runner.promise;
      } catch (error) {
        onError(error, 'job runner');
      }
      runner = null;
      if (!stopping) await pause(restartAfterMs, null, { signal: stopped.signal }).catch(() => {});
    }
  }

  return {
    start() {
      supervision = supervise();
    },
    async stop(deadlineMs) {
      stopping = true;
      stopped.abort();
      const patience = new AbortController();
      const deadline = pause(deadlineMs, 'late', { signal: patience.signal }).catch(() => 'ended');
      const ended = (runner?.stop() ?? Promise.resolve()).catch(() => {}).then(() => 'ended');
      if ((await Promise.race([ended, deadline])) === 'late') await runner?.kill().catch(() => {});
      patience.abort();
      await supervision;
    },
  };
}

const startRunner = (
  pgPool: pg.Pool,
  tasks: JobRunnerDeps['tasks'],
  events: WorkerEvents,
): Promise<Runner> =>
  run({
    pgPool,
    taskList: Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, () => task()])),
    events,
    noHandleSignals: true,
    // Its own logger prints whole jobs; what matters comes through the events.
    logger: new Logger(() => () => {}),
    crontab,
    preset: {
      worker: { concurrentJobs: 4, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
    },
  });
