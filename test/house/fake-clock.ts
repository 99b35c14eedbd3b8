import type { Clock } from '../../service/ports.ts';

export interface FakeClock extends Clock {
  set(at: string | Date): void;
  advance(by: { hours?: number; minutes?: number; seconds?: number }): void;
}

/** A clock that stands still until it is told otherwise. */
export function createFakeClock(start: string | Date): FakeClock {
  let nowMs = new Date(start).getTime();
  return {
    now: () => new Date(nowMs),
    set(at) {
      nowMs = new Date(at).getTime();
    },
    advance({ hours = 0, minutes = 0, seconds = 0 }) {
      nowMs += ((hours * 60 + minutes) * 60 + seconds) * 1000;
    },
  };
}
