import { createHash } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { LinkClaims, Secrets } from './purpose.ts';
import { findKey } from './secrets.ts';

/** Who a token is for (`aud`): no other system's token opens one of our links. */
export const linkAudience = 'parley';

/**
 * Signs these claims (JWT, HS256). The same claims always give the same token, so a mail can be
 * rendered again without the token being stored. Times are cut to whole seconds. Throws when no
 * secret has the claims' key id.
 */
export function signLink(claims: LinkClaims, secrets: Secrets): string {
  const payload = {
    jti: claims.id,
    aud: linkAudience,
    purpose: claims.purpose,
    uid: claims.icsUid,
    role: claims.role,
    email: claims.email,
    iat: toSeconds(claims.issuedAt),
    exp: toSeconds(claims.expiresAt),
  };
  const key = findKey(secrets, claims.keyId);
  return jwt.sign(payload, key, { algorithm: 'HS256', keyid: claims.keyId });
}

/** What is stored of a token: its SHA-256. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

function toSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
