import type { MailAuthentication } from '../mail/mail-authentication.ts';

/**
 * How far a mail may be taken as coming from whom its From header names.
 * - `proven`: its domain stands for it (DMARC pass, RFC 7489).
 * - `unproven`: nothing speaks against it, and nobody asked for more.
 * - `undecided`: DNS did not answer; it may be asked again later.
 * - `failed`: the domain disowns it, or what should have told us did not.
 */
export type Trust = 'proven' | 'unproven' | 'undecided' | 'failed';

/**
 * Whose seal (RFC 8617) is believed when it says that a mail was in order before it was passed on,
 * which breaks SPF and often DKIM. A seal proves only what its maker says, so only services are
 * listed that check what they take in, forward for very many people, and sign for nobody else.
 */
export const trustedSealers: ReadonlySet<string> = new Set([
  // Gmail and Workspace: forwarding rules, groups.
  'google.com',
  'gmail.com',
  'googlegroups.com',
  // Exchange Online: forwarding rules, shared mailboxes, and mail that passes a filter first.
  'microsoft.com',
  // Fastmail, and Pobox and Topicbox of the same house: forwarding and lists are their trade.
  'fastmail.com',
  'messagingengine.com',
  'pobox.com',
  'topicbox.com',
  // iCloud: forwarding rules.
  'icloud.com',
]);

/** Google Calendar answers in the name of any domain, and signs with its own. */
const calendarServices: ReadonlyMap<string, string> = new Map([
  ['calendar-notification@google.com', 'google.com'],
]);

/**
 * Judges the evidence (imip.md §6). `sender` is the address of the Sender header, normalised. Null
 * evidence: nobody checks, as with the development mailbox.
 */
export function judgeTrust(
  authentication: MailAuthentication | null,
  sender: string | null,
): Trust {
  if (authentication === null) return 'unproven';
  const { source, dmarc } = authentication;
  // The relay in front strips what it did not write; a mail it says nothing of went round it.
  if (source === 'missing') return 'failed';
  if (dmarc.result === 'pass') return 'proven';
  if (isVouchedFor(authentication, sender, 'pass')) return 'unproven';
  if (dmarc.result === 'temperror') return 'undecided';
  if (dmarc.result === 'none') return 'unproven';
  if (dmarc.result === 'fail' && dmarc.policy === 'none') return 'unproven';
  return isVouchedFor(authentication, sender, 'temperror') ? 'undecided' : 'failed';
}

/** Passed on or made by a service known to tell the truth; `temperror`: DNS does not tell. */
function isVouchedFor(
  { dkim, arc }: MailAuthentication,
  sender: string | null,
  result: 'pass' | 'temperror',
): boolean {
  if (arc.result === result && arc.sealer !== null && trustedSealers.has(arc.sealer)) return true;
  const service = sender === null ? undefined : calendarServices.get(sender);
  return dkim.some((one) => one.result === result && !one.isUndersized && one.domain === service);
}
