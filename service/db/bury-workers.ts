import { freeLostJobs, lookAround, type Neighbour, takeDeadWorkers } from './dead-workers.ts';
import { type LeaseTimes, leaseTimes } from './lease-hold.ts';
import { type Database, inTransaction, type Queryable, type Tx } from './transaction.ts';
import type { WorkerLease } from './worker-lease.ts';

/** What workers claim besides jobs. */
export interface WorkerClaims {
  /** Claimants that are no living worker, as far as anybody looks for them. */
  findLost(q: Queryable): Promise<string[]>;
  /** Ends every claim of these workers: others can claim it at once. Returns how many. */
  release(tx: Tx, workerIds: readonly string[]): Promise<number>;
}

/** What a burial came to: dead workers, what they had claimed, jobs that can run again. */
export interface Burial {
  readonly dead: number;
  readonly claims: number;
  readonly jobs: number;
}

/** Takes over what the dead among `silent` left, all of it in one commit or nothing. */
export function buryWorkers(
  database: Database,
  claims: WorkerClaims,
  silent: readonly Neighbour[],
  times: LeaseTimes = leaseTimes,
): Promise<Burial> {
  return inTransaction(database, 'bury-workers', async (tx) => {
    const dead = await takeDeadWorkers(tx, silent, times);
    const gone = [...new Set([...dead, ...(await claims.findLost(tx))])];
    const released = gone.length === 0 ? 0 : await claims.release(tx, gone);
    return { dead: dead.length, claims: released, jobs: await freeLostJobs(tx) };
  });
}

export interface WatchDeps {
  readonly database: Database;
  readonly lease: Pick<WorkerLease, 'workerId' | 'heldForMs'>;
  readonly claims: WorkerClaims;
  readonly onBurial?: (burial: Burial) => void;
  readonly times?: LeaseTimes;
}

/**
 * Looks at the other workers, once a second, and buries the dead; also frees jobs of this process
 * whose end got lost. One look never buries: a worker must have been silent for two beats under our
 * eyes, because after an outage, a pause of the whole machine or a step of the clock all beats are
 * old. For the same reason only a worker looks that has beaten itself all the while.
 */
export function createWatch(deps: WatchDeps): () => Promise<void> {
  const { database, lease, claims, onBurial, times = leaseTimes } = deps;
  const patienceMs = 2 * times.beatMs;
  let seen = new Map<string, { readonly beatAt: string; readonly sinceMs: number }>();

  return async () => {
    if (lease.heldForMs() < patienceMs) return seen.clear();
    const { neighbours, hasLostJobs } = await lookAround(database.pool, lease.workerId);
    const hasLostClaims = (await claims.findLost(database.pool)).length > 0;
    const nowMs = performance.now();
    const before = seen;
    seen = new Map(
      neighbours.map(({ id, beatAt }) => {
        const known = before.get(id);
        return [id, known?.beatAt === beatAt ? known : { beatAt, sinceMs: nowMs }];
      }),
    );
    const silent = neighbours.filter(
      ({ id }) => nowMs - (seen.get(id)?.sinceMs ?? nowMs) >= patienceMs,
    );
    if (silent.length === 0 && !hasLostJobs && !hasLostClaims) return;
    const burial = await buryWorkers(database, claims, silent, times);
    if (burial.dead + burial.claims + burial.jobs > 0) onBurial?.(burial);
  };
}
