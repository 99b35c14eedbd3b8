/** How many mailboxes that do not exist one network may name in this time. */
const windowMs = 10 * 60_000;
/** More networks than this in one window are not told apart any longer: memory stays bounded. */
const networkCount = 10_000;

export interface GuessTally {
  /** Counts one guess and returns how many this network made in this window. */
  count(network: string): number;
}

/**
 * Counts guesses of mailboxes by network, in memory: a new connection must not be a new chance.
 * `nowMs` is any clock that only goes forward.
 */
export function createGuessTally(nowMs: () => number): GuessTally {
  let windowStart = nowMs();
  let counts = new Map<string, number>();
  return {
    count(network) {
      if (nowMs() - windowStart >= windowMs) {
        windowStart = nowMs();
        counts = new Map();
      }
      const key = counts.has(network) || counts.size < networkCount ? network : 'the rest';
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count;
    },
  };
}
