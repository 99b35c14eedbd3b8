import { createHash } from 'node:crypto';
import type { Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Answer } from './answer.ts';
import { findAnswer, type KeyRef, storeAnswer, takeKey } from './idempotency-store.ts';
import { ProblemError } from './problems.ts';
import type { AnswerSeal } from './seal-answer.ts';

/** One request as an idempotency key remembers it. */
export interface RequestStamp extends KeyRef {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
  /** For answers that show what must not lie in the database: they are kept sealed. */
  readonly seal?: AnswerSeal;
}

const dayMs = 24 * 60 * 60_000;

/** When answers given at `now` or earlier are no longer replayed. */
export const forgottenBefore = (now: Date): Date =>
  new Date(now.getTime() - limits.idempotencyDays * dayMs);

/**
 * Runs `work` at most once for a key: its answer is stored in the same transaction, and given again
 * to the same request. Throws `idempotency-key-in-use` while the first one runs and
 * `idempotency-key-reused` for another request. What `work` throws is not stored: nothing happened.
 */
export async function answerOnce(
  tx: Tx,
  stamp: RequestStamp,
  now: Date,
  work: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly isReplayed: boolean }> {
  if (!(await takeKey(tx, stamp))) {
    throw new ProblemError('idempotency-key-in-use', { headers: { 'Retry-After': '1' } });
  }
  const requestHash = hashRequest(stamp);
  const stored = await findAnswer(tx, stamp, forgottenBefore(now));
  if (stored !== null) {
    if (!stored.requestHash.equals(requestHash)) throw new ProblemError('idempotency-key-reused');
    return { answer: opened(stamp, stored), isReplayed: true };
  }
  const answer = await work();
  const { method, path } = stamp;
  const body = stamp.seal ? stamp.seal.close(answer.body, stamp) : answer.body;
  await storeAnswer(tx, stamp, { ...answer, body, method, path, requestHash }, now);
  return { answer, isReplayed: false };
}

/**
 * What became of a request whose commit nobody heard the end of: its answer, when it happened; null
 * when it did not; `running` while its transaction, which has the key until it ends, still runs.
 */
export async function findOutcome(
  tx: Tx,
  stamp: RequestStamp,
  now: Date,
): Promise<Answer | null | 'running'> {
  if (!(await takeKey(tx, stamp))) return 'running';
  const stored = await findAnswer(tx, stamp, forgottenBefore(now));
  return stored?.requestHash.equals(hashRequest(stamp)) ? opened(stamp, stored) : null;
}

function opened(stamp: RequestStamp, stored: Answer): Answer {
  return stamp.seal ? { ...stored, body: stamp.seal.open(stored.body, stamp) } : stored;
}

/** The key of an `Idempotency-Key` header: a plain word, or a quoted string's content. */
export function readKey(header: string): string {
  const quoted = /^"(.+)"$/.exec(header);
  return quoted?.[1] ?? header;
}

/**
 * Of what the request asks for, not of its bytes: a client that builds its body anew for a retry
 * may order the members of an object differently (RFC 8259 §4: they have no order).
 */
function hashRequest({ method, path, body }: RequestStamp): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([method, path, body ?? null], inOrder))
    .digest();
}

/** For `JSON.stringify`: the members of each object by name. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
