import type { MailReading, ReportedRecipient } from '../mail/mail-reading.ts';
import { type MailPlan, record } from './mail-plan.ts';
import type { Addressee } from './recipient-views.ts';

/** `permanent`: will never arrive. `temporary`: delayed, full, blocked. `none`: no failure told. */
export type BounceClass = 'permanent' | 'temporary' | 'none';

/**
 * Failures that say nothing lasting about the mailbox: it was full, or the mail was too large, went
 * in circles, took too long or was malformed (RFC 3463 §3).
 */
const passing = /^5\.(2\.2|2\.3|3\.4|4\.6|4\.7|6\.\d+)$/;

/** The worst that a report says about any of its recipients. */
export function classifyReport(recipients: readonly ReportedRecipient[]): BounceClass {
  const classes = recipients.map(classifyRecipient);
  if (classes.includes('permanent')) return 'permanent';
  return classes.includes('temporary') ? 'temporary' : 'none';
}

function classifyRecipient({ action, status, diagnostic }: ReportedRecipient): BounceClass {
  if (action === 'delayed') return 'temporary';
  if (action !== 'failed') return 'none';
  if (status?.startsWith('5.')) return passing.test(status) ? 'temporary' : 'permanent';
  if (status) return 'temporary';
  return /\b5[05]\d[ -]/.test(diagnostic ?? '') ? 'permanent' : 'temporary';
}

/**
 * A delivery report. Only a permanent failure of a message that really went to this person marks
 * them unreachable; everything else is recorded.
 */
export function interpretReport(
  reading: MailReading,
  addressee: Addressee,
  outboxId: string | null,
): MailPlan {
  const bounce = classifyReport(reading.recipients);
  // It says that all went well (RFC 3464 §2.3.3); one that says nothing at all is kept as a bounce.
  if (bounce === 'none' && reading.recipients.length > 0) return record('automatic', 'delivered');
  const statuses = reading.recipients.map(({ action, status }) => ({ action, status }));
  const plan = { command: null, outcome: 'bounce' as const, detail: { statuses } };
  if (bounce !== 'permanent') return { ...plan, reason: bounce };
  if (outboxId === null) return { ...plan, reason: 'message-unknown' };
  const status = reading.recipients.find((one) => classifyRecipient(one) === 'permanent')?.status;
  return {
    ...plan,
    reason: bounce,
    command: {
      do: 'record-undeliverable',
      attendeeId: addressee.attendeeId,
      // The far server's words may hold addresses, so only its code is passed on.
      reason: status ? `bounced (${status})` : 'bounced',
    },
  };
}
