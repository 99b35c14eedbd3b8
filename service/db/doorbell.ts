import type pg from 'pg';

export type TaskName =
  | 'send-messages'
  | 'read-mails'
  | 'read-statuses'
  | 'settle-due'
  | 'tell-failures'
  | 'deliver-webhooks'
  | 'fold-ledger'
  | 'clean-up';

/** Rings of one task within this time become one job. */
const coalesceMs = 5;

export interface Doorbell {
  /** Wakes a worker for `task` as soon as possible. Call it after the commit. */
  ring(task: TaskName): void;
  /** Wakes a worker for `task` at the full second at or after `at`. */
  ringAt(task: TaskName, at: Date): void;
  /** Sends what is still to be rung and waits for it; later rings do nothing. */
  close(): Promise<void>;
}

interface Ring {
  readonly task: TaskName;
  readonly at: Date | null;
}

/**
 * The wake-up of the workers. The rows are the truth and a sweep finds them anyway, so a ring never
 * throws and a lost one costs a second. Rings are coalesced because a NOTIFY in every commit takes
 * a lock of the whole database.
 */
export function createDoorbell(
  pool: pg.Pool,
  onLost: (error: unknown) => void = () => {},
): Doorbell {
  const waiting = new Map<string, Ring>();
  let timer: NodeJS.Timeout | null = null;
  let ringing: Promise<unknown> | null = null;
  let closed = false;

  function send(): void {
    timer = null;
    const rings = [...waiting].map(([key, ring]) => ({ key, ...ring }));
    waiting.clear();
    ringing = addJobs(pool, rings)
      .catch(onLost)
      .finally(() => {
        ringing = null;
        setTimer();
      });
  }

  /** What is rung while the database is busy with the last rings gathers for the next. */
  function setTimer(): void {
    if (!closed && ringing === null && waiting.size > 0) timer ??= setTimeout(send, coalesceMs);
  }

  function add(key: string, ring: Ring): void {
    if (closed) return;
    waiting.set(key, ring);
    setTimer();
  }

  return {
    ring: (task) => add(task, { task, at: null }),
    ringAt(task, at) {
      const second = Math.ceil(at.getTime() / 1000) * 1000;
      // Its own key: with the task's key a later ring would put off an earlier one.
      add(`${task}@${second / 1000}`, { task, at: new Date(second) });
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await ringing;
      if (waiting.size > 0) send();
      await ringing;
    },
  };
}

/**
 * One statement for all rings. A job key makes a second waiting job of the same key the same job;
 * a running one is left to end and the ring becomes a job of its own.
 */
async function addJobs(pool: pg.Pool, rings: (Ring & { key: string })[]): Promise<void> {
  await pool.query(
    `select graphile_worker.add_job(ring.task, '{}'::json, job_key => ring.key, run_at => ring.at)
     from unnest($1::text[], $2::text[], $3::timestamptz[]) as ring (task, key, at)`,
    [rings.map((r) => r.task), rings.map((r) => r.key), rings.map((r) => r.at)],
  );
}
