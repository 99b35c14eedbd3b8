import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Secrets } from './purpose.ts';

const keyIdPattern = /^[A-Za-z0-9_-]{1,32}$/;
/** HS256 wants a key at least as long as its hash (RFC 7518 §3.2). */
const secretBytes = 32;

/**
 * Reads `kid:secret,kid:secret`; the first signs, all verify. Throws an Error that names the
 * mistake and its position, never the secret.
 */
export function parseSecrets(text: string): Secrets {
  const keys = new Map<string, KeyObject>();
  for (const [index, entry] of text.split(',').entries()) {
    const { keyId, secret } = parseEntry(entry.trim(), index + 1);
    if (keys.has(keyId)) {
      throw new Error(`secret ${index + 1}: the key id '${keyId}' is used twice`);
    }
    keys.set(keyId, createSecretKey(Buffer.from(secret, 'utf8')));
  }
  const [signingKeyId] = keys.keys();
  if (signingKeyId === undefined) throw new Error('no secret was given');
  return { signingKeyId, keys };
}

function parseEntry(entry: string, position: number): { keyId: string; secret: string } {
  const colon = entry.indexOf(':');
  if (colon < 0) throw new Error(`secret ${position}: expected 'kid:secret'`);
  const keyId = entry.slice(0, colon);
  const secret = entry.slice(colon + 1);
  if (!keyIdPattern.test(keyId)) {
    throw new Error(`secret ${position}: the key id must be 1 to 32 letters, digits, '-' or '_'`);
  }
  if (Buffer.byteLength(secret, 'utf8') < secretBytes) {
    throw new Error(`secret ${position}: the secret must have at least ${secretBytes} bytes`);
  }
  return { keyId, secret };
}

/** The key with this id; throws when it is not among the secrets. */
export function findKey(secrets: Secrets, keyId: string): KeyObject {
  const key = secrets.keys.get(keyId);
  if (key === undefined) throw new Error(`no secret has the key id '${keyId}'`);
  return key;
}
