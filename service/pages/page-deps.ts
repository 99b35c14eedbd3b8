import type { Database } from '../db/transaction.ts';
import type { Secrets } from '../links/purpose.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Clock, Random } from '../ports.ts';
import type { Waist } from '../rooms/apply.ts';

/** Everything the pages need from the rest of the service. */
export interface PageDeps {
  readonly database: Database;
  readonly waist: Waist;
  readonly doorbell: { ring(task: 'send-messages' | 'read-mails'): void };
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** `page`: only a POST decides. `one-click`: a GET of an approve or decline link decides. */
  readonly linkConfirmation: 'page' | 'one-click';
  /** Base of all links, without a trailing slash. */
  readonly publicUrl: string;
}

/** The path our own paths stand under, without a trailing slash; empty for the root. */
export function basePathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/+$/, '');
}
