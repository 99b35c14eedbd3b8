import type { Purpose, Secrets } from './links/purpose.ts';
import { deriveBounceToken, deriveReplyToken } from './links/reply-address.ts';
import { hashToken, signLink } from './links/sign-link.ts';
import type { Mint } from './rooms/freeze-message.ts';

/** Lets the waist store hashes of links and addresses without ever holding a secret itself. */
export const createMint = (secrets: Secrets): Mint => ({
  signingKeyId: secrets.signingKeyId,
  hashLink: (claims) =>
    hashToken(signLink({ ...claims, purpose: claims.purpose as Purpose }, secrets)),
  hashReplyToken: (attendeeId, keyId) => hashToken(deriveReplyToken(attendeeId, keyId, secrets)),
  hashBounceToken: (outboxId, keyId) => hashToken(deriveBounceToken(outboxId, keyId, secrets)),
});
