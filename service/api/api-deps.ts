import type { Database } from '../db/transaction.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Clock, Random } from '../ports.ts';
import type { Waist } from '../rooms/apply.ts';
import type { Pen } from '../rooms/pen.ts';
import type { SealSecrets } from './seal-answer.ts';

/** Everything the API needs from the rest of the service. */
export interface ApiDeps {
  readonly database: Database;
  readonly waist: Waist;
  readonly doorbell: { ring(task: 'send-messages' | 'read-mails' | 'deliver-webhooks'): void };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What seals kept answers that show a key: those of `TOKEN_SECRETS`. */
  readonly secrets: SealSecrets;
  readonly pen: Pen;
  /** Base of links, without a trailing slash. */
  readonly publicUrl: string;
  /** Opens the operator's door. Null: nobody does. */
  readonly adminKey: string | null;
  /** The share of one key, of this process; 0: no limit. */
  readonly requestsPerMinute: number;
  /** Whether this is a time zone mails can be written in. */
  readonly isTimeZone: (name: string) => boolean;
  /** Whether webhooks may go to private addresses, and by http. */
  readonly webhookAllowPrivate: boolean;
  /** Checks our own answers against the OpenAPI document too: in tests. */
  readonly validateResponses: boolean;
}
