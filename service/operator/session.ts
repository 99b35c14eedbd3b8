import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../links/purpose.ts';

/** Looking only, or acting too. */
export type Mode = 'read' | 'write';

/** The keys that open the operator's view; a null opens it for nobody. */
export interface ViewKeys {
  readonly adminKey: string | null;
  readonly adminReadKey: string | null;
}

/** What a typed key may do; null when it is none of the keys. Compares in constant time. */
export function judgeKey(typed: string, { adminKey, adminReadKey }: ViewKeys): Mode | null {
  const isAdmin = adminKey !== null && isSame(hash(typed), hash(adminKey));
  const isReader = adminReadKey !== null && isSame(hash(typed), hash(adminReadKey));
  if (isAdmin) return 'write';
  return isReader ? 'read' : null;
}

const cookiePattern = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{43})$/;

/** The value of the cookie of a session, signed for the key that was typed. */
export function signSession(id: string, key: string, secrets: Secrets): string {
  const { signingKeyId } = secrets;
  return `${id}.${signingKeyId}.${seal(id, key, signingKeyId, secrets).toString('base64url')}`;
}

/**
 * The session that a cookie names, and the most its key allows; null for a cookie that we did not
 * sign, and once the key that opened it, or the secret that signed it, is another one.
 */
export function openSession(
  cookie: string,
  { adminKey, adminReadKey }: ViewKeys,
  secrets: Secrets,
): { readonly id: string; readonly mode: Mode } | null {
  const [, id = '', keyId = '', given = ''] = cookiePattern.exec(cookie) ?? [];
  if (id === '' || !secrets.keys.has(keyId)) return null;
  const signature = Buffer.from(given, 'base64url');
  const fits = (key: string | null) =>
    key !== null && isSame(signature, seal(id, key, keyId, secrets));
  if (fits(adminKey)) return { id, mode: 'write' };
  return fits(adminReadKey) ? { id, mode: 'read' } : null;
}

function seal(id: string, key: string, keyId: string, secrets: Secrets): Buffer {
  const secret = secrets.keys.get(keyId);
  if (secret === undefined) throw new Error('the key of the session was just looked up');
  // The prefix keeps these apart from whatever else is signed with the same secret.
  const text = `parley operator session:${id}:${hash(key).toString('hex')}`;
  return createHmac('sha256', secret).update(text).digest();
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
