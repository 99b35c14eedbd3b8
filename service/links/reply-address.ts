import { createHmac } from 'node:crypto';
import type { Secrets } from './purpose.ts';
import { findKey } from './secrets.ts';

/** What a mailbox of ours is for, read from its address alone. */
export type OpenedAddress =
  | { readonly kind: 'reply' | 'bounce'; readonly token: string }
  | { readonly kind: 'postmaster' | 'central' | 'unknown' | 'foreign' };

/** 160 bits, so 32 base32 characters: mail servers may change the case of a local part. */
const tokenBytes = 20;
const base32Letters = 'abcdefghijklmnopqrstuvwxyz234567';
const localPartPattern = /^([rb])-([a-z2-7]{32})$/;

/** The token of a person's reply address: constant for the person's whole stay in the room. */
export function deriveReplyToken(attendeeId: string, keyId: string, secrets: Secrets): string {
  return deriveToken('reply', attendeeId, keyId, secrets);
}

/** The token of one message's bounce address (its envelope sender). */
export function deriveBounceToken(outboxId: string, keyId: string, secrets: Secrets): string {
  return deriveToken('bounce', outboxId, keyId, secrets);
}

/** ORGANIZER and Reply-To of one person's mails. */
export function replyAddress(token: string, domain: string): string {
  return `r-${token}@${domain}`;
}

/** Envelope sender of one mail (RFC 5321 §4.4). */
export function bounceAddress(token: string, domain: string): string {
  return `b-${token}@${domain}`;
}

/**
 * The From address of our mails when it is a mailbox of `domain`, so that it takes mail too; else
 * null: it is somebody else's.
 */
export function centralAddressOf(fromAddress: string, domain: string): string | null {
  return isOfDomain(fromAddress, domain) ? fromAddress.toLowerCase() : null;
}

/**
 * Tells what a recipient address is, whatever its case. `central`: the From address of our mails.
 * `foreign`: not of our domain (never relayed); `unknown`: of our domain, but no mailbox of ours.
 * A token is only read here; whether it was ever given out is known by its hash.
 */
export function openAddress(
  address: string,
  domain: string,
  centralAddress: string | null = null,
): OpenedAddress {
  if (!isOfDomain(address, domain)) return { kind: 'foreign' };
  const localPart = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  // RFC 5321 §4.5.1: postmaster is always a mailbox.
  if (localPart === 'postmaster') return { kind: 'postmaster' };
  const [, letter, token] = localPartPattern.exec(localPart) ?? [];
  if (token !== undefined) return { kind: letter === 'r' ? 'reply' : 'bounce', token };
  return { kind: address.toLowerCase() === centralAddress?.toLowerCase() ? 'central' : 'unknown' };
}

function isOfDomain(address: string, domain: string): boolean {
  const at = address.lastIndexOf('@');
  return at >= 0 && address.slice(at + 1).toLowerCase() === domain.toLowerCase();
}

function deriveToken(use: string, id: string, keyId: string, secrets: Secrets): string {
  // The prefix keeps these apart from each other and from link signatures of the same secret.
  const hmac = createHmac('sha256', findKey(secrets, keyId)).update(`parley ${use} address:${id}`);
  return encodeBase32(hmac.digest().subarray(0, tokenBytes));
}

/** Lower-case base32 (RFC 4648 §6) of a length that needs no padding. */
function encodeBase32(bytes: Buffer): string {
  let text = '';
  let waiting = 0;
  let bits = 0;
  for (const byte of bytes) {
    waiting = (waiting << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += base32Letters[(waiting >> bits) & 31];
    }
    waiting &= (1 << bits) - 1;
  }
  return text;
}
