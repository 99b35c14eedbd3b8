import { hashErasedAddress } from './links/erased-address.ts';
import type { Purpose, Secrets } from './links/purpose.ts';
import { deriveBounceToken, deriveReplyToken } from './links/reply-address.ts';
import { hashToken, signLink } from './links/sign-link.ts';
import { writeCalendarFile } from './mail/calendar-entry.ts';
import { writeMail } from './mail/write-mail.ts';
import type { Mint } from './rooms/freeze-message.ts';
import type { Pen } from './rooms/pen.ts';

/** Lets the waist store hashes of links and addresses without ever holding a secret itself. */
export const createMint = (secrets: Secrets): Mint => ({
  signingKeyId: secrets.signingKeyId,
  hashLink: (claims) =>
    hashToken(signLink({ ...claims, purpose: claims.purpose as Purpose }, secrets)),
  hashReplyToken: (attendeeId, keyId) => hashToken(deriveReplyToken(attendeeId, keyId, secrets)),
  hashBounceToken: (outboxId, keyId) => hashToken(deriveBounceToken(outboxId, keyId, secrets)),
  hashErasedAddress: (emailKey, keyId) => hashErasedAddress(emailKey, keyId, secrets),
});

/** The only place where links, files and mails of an answer are written with the secrets. */
export const createPen = (secrets: Secrets): Pen => ({
  writeLink(claims, publicUrl) {
    const issuedAt = new Date(claims.issuedAt);
    const expiresAt = new Date(claims.expiresAt);
    const purpose = claims.purpose as Purpose;
    const token = signLink({ ...claims, purpose, issuedAt, expiresAt }, secrets);
    return `${publicUrl}/reschedule?r=${token}`;
  },
  writeInvite: (facts, answer) => writeCalendarFile(facts, answer, secrets),
  writeMail: async (facts) => (await writeMail(facts, secrets, { redirectTo: null })).raw,
});
