import type pg from 'pg';
import { listMissingMigrations } from '../db/migrate.ts';
import { withDeadline } from './with-deadline.ts';

/** Whoever asks waits a few seconds at most, and a silent database is an unreachable one. */
const patienceMs = 2_000;

interface Readiness {
  readonly isReady: boolean;
  /** What each check found: `ok`, or a few plain words. */
  readonly checks: Readonly<Record<string, string>>;
}

export interface Health {
  readiness(): Promise<Readiness>;
  /** From now on not ready, so that no new work is sent here. */
  drain(): void;
}

/** A part's own check (say, that the SMTP port is open): null when well, else what is wrong. */
export type Check = () => string | null;

/**
 * Readiness: not draining, the database answers, its schema is at least ours, and what the parts
 * of this process say. Liveness needs no state: whoever answers is alive.
 */
export function createHealth(pool: pg.Pool, parts: Readonly<Record<string, Check>> = {}): Health {
  let isDraining = false;
  let isSchemaCurrent = false;

  /** Once current the schema stays current: a later version only adds steps. */
  async function askDatabase(): Promise<void> {
    if (isSchemaCurrent) await pool.query('select 1');
    else isSchemaCurrent = (await listMissingMigrations(pool)).length === 0;
  }

  async function checkDatabase(): Promise<Record<string, string>> {
    try {
      await withDeadline(askDatabase(), patienceMs);
    } catch {
      return { database: 'unreachable' };
    }
    return { database: 'ok', migrations: isSchemaCurrent ? 'ok' : 'behind' };
  }

  return {
    async readiness() {
      const checks: Record<string, string> = {
        draining: isDraining ? 'yes' : 'ok',
        ...(await checkDatabase()),
      };
      for (const [name, check] of Object.entries(parts)) checks[name] = check() ?? 'ok';
      return { isReady: Object.values(checks).every((found) => found === 'ok'), checks };
    },
    drain() {
      isDraining = true;
    },
  };
}
