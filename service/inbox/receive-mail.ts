import { domainToASCII } from 'node:url';
import { type Database, inTransaction, type Queryable } from '../db/transaction.ts';
import { openAddress } from '../links/reply-address.ts';
import { hashToken } from '../links/sign-link.ts';
import type { Clock, Random } from '../ports.ts';
import { type ReceivedMail, storeMails } from './inbox-store.ts';
import { createMailQuota } from './mail-quota.ts';
import { withoutToken } from './mailbox.ts';
import { findBounceRecipient, findReplyRecipient, type Recipient } from './recipient-views.ts';

export interface MailIntake {
  /**
   * Finds whose mailbox `address` is. `foreign`: not our domain. `unknown`: ours, but nobody's.
   * `full`: it had its share of mail for this hour. Rejects when the database cannot be asked.
   */
  findRecipient(address: string): Promise<Recipient | 'foreign' | 'unknown' | 'full'>;
  /** Commits the mail, one row per recipient, and rings; returns the ids of the rows. */
  receive(mail: ReceivedMail): Promise<string[]>;
}

export interface IntakeDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly doorbell: { ring(task: 'read-mails'): void };
  /** Domain of reply and bounce addresses. */
  readonly inboundDomain: string;
  /** The From address of our mails, when it is of that domain; else null. */
  readonly centralAddress: string | null;
}

/** What both mail doors share: knowing our own addresses, and keeping mail before taking it. */
export function createMailIntake(deps: IntakeDeps): MailIntake {
  const quota = createMailQuota(deps.clock);
  return {
    async findRecipient(address) {
      const found = await findRecipient(deps.database.pool, address, deps);
      return typeof found === 'string' || quota.hasRoom(found) ? found : 'full';
    },
    async receive(mail) {
      const rows = mail.recipients.map((recipient) => ({ ...recipient, id: deps.random.uuid() }));
      const receivedAt = deps.clock.now();
      await inTransaction(deps.database, 'store-mail', (tx) =>
        storeMails(tx, { ...mail, receivedAt, recipients: rows }),
      );
      for (const recipient of mail.recipients) quota.count(recipient);
      deps.doorbell.ring('read-mails');
      return rows.map((row) => row.id);
    },
  };
}

async function findRecipient(
  q: Queryable,
  address: string,
  { inboundDomain, centralAddress }: Pick<IntakeDeps, 'inboundDomain' | 'centralAddress'>,
): Promise<Recipient | 'foreign' | 'unknown'> {
  const nobody = { applicationId: null, roomId: null, attendeeId: null, outboxId: null };
  // RFC 5321 §4.1.1.3: `postmaster` without a domain is the local postmaster.
  if (address.toLowerCase() === 'postmaster') return { ...nobody, address };
  const opened = openAddress(withAsciiDomain(address), inboundDomain, centralAddress);
  if (opened.kind === 'postmaster' || opened.kind === 'central') return { ...nobody, address };
  if (!('token' in opened)) return opened.kind;
  const find = opened.kind === 'reply' ? findReplyRecipient : findBounceRecipient;
  const found = await find(q, hashToken(opened.token));
  return found ? { ...found, address: withoutToken(address) } : 'unknown';
}

/** The SMTP server hands domains over in Unicode; ours is compared in ASCII. */
function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at + 1)}${domainToASCII(domain) || domain}`;
}
