import { setTimeout as pause } from 'node:timers/promises';

/** The places on the wire that all runs of the job in one process share. */
export interface Lanes {
  free(): number;
  /**
   * Occupies a place while `send` runs, then lets `settle` record its result. Resolves when both
   * are done. A failure is told to `onFailure` too, because nobody may be waiting any more.
   */
  begin<T>(
    id: string,
    send: () => Promise<T>,
    settle: (result: T) => Promise<void>,
    onFailure: (error: unknown) => void,
  ): Promise<void>;
  /** Ids of all that was begun and not recorded. */
  known(): string[];
  /** Rises whenever a place is freed or a mail settled. */
  moves(): number;
  /** Resolves with true once there was a move after `seen`, with false when nothing moves. */
  movedSince(seen: number): Promise<boolean>;
  /** Resolves when everything that was begun has ended. */
  allEnded(): Promise<void>;
}

export function createLanes(places: number, patienceMs: number): Lanes {
  let taken = 0;
  let moves = 0;
  let next = Promise.withResolvers<true>();
  const known = new Set<{ readonly id: string }>();
  const open = new Set<Promise<void>>();

  function move(): void {
    moves += 1;
    next.resolve(true);
    next = Promise.withResolvers();
  }

  return {
    free: () => Math.max(0, places - taken),
    begin(id, send, settle, onFailure) {
      const entry = { id };
      known.add(entry);
      taken += 1;
      const mail = (async () => {
        const result = await send().finally(() => {
          taken -= 1;
          move();
        });
        await settle(result);
        // What could not be recorded stays known: its claim must run out, or it would go again.
        known.delete(entry);
      })();
      const ended: Promise<void> = mail.catch(onFailure).finally(() => {
        open.delete(ended);
        move();
      });
      open.add(ended);
      return mail;
    },
    known: () => [...known].map(({ id }) => id),
    moves: () => moves,
    async movedSince(seen) {
      if (moves !== seen) return true;
      const waiting = new AbortController();
      const patience = pause(patienceMs, false as const, {
        signal: waiting.signal,
        ref: false,
      });
      try {
        return await Promise.race([next.promise, patience]);
      } finally {
        waiting.abort();
      }
    },
    async allEnded() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

/** The mails one run of the job began. */
export interface Run {
  add(mail: Promise<void>): void;
  isDone(): boolean;
  hasFailed(): boolean;
  /** Waits for its mails as long as anything moves; rejects with the first failure. */
  end(): Promise<void>;
}

export function openRun(lanes: Lanes): Run {
  let running = 0;
  const failures: unknown[] = [];
  return {
    add(mail) {
      running += 1;
      const fail = (error: unknown) => void failures.push(error);
      void mail.catch(fail).finally(() => {
        running -= 1;
      });
    },
    isDone: () => running === 0,
    hasFailed: () => failures.length > 0,
    async end() {
      for (let seen = lanes.moves(); running > 0; seen = lanes.moves()) {
        if (!(await lanes.movedSince(seen))) break;
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
