import type { KeyObject } from 'node:crypto';

/** What a link may do, and for whom. One link, one purpose. */
export const purposes = ['propose', 'approve', 'decline', 'keep', 'confirm'] as const;
export type Purpose = (typeof purposes)[number];

/** What a link is bound to; the token is these claims, signed (JWT, HS256, `kid`). */
export interface LinkClaims {
  /** The link's id (`jti`). */
  readonly id: string;
  readonly purpose: Purpose;
  readonly icsUid: string;
  readonly role: 'host' | 'guest';
  readonly email: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** Which secret signs it. */
  readonly keyId: string;
}

/** The secrets of `TOKEN_SECRETS`: the first signs, all verify. */
export interface Secrets {
  readonly signingKeyId: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}
