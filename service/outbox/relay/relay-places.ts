import { performance } from 'node:perf_hooks';

/** The places on the wire to one relay, given out in order of arrival. */
export interface RelayPlaces {
  /**
   * Waits for a free place and for the rate to allow one more mail; resolves with what gives the
   * place back, or with null when `signal` aborted or the places were closed meanwhile.
   */
  take(signal?: AbortSignal): Promise<(() => void) | null>;
  /** Whoever waits, waits no longer; nothing more is given out. */
  close(): void;
}

/** No more than `mails` begin in any `perMs`. */
export interface Rate {
  readonly mails: number;
  readonly perMs: number;
}

interface Waiting {
  give(place: (() => void) | null): void;
}

export function createRelayPlaces(most: number, rate: Rate | null): RelayPlaces {
  const queue = new Set<Waiting>();
  const pace = createPace(rate);
  let taken = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  function giveBackOnce(): () => void {
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      taken -= 1;
      serve();
    };
  }

  function serve(): void {
    clearTimeout(timer);
    for (const waiting of queue) {
      if (taken >= most) return;
      const pauseMs = pace.waitMs();
      if (pauseMs > 0) {
        timer = setTimeout(serve, Math.ceil(pauseMs));
        return;
      }
      queue.delete(waiting);
      taken += 1;
      pace.begin();
      waiting.give(giveBackOnce());
    }
  }

  return {
    take(signal) {
      if (isClosed || signal?.aborted) return Promise.resolve(null);
      return new Promise((resolve) => {
        const stop = () => {
          queue.delete(waiting);
          resolve(null);
        };
        const waiting: Waiting = {
          give(place) {
            signal?.removeEventListener('abort', stop);
            resolve(place);
          },
        };
        signal?.addEventListener('abort', stop, { once: true });
        queue.add(waiting);
        serve();
      });
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const waiting of queue) waiting.give(null);
      queue.clear();
    },
  };
}

function createPace(rate: Rate | null) {
  /** When the last mails began, oldest first; no more than the rate looks back on. */
  const begun: number[] = [];
  return {
    /** Until one more mail may begin, in milliseconds. */
    waitMs(): number {
      if (rate === null || begun.length < rate.mails) return 0;
      return Math.max(0, (begun[0] ?? 0) + rate.perMs - performance.now());
    },
    begin(): void {
      if (rate !== null && begun.push(performance.now()) > rate.mails) begun.shift();
    },
  };
}
