import type { Queryable, Tx } from '../db/transaction.ts';
import type { Answer } from './answer.ts';

export interface KeyRef {
  readonly applicationId: string;
  readonly key: string;
}

/** The request an answer was given to, and the answer. */
export interface StoredAnswer extends Answer {
  readonly method: string;
  readonly path: string;
  readonly requestHash: Buffer;
}

/**
 * Takes the key until the transaction ends; false when another transaction has it. Never waits.
 * Two keys of one hash would only send one of two callers into a retry.
 */
export async function takeKey(tx: Tx, ref: KeyRef): Promise<boolean> {
  const { rows } = await tx.query<{ taken: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 20250101)) as taken',
    [`${ref.applicationId} ${ref.key}`],
  );
  return rows[0]?.taken === true;
}

/** The answer given under this key after `since`; null when there is none. */
export async function findAnswer(tx: Tx, ref: KeyRef, since: Date): Promise<StoredAnswer | null> {
  const { rows } = await tx.query<StoredAnswer>(
    `select method, path, request_hash as "requestHash", status, headers, body
     from idempotency_keys where application_id = $1 and key = $2 and created_at > $3`,
    [ref.applicationId, ref.key, since],
  );
  return rows[0] ?? null;
}

/** Stores the answer in the commit of what it tells of; one too old to be found is replaced. */
export async function storeAnswer(
  tx: Tx,
  ref: KeyRef,
  answer: StoredAnswer,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into idempotency_keys (application_id, key, method, path, request_hash, status,
       headers, body, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (application_id, key) do update set method = excluded.method,
       path = excluded.path, request_hash = excluded.request_hash, status = excluded.status,
       headers = excluded.headers, body = excluded.body, created_at = excluded.created_at`,
    [
      ref.applicationId,
      ref.key,
      answer.method,
      answer.path,
      answer.requestHash,
      answer.status,
      JSON.stringify(answer.headers),
      answer.body,
      now,
    ],
  );
}

/** Removes answers given at `before` or earlier, oldest first, and returns how many. */
export async function forgetAnswers(q: Queryable, before: Date, most: number): Promise<number> {
  const { rowCount } = await q.query(
    `delete from idempotency_keys k using (
       select application_id, key from idempotency_keys
       where created_at <= $1 order by created_at limit $2 for update skip locked) old
     where k.application_id = old.application_id and k.key = old.key`,
    [before, most],
  );
  return rowCount ?? 0;
}
