import { limits } from '../limits.ts';
import { normaliseAddress } from '../scheduling/address.ts';
import { cleanLine } from './sanitise.ts';

/**
 * The normalised address of a calendar user. What is no address (two of them, a query, a URN)
 * stays recognisable text that equals no normalised address.
 */
export function readAddress(value: string): string {
  const bare = bareAddress(value);
  const address = normaliseAddress(bare);
  if (address !== null) return address;
  const shown = cleanLine(bare.replace(/\p{Cc}/gu, '\uFFFD'), limits.emailLength).toLowerCase();
  return normaliseAddress(shown) === null ? shown : `invalid:${shown}`;
}

/** The normalised address a calendar user is reached at; null when it is no single mailbox. */
export function readMailbox(value: string): string | null {
  return normaliseAddress(bareAddress(value));
}

/** Without `mailto:` in any case, quotes, angle brackets and percent escapes (RFC 6068 §2). */
function bareAddress(value: string): string {
  const bare = value
    .slice(0, limits.emailLength * 8)
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/^(?:mailto:\s*){1,2}/i, '')
    .replace(/^<(.*)>$/, '$1')
    .trim();
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}
