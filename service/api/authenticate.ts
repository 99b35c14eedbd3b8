import type { Queryable } from '../db/transaction.ts';
import type { Clock } from '../ports.ts';
import { findKey, noteUse } from './api-key-store.ts';
import { hashKey } from './bootstrap.ts';
import { ProblemError } from './problems.ts';

const noteUseEveryMs = 60_000;
const keyLength = 512;

/**
 * The application whose key this `Authorization` header holds. Throws `unauthorized` without a
 * valid key and `forbidden` when the key may not write; says nothing about which part was wrong.
 */
export async function authenticate(
  q: Queryable,
  clock: Clock,
  header: string | undefined,
  wants: 'read' | 'write',
): Promise<string> {
  const key = readBearer(header);
  const known = key === null ? null : await findKey(q, hashKey(key));
  if (known === null) {
    // RFC 6750 §3: a challenge names the scheme, and an error only when a key was sent.
    const hint = header === undefined ? '' : ', error="invalid_token"';
    throw new ProblemError('unauthorized', {
      headers: { 'WWW-Authenticate': `Bearer realm="parley"${hint}` },
    });
  }
  if (!known.scopes.includes(wants)) throw new ProblemError('forbidden');
  const now = clock.now();
  const notAfter = new Date(now.getTime() - noteUseEveryMs);
  if (known.lastUsedAt === null || known.lastUsedAt <= notAfter) {
    await noteUse(q, known, now, notAfter);
  }
  return known.applicationId;
}

function readBearer(header: string | undefined): string | null {
  const match = header === undefined ? null : /^bearer +(\S+) *$/i.exec(header);
  const key = match?.[1];
  return key === undefined || key.length > keyLength ? null : key;
}
