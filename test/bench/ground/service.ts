import { type Parley, startParley, stopParley } from '../../journeys/parley-process.ts';
import type { Store } from './databases.ts';

export const apiKey = 'parley_bench_key_0123456789abcdefghij';
export const domain = 'bench.example';
/** Who is believed about senders: no DNS is asked, as behind a relay that checks for itself. */
export const authservId = 'mx.bench.example';
/** The application of `PARLEY_API_KEY`. */
export const applicationId = '00000000-0000-7000-8000-000000000001';

export interface Deployment {
  readonly database: Store;
  /** Where mails go. */
  readonly sinkPort: number;
}

/** The real service in a process of its own, on an existing database, with these roles. */
export function startRoles(roles: string, { database, sinkPort }: Deployment): Promise<Parley> {
  return startParley({
    PARLEY_ROLES: roles,
    DATABASE_URL: database.url,
    TOKEN_SECRETS: 'k1:a-secret-of-the-bench-of-at-least-32-bytes',
    PARLEY_API_KEY: apiKey,
    API_REQUESTS_PER_MINUTE: '0',
    SMTP_URL: `smtp://127.0.0.1:${sinkPort}`,
    NOTIFICATIONS_FROM_EMAIL: `scheduling@${domain}`,
    TRUSTED_AUTHSERV_ID: authservId,
    INBOUND_SMTP_HOST: '127.0.0.1',
    ...(process.env.BENCH_NODE_OPTIONS ? { NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS } : {}),
  });
}

/** Lets it end as an operator does; one that fails to is a fault of the service. */
export async function stopRoles(...parleys: Parley[]): Promise<void> {
  const codes = await Promise.all(parleys.map(stopParley));
  if (codes.some((code) => code !== 0)) throw new Error(`the service ended with ${codes}`);
}

export const pidOf = ({ child }: Parley): number => child.pid ?? 0;
