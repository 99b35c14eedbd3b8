import { domainToASCII } from 'node:url';
import { limits } from '../limits.ts';

/** A dot-atom (RFC 5322 §3.2.3): no quotes, commas, blanks, brackets or control characters. */
const localPattern = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const localLength = 64;
const labelPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** ASCII that a domain may be written with, and anything beyond ASCII for IDN to judge. */
const writtenDomainPattern = /^[a-z0-9.\u{80}-\u{10ffff}-]+$/iu;

/**
 * One mailbox address in lower case with its domain in ASCII; null when the text is not exactly
 * one plain address. Quoted local parts and address literals are valid mail (RFC 5321 §4.1.2) but
 * refused: no person has one, and every injection needs one.
 */
export function normaliseAddress(text: string): string | null {
  // Bounded first: what follows may take longer than in proportion to the length.
  if (text.length > 2 * limits.emailLength) return null;
  const trimmed = text.replace(/^ +| +$/g, '');
  const at = trimmed.indexOf('@');
  if (at < 1 || at !== trimmed.lastIndexOf('@')) return null;
  const local = trimmed.slice(0, at);
  // Before lower-casing, which turns some letters beyond ASCII (the Kelvin sign) into ASCII ones.
  if (local.length > localLength || !localPattern.test(local)) return null;
  const domain = normaliseDomain(trimmed.slice(at + 1));
  if (domain === null) return null;
  const address = `${local.toLowerCase()}@${domain}`;
  return address.length <= limits.emailLength ? address : null;
}

/**
 * What two spellings of one mailbox have in common, for comparing only: without a +tag, and at
 * Gmail without dots. Never send mail to it.
 */
export function addressKey(address: string): string {
  const normalised = normaliseAddress(address) ?? address.trim().toLowerCase();
  const at = normalised.lastIndexOf('@');
  if (at < 1) return normalised;
  const domain = normalised.slice(at + 1);
  const base = withoutTag(normalised.slice(0, at));
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com';
  return isGmail ? `${base.replaceAll('.', '')}@gmail.com` : `${base}@${domain}`;
}

/** Whether mail to both addresses reaches one person, as far as addresses can tell. */
export function sameMailbox(a: string, b: string): boolean {
  return addressKey(a) === addressKey(b);
}

function withoutTag(local: string): string {
  const plus = local.indexOf('+');
  return plus < 1 ? local : local.slice(0, plus);
}

/** The domain in ASCII (IDNA); at least two labels, and the last one not a number. */
function normaliseDomain(written: string): string | null {
  // Checked before the conversion, which would decode percent signs.
  if (!writtenDomainPattern.test(written)) return null;
  const labels = domainToASCII(written).split('.');
  const isWellFormed = labels.length >= 2 && labels.every((label) => labelPattern.test(label));
  const last = labels.at(-1) ?? '';
  return isWellFormed && /[a-z]/.test(last) ? labels.join('.') : null;
}
