import { createHmac } from 'node:crypto';
import type { Secrets } from './purpose.ts';
import { findKey } from './secrets.ts';

/**
 * What is kept of an erased person's address: enough to recognise it, useless without the secret
 * (a plain hash of an address is guessed in no time). `emailKey` is the address as `addressKey`
 * compares it.
 */
export function hashErasedAddress(emailKey: string, keyId: string, secrets: Secrets): Buffer {
  const hmac = createHmac('sha256', findKey(secrets, keyId));
  return hmac.update(`parley erased address:${emailKey}`).digest();
}

/** The hashes that this address may have been kept as, one for each secret that still verifies. */
export const hashesOfErased = (emailKey: string, secrets: Secrets): Buffer[] =>
  [...secrets.keys.keys()].map((keyId) => hashErasedAddress(emailKey, keyId, secrets));
