import type pg from 'pg';
import type { Config } from '../config.ts';
import type { Clock, ResolveDns } from '../ports.ts';

/** `warn`: it works now or could not be seen; `wrong`: something will not work. */
type Level = 'ok' | 'warn' | 'wrong';

/** What one look found. Says no secret and no mail address. */
export interface Finding {
  readonly level: Level;
  /** What the matter is, in a sentence without its point. */
  readonly says: string;
  /** What to do; null when all is well. */
  readonly advice: string | null;
}

export const ok = (says: string): Finding => ({ level: 'ok', says, advice: null });
export const warn = (says: string, advice: string): Finding => ({ level: 'warn', says, advice });
export const wrong = (says: string, advice: string): Finding => ({ level: 'wrong', says, advice });

/** What is examined: a configuration that can be read, and the world it is for. */
export interface Patient {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: Config;
  readonly clock: Clock;
  readonly resolveDns: ResolveDns;
  /** Null when it cannot be reached, which the check `database` says. */
  readonly pool: pg.Pool | null;
  /** The port at which mail servers of the world listen: 25, but in tests. */
  readonly mailPort: number;
}

/** Looks at one matter. Rejects when it could not look; that is told as a warning. */
export type Check = (patient: Patient) => Promise<readonly Finding[]>;

/** Without a relay everything stays in the development mailbox, and the world is not asked. */
export const isDevelopment = ({ config }: Patient): boolean =>
  config.outbound.smtpUrls.length === 0;

/** The domain of the addresses our mails come from. */
export const fromDomain = ({ config }: Patient): string =>
  config.outbound.fromEmail.slice(config.outbound.fromEmail.lastIndexOf('@') + 1);

/** `1 mail`, `2 mails`. */
export const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;

/** `3 s`, `4 min`, `2 h`, `5 days`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
