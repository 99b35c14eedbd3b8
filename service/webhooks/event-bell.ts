import type pg from 'pg';
import { limits } from '../limits.ts';
import { hasEnabledEndpoint } from './endpoint-store.ts';

/** Commits that write no event. */
const silent: ReadonlySet<string> = new Set([
  'place-events',
  'claim-webhooks',
  'claim-messages',
  'bury-workers',
  'create-endpoint',
]);

/**
 * Wakes who posts events after a commit that may have written some, as long as anybody wants them.
 * That is looked up now and then: no booking waits for it, and the sweep finds what it misses.
 */
export function createEventBell(
  pool: pg.Pool,
  doorbell: { ring(task: 'deliver-webhooks'): void },
): (transactionName: string) => void {
  let isWanted = false;
  let askedMs = Number.NEGATIVE_INFINITY;
  const ask = async () => {
    askedMs = performance.now();
    isWanted = await hasEnabledEndpoint(pool).catch(() => isWanted);
    if (isWanted) doorbell.ring('deliver-webhooks');
  };
  return (transactionName) => {
    if (silent.has(transactionName)) return;
    if (performance.now() - askedMs > limits.webhookInterestMs) void ask();
    else if (isWanted) doorbell.ring('deliver-webhooks');
  };
}
