import { limits } from '../limits.ts';
import { openLink } from '../links/open-link.ts';
import type { Secrets } from '../links/purpose.ts';
import { createVisitLimiter } from '../ops/visit-limiter.ts';
import type { Clock } from '../ports.ts';

/**
 * A count per link and minute, from wherever: a link that is passed around, or opened by a
 * program, must not keep the database busy. A link is known by its signature alone, so what was
 * never given out is not counted here.
 */
export function createLinkLimiter({
  secrets,
  clock,
}: {
  readonly secrets: Secrets;
  readonly clock: Clock;
}): { allow(token: string | null): boolean } {
  const visits = createVisitLimiter(clock, limits.linkVisitsPerMinute);
  return {
    allow(token) {
      const link = token === null ? null : openLink(token, secrets, clock.now());
      return link === null || link.state === 'unknown' || visits.allow(link.claims.id);
    },
  };
}
