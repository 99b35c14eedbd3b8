import type { Tx } from '../db/transaction.ts';
import { type Answer, problemAnswer } from './answer.ts';
import { answerChange, type ChangeRequest } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { hashKey } from './bootstrap.ts';
import { mintKey, prefixOf } from './mint-key.ts';
import {
  endKey,
  insertKey,
  lockKey,
  revokeKey,
  type Scope,
  type StoredKey,
} from './operator-key-store.ts';
import { holdApplication } from './operator-store.ts';
import { ProblemError } from './problems.ts';
import { createSeal } from './seal-answer.ts';

/** Makes a key. Throws `unknown-application`. */
export function createKey(
  deps: ApiDeps,
  request: ChangeRequest,
  applicationId: string,
  facts: { readonly name: string | null; readonly scopes: readonly Scope[] },
): Promise<Answer> {
  return changeKeys(deps, 'create-key', sealed(deps, request), applicationId, (tx) =>
    showNewKey(deps, tx, applicationId, facts),
  );
}

/** Ends a key at once; again, it changes nothing. Throws `unknown-application`, `unknown-key`. */
export function endKeyNow(
  deps: ApiDeps,
  request: ChangeRequest,
  applicationId: string,
  keyId: string,
): Promise<Answer> {
  return changeKeys(deps, 'revoke-key', request, applicationId, async (tx) => {
    const key = await revokeKey(tx, applicationId, keyId, deps.clock.now());
    if (key === null) throw new ProblemError('unknown-key');
    return { status: 200, headers: {}, body: JSON.stringify(key) };
  });
}

/**
 * Makes a key with the name and the scopes of this one, which stops after the overlap. Answers
 * `key-ended` for one that has stopped already; throws `unknown-application` and `unknown-key`.
 */
export function rotateKey(
  deps: ApiDeps,
  request: ChangeRequest,
  applicationId: string,
  { keyId, overlapSeconds }: { readonly keyId: string; readonly overlapSeconds: number },
): Promise<Answer> {
  return changeKeys(deps, 'rotate-key', sealed(deps, request), applicationId, async (tx) => {
    const old = await lockKey(tx, applicationId, keyId);
    if (old === null) throw new ProblemError('unknown-key');
    const now = deps.clock.now();
    if (hasEnded(old, now)) return problemAnswer('key-ended', {}, request.context.requestId);
    await endKey(tx, applicationId, keyId, new Date(now.getTime() + overlapSeconds * 1000));
    return showNewKey(deps, tx, applicationId, old);
  });
}

async function changeKeys(
  deps: ApiDeps,
  name: string,
  request: ChangeRequest,
  applicationId: string,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  const { answer } = await answerChange(deps, name, request, async (tx) => {
    if (!(await holdApplication(tx, applicationId))) throw new ProblemError('unknown-application');
    return { answer: await work(tx), decision: null };
  });
  return answer;
}

const sealed = (deps: ApiDeps, request: ChangeRequest): ChangeRequest => ({
  ...request,
  seal: createSeal(deps.secrets, deps.random),
});

async function showNewKey(
  { random, clock }: ApiDeps,
  tx: Tx,
  applicationId: string,
  { name, scopes }: Pick<StoredKey, 'name' | 'scopes'>,
): Promise<Answer> {
  const key = mintKey(random);
  const stored = await insertKey(tx, applicationId, {
    id: random.uuid(),
    name,
    prefix: prefixOf(key),
    keyHash: hashKey(key),
    scopes,
    now: clock.now(),
  });
  return { status: 201, headers: {}, body: JSON.stringify({ ...stored, key }) };
}

const hasEnded = ({ revokedAt, expiresAt }: StoredKey, now: Date): boolean =>
  revokedAt !== null || (expiresAt !== null && expiresAt <= now);
