import type { Clock } from '../ports.ts';

const windowMs = 60_000;
/** More addresses than this in one minute are not told apart any longer: memory stays bounded. */
const addressCount = 10_000;

export interface VisitLimiter {
  /** Counts one visit; false when this address had more than its share in this minute. */
  allow(address: string): boolean;
}

/** A count per network address and minute, in memory: each process counts for itself. */
export function createVisitLimiter(clock: Clock, perMinute: number): VisitLimiter {
  let windowStart = 0;
  let counts = new Map<string, number>();
  return {
    allow(address) {
      const now = clock.now().getTime();
      if (now - windowStart >= windowMs || now < windowStart) {
        windowStart = now;
        counts = new Map();
      }
      const network = toNetwork(address);
      const key = counts.has(network) || counts.size < addressCount ? network : 'the rest';
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= perMinute;
    },
  };
}

/** One IPv6 subscriber has a whole /64, so its addresses count as one. */
function toNetwork(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = ''] = address.split('::');
  const groups = head.split(':');
  return [...groups, '0', '0', '0', '0'].slice(0, 4).join(':');
}
