/** Something that is closed when it is no longer needed. */
interface Closable {
  close(): Promise<void>;
}

export interface Lanes<Lane extends Closable> {
  /** Runs `work` on a lane that does nothing else meanwhile, in the order of the calls. */
  use<T>(work: (lane: Lane) => Promise<T>): Promise<T>;
  /** Closes all lanes; resolves when what ran on them has ended. */
  close(): Promise<void>;
}

/**
 * At most `count` lanes, each made when all others are busy: what is slow, or made so, holds
 * up itself and never everything.
 */
export function createLanes<Lane extends Closable>(count: number, make: () => Lane): Lanes<Lane> {
  const all: Lane[] = [];
  const idle: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];
  const running = new Set<Promise<unknown>>();

  function enter(): Promise<Lane> {
    const free = idle.pop();
    if (free) return Promise.resolve(free);
    if (all.length === count) return new Promise((resolve) => waiting.push(resolve));
    const lane = make();
    all.push(lane);
    return Promise.resolve(lane);
  }

  function leave(lane: Lane): void {
    const next = waiting.shift();
    if (next) next(lane);
    else idle.push(lane);
  }

  return {
    use(work) {
      const done = enter().then((lane) => work(lane).finally(() => leave(lane)));
      const ended = done.catch(() => {}).finally(() => running.delete(ended));
      running.add(ended);
      return done;
    },
    async close() {
      await Promise.all(all.map((lane) => lane.close()));
      await Promise.all(running);
    },
  };
}
