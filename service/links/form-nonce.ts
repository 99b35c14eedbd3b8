import { createHmac, timingSafeEqual } from 'node:crypto';
import { limits } from '../limits.ts';
import type { Secrets } from './purpose.ts';
import { findKey } from './secrets.ts';

/**
 * How a form came back. `early`: sooner than a person can have read it; `late`: from a page that
 * stood open for long, or whose secret is gone; `foreign`: not from a page of ours for this link.
 */
export type FormState = 'fresh' | 'early' | 'late' | 'foreign';

const noncePattern = /^([A-Za-z0-9_-]{1,32})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/;

/**
 * The nonce of a form that is shown now, for this link alone. Nothing of it is stored: it is the
 * moment, signed. A program that follows links and presses what it finds gets one, too, but is
 * found out by its haste.
 */
export function signForm(token: string, shownAt: Date, secrets: Secrets): string {
  const { signingKeyId: keyId } = secrets;
  const time = shownAt.getTime().toString(36);
  return [keyId, time, seal(token, time, keyId, secrets).toString('base64url')].join('.');
}

/** Judges a nonce that came back with a form for this link. Never throws. */
export function openForm(nonce: string, token: string, secrets: Secrets, now: Date): FormState {
  const [, keyId = '', time = '', given = ''] = noncePattern.exec(nonce) ?? [];
  if (given === '') return 'foreign';
  if (!secrets.keys.has(keyId)) return 'late';
  const expected = seal(token, time, keyId, secrets);
  const sealed = Buffer.from(given, 'base64url');
  if (sealed.length !== expected.length || !timingSafeEqual(sealed, expected)) return 'foreign';
  const ageMs = now.getTime() - Number.parseInt(time, 36);
  // Another process showed the page, whose clock is ahead of ours: that is no haste.
  if (ageMs >= 0 && ageMs < limits.formHasteMs) return 'early';
  return ageMs > limits.formOpenMs ? 'late' : 'fresh';
}

function seal(token: string, time: string, keyId: string, secrets: Secrets): Buffer {
  // The prefix keeps these apart from link signatures and addresses of the same secret.
  const hmac = createHmac('sha256', findKey(secrets, keyId));
  return hmac.update(`parley form:${time}:${token}`).digest();
}
