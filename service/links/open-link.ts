import jwt, { type JwtPayload } from 'jsonwebtoken';
import { type LinkClaims, type Purpose, purposes, type Secrets } from './purpose.ts';
import { linkAudience } from './sign-link.ts';

export type OpenedLink =
  | { readonly state: 'valid' | 'expired'; readonly claims: LinkClaims }
  | { readonly state: 'unknown' };

/** Our longest token (an address of 254 and a uid of 255 characters) stays below 1,100. */
const tokenLength = 4096;

/**
 * Reads a token without ever throwing. An expired one still yields its claims, because its page
 * offers a fresh link; everything that was not signed by us is `unknown`, without a reason.
 */
export function openLink(token: string, secrets: Secrets, now: Date): OpenedLink {
  const claims = token.length <= tokenLength ? verifyClaims(token, secrets) : null;
  if (claims === null) return { state: 'unknown' };
  return { state: claims.expiresAt.getTime() > now.getTime() ? 'valid' : 'expired', claims };
}

function verifyClaims(token: string, secrets: Secrets): LinkClaims | null {
  try {
    const keyId = readKeyId(token);
    const key = keyId === null ? undefined : secrets.keys.get(keyId);
    if (keyId === null || key === undefined) return null;
    const payload = jwt.verify(token, key, {
      // jsonwebtoken takes any HMAC for a symmetric key unless the algorithm is pinned.
      algorithms: ['HS256'],
      audience: linkAudience,
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
    return typeof payload === 'string' ? null : toClaims(payload, keyId);
  } catch {
    return null;
  }
}

/** The `kid` of a header that says exactly what our headers say: no `jku`, `x5u` or `crit`. */
function readKeyId(token: string): string | null {
  const header = jwt.decode(token, { complete: true })?.header;
  if (header === undefined || typeof header.kid !== 'string') return null;
  const names = Object.keys(header).sort().join();
  return names === 'alg,kid,typ' && header.alg === 'HS256' ? header.kid : null;
}

function toClaims(payload: JwtPayload, keyId: string): LinkClaims | null {
  const { jti, purpose, uid, role, email, iat, exp } = payload;
  if (typeof jti !== 'string' || typeof uid !== 'string' || typeof email !== 'string') return null;
  if (!isPurpose(purpose) || (role !== 'host' && role !== 'guest')) return null;
  const issuedAt = toDate(iat);
  const expiresAt = toDate(exp);
  if (issuedAt === null || expiresAt === null) return null;
  return { id: jti, purpose, icsUid: uid, role, email, issuedAt, expiresAt, keyId };
}

function isPurpose(value: unknown): value is Purpose {
  return purposes.some((purpose) => purpose === value);
}

function toDate(seconds: unknown): Date | null {
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds)) return null;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date;
}
