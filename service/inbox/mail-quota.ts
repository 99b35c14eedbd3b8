import { limits } from '../limits.ts';
import type { Clock } from '../ports.ts';
import { mailboxOf } from './mailbox.ts';
import type { Recipient } from './recipient-views.ts';

const windowMs = 60 * 60_000;
/** More mailboxes than this in one hour are not told apart any longer: memory stays bounded. */
const mailboxCount = 100_000;

export interface MailQuota {
  /** Whether this mailbox may take another mail in this hour. */
  hasRoom(mailbox: Recipient): boolean;
  count(mailbox: Recipient): void;
}

/** Postmaster and the central address are written to by everybody. */
const shareOf = ({ attendeeId }: Recipient) =>
  attendeeId === null ? limits.sharedMailboxMailsPerHour : limits.mailboxMailsPerHour;

/**
 * A count per mailbox and hour, in memory: each process counts for itself. Many mails cause one to
 * somebody else, so an address that got around, or two programs answering each other, must not
 * turn into a flood.
 */
export function createMailQuota(clock: Clock): MailQuota {
  let windowStart = 0;
  let counts = new Map<string, number>();
  const turnWindow = () => {
    const now = clock.now().getTime();
    if (now - windowStart < windowMs && now >= windowStart) return;
    windowStart = now;
    counts = new Map();
  };
  // A bounce address is a mailbox of its own, so that answers never keep a bounce out.
  const keyOf = ({ outboxId, attendeeId, address }: Recipient) => {
    const key = outboxId ?? attendeeId ?? mailboxOf(address);
    return counts.has(key) || counts.size < mailboxCount ? key : 'the rest';
  };
  return {
    hasRoom(mailbox) {
      turnWindow();
      const key = keyOf(mailbox);
      return key === 'the rest' || (counts.get(key) ?? 0) < shareOf(mailbox);
    },
    count(mailbox) {
      turnWindow();
      const key = keyOf(mailbox);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
  };
}
