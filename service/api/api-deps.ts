import type { Database } from '../db/transaction.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Clock, Random } from '../ports.ts';
import type { Waist } from '../rooms/apply.ts';

/** Everything the API needs from the rest of the service. */
export interface ApiDeps {
  readonly database: Database;
  readonly waist: Waist;
  readonly doorbell: { ring(task: 'send-messages' | 'read-mails'): void };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether this is a time zone mails can be written in. */
  readonly isTimeZone: (name: string) => boolean;
  /** Checks our own answers against the OpenAPI document too: in tests. */
  readonly validateResponses: boolean;
}
