import { setTimeout as pause } from 'node:timers/promises';
import { createLeaseHold, type LeaseHold, type LeaseTimes, leaseTimes } from './lease-hold.ts';
import { type LeaseLine, openLeaseLine } from './lease-line.ts';

export interface WorkerLeaseDeps {
  readonly databaseUrl: string;
  readonly workerId: string;
  /** The connection broke or cannot be made; told once for each outage, it is tried on. */
  readonly onBroken?: (error: unknown) => void;
  /** This worker was taken for dead: others do what it had under way. */
  readonly onLost?: () => void;
  readonly times?: LeaseTimes;
}

export interface WorkerLease {
  readonly workerId: string;
  start(): void;
  /**
   * Says under which name graphile-worker runs the jobs of this process from now on. Resolves when
   * the database knows, or the lease was ended.
   */
  nameJobPool(poolId: string): Promise<void>;
  /** Whether others still let this worker do what it claimed. */
  isHeld(): boolean;
  /** How long that has been so without any trouble; 0 when it is not. */
  heldForMs(): number;
  /** Takes the row back and closes; never rejects. Call it when nothing is claimed any more. */
  end(): Promise<void>;
  /** Cuts the connection and leaves the row: to all others this worker is dead. */
  kill(): void;
}

const reconnectMs = 200;
/** An end in order waits this long for the database. */
const goodbyeMs = 2_000;

/** What the functions below share. */
interface Keeping {
  readonly deps: WorkerLeaseDeps;
  readonly times: LeaseTimes;
  readonly hold: LeaseHold;
  poolId: string | null;
  /** Who waits for the database to know the name of the job pool. */
  untold: (() => void)[];
  line: LeaseLine | null;
  /** Since when the others have known this worker without a break. */
  since: string | null;
  /** The outage is told. */
  isOut: boolean;
  end: 'in-order' | 'at-once' | null;
  wake(): void;
}

/**
 * Says once in a `beatMs` that this worker lives, for as long as the process runs; reconnects
 * whenever the connection is lost. Never throws and never keeps the process alive.
 */
export function createWorkerLease(deps: WorkerLeaseDeps): WorkerLease {
  const times = deps.times ?? leaseTimes;
  const hold = createLeaseHold(times);
  const keeping: Keeping = {
    deps,
    times,
    hold,
    poolId: null,
    untold: [],
    line: null,
    since: null,
    isOut: false,
    end: null,
    wake() {},
  };
  let kept: Promise<void> = Promise.resolve();
  return {
    workerId: deps.workerId,
    start() {
      kept = keep(keeping);
    },
    nameJobPool(poolId) {
      keeping.poolId = poolId;
      if (keeping.end !== null) return Promise.resolve();
      return new Promise((resolve) => {
        keeping.untold.push(resolve);
        keeping.wake();
      });
    },
    isHeld: () => keeping.end !== 'at-once' && hold.isHeld(performance.now()),
    heldForMs: () => (keeping.end === null ? hold.heldForMs(performance.now()) : 0),
    async end() {
      keeping.end ??= 'in-order';
      keeping.wake();
      await Promise.race([kept, pause(goodbyeMs, null, { ref: false })]);
      keeping.line?.cut();
    },
    kill() {
      keeping.end = 'at-once';
      keeping.line?.cut();
      keeping.wake();
    },
  };
}

async function keep(keeping: Keeping): Promise<void> {
  const { deps, times, hold } = keeping;
  while (keeping.end === null) {
    let isOver = false;
    try {
      keeping.line = await openLeaseLine(deps.databaseUrl, times, () => {
        // A line that is given up ends a moment later: that must not cut the pause short.
        if (!isOver) keeping.wake();
      });
      await beatOn(keeping, keeping.line);
      if (keeping.end === 'in-order') await keeping.line.leave(deps.workerId);
    } catch (error) {
      if (keeping.end === null && !keeping.isOut) deps.onBroken?.(error);
      keeping.isOut = true;
    }
    isOver = true;
    keeping.line?.cut();
    keeping.line = null;
    hold.disconnect();
    await pauseIn(keeping, reconnectMs);
  }
  tell(keeping.untold.splice(0));
}

/** Beats until the end; rejects when the connection breaks. */
async function beatOn(keeping: Keeping, line: LeaseLine): Promise<void> {
  const { deps, times, hold } = keeping;
  while (keeping.end === null) {
    const sentMs = performance.now();
    const asked = keeping.untold.length;
    const since = await line.beat(deps.workerId, keeping.poolId);
    const isBuried = keeping.since !== null && keeping.since !== since;
    keeping.since = since;
    keeping.isOut = false;
    if (!hold.renew(sentMs, performance.now(), isBuried)) deps.onLost?.();
    tell(keeping.untold.splice(0, asked));
    if (keeping.untold.length === 0) {
      await pauseIn(keeping, Math.max(0, sentMs + times.beatMs - performance.now()));
    }
  }
}

const tell = (waiting: readonly (() => void)[]) => {
  for (const go of waiting) go();
};

/** A pause that `wake` ends early; the end of the lease allows none. */
function pauseIn(keeping: Keeping, ms: number): Promise<void> {
  if (keeping.end !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    keeping.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
