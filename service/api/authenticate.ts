import { timingSafeEqual } from 'node:crypto';
import type { Queryable } from '../db/transaction.ts';
import type { Clock } from '../ports.ts';
import { findKey, type KnownKey, noteUse } from './api-key-store.ts';
import { hashKey } from './bootstrap.ts';
import { ProblemError } from './problems.ts';

const noteUseEveryMs = 60_000;
const keyLength = 512;

/** Stands where an application's id would, for what the operator does; no application has it. */
export const operatorId = '00000000-0000-0000-0000-000000000000';

/** Whose key this `Authorization` header holds; null when nobody's, or one that has ended. */
export async function findCaller(
  q: Queryable,
  clock: Clock,
  header: string | undefined,
): Promise<KnownKey | null> {
  const key = readBearer(header);
  return key === null ? null : findKey(q, hashKey(key), clock.now());
}

/** The operator, when this header holds the operator's key; where there is none, nobody does. */
export function findOperator(adminKey: string | null, header: string | undefined): KnownKey | null {
  const key = readBearer(header);
  if (key === null || adminKey === null) return null;
  if (!timingSafeEqual(hashKey(key), hashKey(adminKey))) return null;
  return {
    applicationId: operatorId,
    keyId: operatorId,
    scopes: ['read', 'write'],
    lastUsedAt: null,
  };
}

/** The answer to a key nobody knows; says nothing about which part of it was wrong. */
export function unauthorized(header: string | undefined): ProblemError {
  // RFC 6750 §3: a challenge names the scheme, and an error only when a key was sent.
  const hint = header === undefined ? '' : ', error="invalid_token"';
  return new ProblemError('unauthorized', {
    headers: { 'WWW-Authenticate': `Bearer realm="parley"${hint}` },
  });
}

/** Notes that a host application's key was used, once in a while. */
export async function noteCaller(q: Queryable, clock: Clock, caller: KnownKey): Promise<void> {
  const now = clock.now();
  const notAfter = new Date(now.getTime() - noteUseEveryMs);
  if (caller.lastUsedAt === null || caller.lastUsedAt <= notAfter) {
    await noteUse(q, caller, now, notAfter);
  }
}

function readBearer(header: string | undefined): string | null {
  const match = header === undefined ? null : /^bearer +(\S+) *$/i.exec(header);
  const key = match?.[1];
  return key === undefined || key.length > keyLength ? null : key;
}
