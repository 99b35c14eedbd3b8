import { limits } from '../limits.ts';

export interface ClaimDoubt {
  /** A claim had no answer: for a while `giveUp` is also called by itself, in turn with claims. */
  begin(inTurn: (work: () => Promise<void>) => Promise<void>): void;
  /** While there is a doubt: gives up what this process does not know of. Rejects as `release`. */
  giveUp(): Promise<void>;
}

/**
 * The doubt about a claim whose answer was lost. It lasts as long as the claim can still happen:
 * the server ends a transaction whose client says nothing (db/pool.ts), so that a COMMIT which
 * comes later finds none.
 */
export function createDoubt(release: () => Promise<unknown>): ClaimDoubt {
  /** On the monotonic clock; null when every claim had its answer. */
  let endsMs: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  /** Without a database one turn takes longer than the time to the next. */
  let isInTurn = false;

  async function giveUp(): Promise<void> {
    if (endsMs === null) return;
    const isOver = performance.now() >= endsMs;
    await release();
    if (!isOver) return;
    endsMs = null;
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    giveUp,
    begin(inTurn) {
      endsMs = performance.now() + limits.claimDoubtMs;
      // Nothing may be due meanwhile, and other processes may run what is.
      timer ??= setInterval(() => {
        if (isInTurn) return;
        isInTurn = true;
        inTurn(giveUp)
          .catch(() => {})
          .finally(() => {
            isInTurn = false;
          });
      }, limits.claimDoubtEveryMs).unref();
    },
  };
}
