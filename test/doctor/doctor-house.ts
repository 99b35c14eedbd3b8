import { type DoctorOptions, examine, type Line } from '../../service/doctor/doctor.ts';
import { createDnsResolver } from '../../service/inbox/parser/dns-resolver.ts';
import type { Clock } from '../../service/ports.ts';
import { openZone } from '../house/dns-zone.ts';

const clock: Clock = { now: () => new Date() };

/** As no weak secret would be. */
export const tokenSecret = '0f3c9a7be25d4816b7c0d93ea1f25846';
export const databasePassword = 'n7Qz2vXk9LmP4tRw';

/** What a small installation with a relay sets. */
export const usualEnv = {
  TOKEN_SECRETS: `k1:${tokenSecret}`,
  DATABASE_URL: `postgres://parley:${databasePassword}@127.0.0.1:1/parley`,
  PORT: '0',
  INBOUND_SMTP_PORT: '0',
  INBOUND_SMTP_HOST: '127.0.0.1',
  PUBLIC_URL: 'https://parley.invalid',
  NOTIFICATIONS_FROM_EMAIL: 'sessions@parley.example',
  INBOUND_DOMAIN: 'parley.example',
  SMTP_URL: 'smtp://127.0.0.1:1',
};

type Env = Readonly<Record<string, string | undefined>>;

/** Examines `env` on top of the usual one; without a name server nothing is known. */
export async function examineWith(
  env: Env,
  options: Partial<DoctorOptions> & { readonly dns?: string } = {},
): Promise<Line[]> {
  const { dns, ...rest } = options;
  const resolveDns = dns === undefined ? openZone({}).resolve : createDnsResolver([dns]);
  const merged = Object.entries({ ...usualEnv, ...env }).filter(([, value]) => value !== undefined);
  const whole = { env: Object.fromEntries(merged), clock, resolveDns, ...rest };
  return [...(await examine(whole)).lines];
}

/** Looks at one matter alone and tells what is found. */
export const lookAt = async (
  check: string,
  env: Env,
  options: Parameters<typeof examineWith>[1] = {},
): Promise<string[]> => foundBy(await examineWith(env, { only: [check], ...options }), check);

/** What one check found: level and sentence of each line. */
export const foundBy = (lines: readonly Line[], check: string): string[] =>
  lines.filter((line) => line.check === check).map(({ level, says }) => `${level} ${says}`);
