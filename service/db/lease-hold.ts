import { limits } from '../limits.ts';

export interface LeaseTimes {
  /** Between two beats. */
  readonly beatMs: number;
  /** A worker without its connection is dead when its last beat is older than this. */
  readonly deadMs: number;
  /** So is any worker, connected or not, whose last beat is older than this. */
  readonly frozenMs: number;
}

export const leaseTimes: LeaseTimes = {
  beatMs: limits.workerBeatMs,
  deadMs: limits.workerDeadMs,
  frozenMs: limits.workerFrozenMs,
};

/** A lease ends for its holder after this part of the time in which others take it for dead. */
const safePart = 0.75;

export interface LeaseHold {
  /**
   * A beat that was sent at `sentMs` was answered at `answeredMs`; `isBuried`: the others had taken
   * this worker for dead before. Returns false when it tells that the lease was over.
   */
  renew(sentMs: number, answeredMs: number, isBuried: boolean): boolean;
  /** The connection is gone, so others will not wait long. */
  disconnect(): void;
  isHeld(nowMs: number): boolean;
  /** How long it has been held without any trouble; 0 when it is not held. */
  heldForMs(nowMs: number): number;
}

/**
 * What a worker knows of its own lease. All times are of the monotonic clock, so a process that was
 * stopped knows when it wakes that its lease is over. Once it was over, one beat does not bring it
 * back but two in a row: whatever was under way meanwhile has then seen that it was.
 */
export function createLeaseHold({ beatMs, deadMs, frozenMs }: LeaseTimes): LeaseHold {
  let sentLastMs = 0;
  let heldUntilMs: number | null = null;
  let backSinceMs: number | null = null;
  let steadySinceMs: number | null = null;

  const isHeld = (nowMs: number) => heldUntilMs !== null && nowMs < heldUntilMs;
  const isBack = (nowMs: number) => backSinceMs !== null && nowMs - backSinceMs <= deadMs;

  return {
    renew(sentMs, answeredMs, isBuried) {
      const wasOver = heldUntilMs !== null && !isHeld(answeredMs) && !isBack(answeredMs);
      if (isBuried || wasOver) {
        heldUntilMs = answeredMs;
        backSinceMs = answeredMs;
        steadySinceMs = null;
        return false;
      }
      backSinceMs = null;
      // A slow answer: the beats of the others are late as well, and they are not dead.
      if (answeredMs - sentMs > beatMs) steadySinceMs = null;
      steadySinceMs ??= answeredMs;
      sentLastMs = sentMs;
      heldUntilMs = sentMs + safePart * frozenMs;
      return true;
    },
    disconnect() {
      steadySinceMs = null;
      if (heldUntilMs === null) return;
      heldUntilMs = Math.min(heldUntilMs, sentLastMs + safePart * deadMs);
    },
    isHeld,
    heldForMs: (nowMs) =>
      isHeld(nowMs) && steadySinceMs !== null ? Math.max(0, nowMs - steadySinceMs) : 0,
  };
}
