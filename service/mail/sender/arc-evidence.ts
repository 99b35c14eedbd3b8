import type { arc } from 'mailauth/lib/arc/index.js';
import type { MailAuthentication } from '../mail-authentication.ts';
import { readAuthenticationResults } from './authentication-results.ts';
import type { DnsDesk } from './dns-desk.ts';

type Sealed = Awaited<ReturnType<typeof arc>>;
type Link = NonNullable<Sealed['chain']>[number];
type Evidence = MailAuthentication['arc'];

/**
 * What the seals of a mail are worth (RFC 8617 §7.2). A seal only proves who passed the mail on
 * and what they wrote down then: anybody can have a forgery forwarded and sealed. So `pass` demands
 * that the sealer's own notes say that DMARC passed for `fromDomain`.
 */
export function readArc(sealed: Sealed, fromDomain: string | null, desk: DnsDesk): Evidence {
  const links = sealed.chain || [];
  const sealer = sealerOf(links.at(-1));
  if (sealed.status.result === 'pass') {
    const isWhole = !(sealed.signature && (sealed.signature.status.underSized ?? 0) > 0);
    const vouches = isWhole && fromDomain !== null && vouchesFor(links, sealer, fromDomain);
    return { result: vouches ? 'pass' : 'policy', sealer };
  }
  if (sealed.status.result === 'none') return { result: 'none', sealer: null };
  // To mailauth a key that DNS did not give is a broken chain.
  const isUnknown = links.some((link) => desk.failedFor(`._domainkey.${sealerOf(link)}`));
  return { result: isUnknown ? 'temperror' : 'fail', sealer };
}

function sealerOf(link: Link | undefined): string | null {
  const domain = link?.['arc-seal']?.parsed?.d?.value;
  return typeof domain === 'string' ? domain.toLowerCase().slice(0, 253) : null;
}

/** A house may hand a mail round and seal it more than once: what it noted at its door counts. */
function vouchesFor(links: readonly Link[], sealer: string | null, fromDomain: string): boolean {
  for (const link of links.toReversed()) {
    if (sealerOf(link) !== sealer) return false;
    if (saysPass(link, fromDomain)) return true;
  }
  return false;
}

function saysPass(link: Link, fromDomain: string): boolean {
  const field = String(link['arc-authentication-results']?.original ?? '');
  const told = readAuthenticationResults(field.slice(field.indexOf(':') + 1));
  const dmarc = told?.results.filter((one) => one.method === 'dmarc') ?? [];
  return (
    dmarc.length > 0 &&
    dmarc.every((one) => one.result === 'pass' && one.properties.get('header.from') === fromDomain)
  );
}
