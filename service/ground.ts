import type { Config } from './config.ts';
import type { Doorbell } from './db/doorbell.ts';
import type { Database } from './db/transaction.ts';
import type { Secrets } from './links/purpose.ts';
import type { Health } from './ops/health.ts';
import type { Log } from './ops/log.ts';
import type { Metrics } from './ops/metrics.ts';
import type { Clock, FetchText, Random, ResolveDns } from './ports.ts';
import type { Waist } from './rooms/apply.ts';

/** A configuration whose database and secrets are known. */
export type ServiceConfig = Config & {
  readonly databaseUrl: string;
  readonly tokenSecrets: string;
};

/** What every part of the service stands on. */
export interface Ground {
  readonly config: ServiceConfig;
  readonly publicUrl: string;
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly resolveDns: ResolveDns;
  readonly fetchText: FetchText;
  /** The address mails come from, when mail to it comes to us; else null. */
  readonly centralAddress: string | null;
  readonly secrets: Secrets;
  readonly doorbell: Doorbell;
  readonly waist: Waist;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Log;
}
