import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import type { Random } from '../ports.ts';
import type { KeyRef } from './idempotency-store.ts';

/** Secrets by their names; the named one seals, all of them open. */
export interface SealSecrets {
  readonly signingKeyId: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** Keeps an answer so that the database alone does not show it. */
export interface AnswerSeal {
  close(body: string, ref: KeyRef): string;
  /** Throws when the answer was changed or moved, and when its secret is not known any longer. */
  open(sealed: string, ref: KeyRef): string;
}

const cipher = 'aes-256-gcm';
/** NIST SP 800-38D §8.2: 96 bits, and a tag of full length. */
const nonceLength = 12;
const tagLength = 16;

/** AES-GCM under a key that is derived from a token secret for this purpose alone. */
export function createSeal(secrets: SealSecrets, random: Random): AnswerSeal {
  return {
    close(body, ref) {
      const { signingKeyId } = secrets;
      const nonce = random.bytes(nonceLength);
      const sealing = createCipheriv(cipher, deriveKey(secrets, signingKeyId), nonce);
      sealing.setAAD(placeOf(ref));
      const text = Buffer.concat([sealing.update(body, 'utf8'), sealing.final()]);
      const sealed = Buffer.concat([nonce, text, sealing.getAuthTag()]);
      return `${signingKeyId}.${sealed.toString('base64url')}`;
    },
    open(sealed, ref) {
      const [keyId = '', word = ''] = sealed.split('.');
      const bytes = Buffer.from(word, 'base64url');
      const nonce = bytes.subarray(0, nonceLength);
      const opening = createDecipheriv(cipher, deriveKey(secrets, keyId), nonce, {
        authTagLength: tagLength,
      });
      opening.setAAD(placeOf(ref));
      opening.setAuthTag(bytes.subarray(-tagLength));
      const text = bytes.subarray(nonceLength, -tagLength);
      return Buffer.concat([opening.update(text), opening.final()]).toString('utf8');
    },
  };
}

function deriveKey({ keys }: SealSecrets, keyId: string): Buffer {
  const secret = keys.get(keyId);
  if (secret === undefined) throw new Error('the secret that sealed this answer is not known');
  return Buffer.from(hkdfSync('sha256', secret, '', 'parley kept answer', 32));
}

/** Binds an answer to the request it was given to. */
const placeOf = ({ applicationId, key }: KeyRef): Buffer =>
  createHash('sha256').update(`${applicationId} ${key}`).digest();
