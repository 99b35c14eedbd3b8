import type { Queryable, Tx } from '../db/transaction.ts';
import type { Mode } from './session.ts';

export interface Session {
  readonly id: string;
  /** The name that was typed at the sign-in. */
  readonly actor: string;
  readonly mode: Mode;
  readonly expiresAt: Date;
}

/** How long sessions are kept after they began; what was done in them is noted elsewhere. */
const keptDays = 30;

/** Begins a session, and forgets those of long ago. */
export async function insertSession(tx: Tx, session: Session, now: Date): Promise<void> {
  await tx.query(
    `delete from operator_sessions where started_at < $1::timestamptz - $2 * interval '1 day'`,
    [now, keptDays],
  );
  await tx.query(
    `insert into operator_sessions (id, actor, mode, started_at, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [session.id, session.actor, session.mode, now, session.expiresAt],
  );
}

/** A session that goes on; null when it has ended or run out. */
export async function findSession(q: Queryable, id: string, now: Date): Promise<Session | null> {
  const { rows } = await q.query<Session>(
    `select id, actor, mode, expires_at as "expiresAt" from operator_sessions
     where id = $1 and ended_at is null and expires_at > $2`,
    [id, now],
  );
  return rows[0] ?? null;
}

/** Ends a session at once, wherever its cookie still is. */
export async function endSession(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.query('update operator_sessions set ended_at = $2 where id = $1 and ended_at is null', [
    id,
    now,
  ]);
}
