import type { MailReading, ReportedRecipient } from '../mail/mail-reading.ts';
import { refineStatus } from '../mail/reports/bounce-words.ts';
import { sameMailbox } from '../scheduling/address.ts';
import { type MailPlan, perform, record } from './mail-plan.ts';
import type { Addressee } from './recipient-views.ts';

/** `permanent`: will never arrive. `temporary`: delayed, full, blocked. `none`: no failure told. */
export type BounceClass = 'permanent' | 'temporary' | 'none';

/**
 * Failures that are about the mailbox itself: no such user, host or domain, or moved away (RFC 3463
 * §3.2, §3.5; 5.1.10 is RFC 7505). All others may pass, or are about this mail or its sender: full,
 * blocked, too large, against a policy, or no reason at all.
 */
const lasting = /^5\.(1\.([0-4]|6|10)|4\.4)$/;

/** Whether an enhanced status code is about the mailbox itself. */
export function isLastingStatus(status: string): boolean {
  return lasting.test(status);
}

/** The worst that a report says about any of its recipients. */
export function classifyReport(recipients: readonly ReportedRecipient[]): BounceClass {
  const classes = recipients.map(classifyRecipient);
  if (classes.includes('permanent')) return 'permanent';
  return classes.includes('temporary') ? 'temporary' : 'none';
}

function classifyRecipient({ action, status, diagnostic }: ReportedRecipient): BounceClass {
  // RFC 3464 §2.3.3. An action that is none of these has not gone well as far as anybody knows.
  if (['delivered', 'relayed', 'expanded'].includes(action)) return 'none';
  if (action !== 'failed') return 'temporary';
  return isLastingStatus(refineStatus(status, diagnostic ?? '') ?? '') ? 'permanent' : 'temporary';
}

/**
 * A delivery report. Only a permanent failure of a message that really went to this person marks
 * them unreachable: the report came to its bounce address, or gives back its Message-ID. One that
 * gives back their invitation alone must be about their own mailbox: invitations get forwarded.
 */
export function interpretReport(
  reading: MailReading,
  addressee: Addressee | null,
  outboxId: string | null,
  redirectTo: string | null,
): MailPlan {
  const bounce = classifyReport(reading.recipients);
  // It says that all went well (RFC 3464 §2.3.3); one that says nothing at all is kept as a bounce.
  if (bounce === 'none' && reading.recipients.length > 0) return record('automatic', 'delivered');
  const detail = { statuses: reading.recipients.map(({ action, status }) => ({ action, status })) };
  if (addressee === null) return record('bounce', 'message-unknown', detail);
  if (bounce !== 'permanent') {
    return { ...record('bounce', bounce, detail), givenUp: whyGivenUp(reading, addressee) };
  }
  const failures = reading.recipients.filter((one) => classifyRecipient(one) === 'permanent');
  const failed = failures.find(({ address }) => address && sameMailbox(address, addressee.email));
  const named = failures.flatMap(({ address }) => address ?? []);
  if (isRedirected(named, addressee, redirectTo))
    return record('bounce', 'other-recipient', detail);
  const isTheirInvitation = reading.originalOrganizer !== null && failed !== undefined;
  if (outboxId === null && !isTheirInvitation) return record('bounce', 'message-unknown', detail);
  const { status } = failed ?? failures[0] ?? {};
  const { attendeeId } = addressee;
  // The far server's words may hold addresses, so only its code is passed on.
  const reason = status ? `bounced (${status})` : 'bounced';
  return perform(
    { do: 'record-undeliverable', attendeeId, reason },
    { outcome: 'bounce', reason: bounce, detail },
  );
}

/**
 * A failure that might have passed and is final: a relay kept the mail for as long as it keeps one
 * (RFC 3464 §2.3.3; RFC 3463 §2, class 4). Nobody tries again then. Elsewhere than in this person's
 * own mailbox it says nothing: the mail had reached them, and was sent on.
 */
function whyGivenUp({ recipients }: MailReading, { email }: Addressee): string | null {
  const given = recipients.find(
    ({ action, status, address }) =>
      action === 'failed' && status?.startsWith('4.') && address && sameMailbox(address, email),
  );
  return given ? `given up (${given.status})` : null;
}

/**
 * A complaint about a message that really went to this person: they want no more of it, so they are
 * no longer reminded. One that names somebody else is from wherever it was forwarded to.
 */
export function interpretComplaint(
  { recipients }: MailReading,
  addressee: Addressee | null,
  outboxId: string | null,
  redirectTo: string | null,
): MailPlan {
  if (outboxId === null || addressee === null) return record('complaint', 'message-unknown');
  const named = recipients.flatMap(({ address }) => address ?? []);
  const isTheirs = named.length === 0 || named.some((one) => sameMailbox(one, addressee.email));
  if (!isTheirs || isRedirected(named, addressee, redirectTo)) {
    return record('complaint', 'other-recipient');
  }
  // What the room's history says, not why the mail had its outcome.
  const reason = 'complained';
  const { attendeeId } = addressee;
  return perform({ do: 'record-undeliverable', attendeeId, reason }, { outcome: 'complaint' });
}

/** Whether a report is about the address that all mails are sent to, not about this person's. */
function isRedirected(
  named: readonly string[],
  { email }: Addressee,
  redirectTo: string | null,
): boolean {
  return redirectTo !== null && ![redirectTo, ...named].some((one) => sameMailbox(one, email));
}
