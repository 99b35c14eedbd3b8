import type { MailIntake } from '../receive-mail.ts';
import type { Recipient } from '../recipient-views.ts';
import { SmtpRefusal } from './smtp-refusal.ts';

/** Control and invisible characters: nobody's address has them, but spoofed ones do. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** Joiners belong to the spelling of some scripts, so domains may have them (RFC 5892 A.1, A.2). */
const joiners = /[\u200c\u200d]/g;

/** Refuses with 501 an envelope address with characters that cannot be seen. */
export function refuseInvisible(address: string): void {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).replace(joiners, '');
  if (!invisible.test(address.slice(0, at + 1)) && !invisible.test(domain)) return;
  throw new SmtpRefusal(501, '5.1.3 the address has characters that cannot be seen');
}

/**
 * The mailbox a recipient address names. Refuses what is not ours (RFC 5321 §3.6.2: no relay), and
 * hangs up when `mayGuessOn` says that there were too many of these.
 */
export async function findOwnMailbox(
  intake: MailIntake,
  address: string,
  mayGuessOn: () => boolean,
): Promise<Recipient> {
  refuseInvisible(address);
  const found = await intake.findRecipient(address);
  if (typeof found === 'object') return found;
  if (found === 'full') throw new SmtpRefusal(452, '4.2.2 too much mail, please try again later');
  if (!mayGuessOn()) throw new SmtpRefusal(421, '4.7.0 too many unknown recipients');
  if (found === 'foreign') throw new SmtpRefusal(550, '5.7.1 no relaying');
  throw new SmtpRefusal(550, '5.1.1 no such mailbox');
}

const reasons: Readonly<Record<string, string>> = {
  '4.2.2': 'full',
  '4.7.0': 'unknown',
  '5.1.1': 'unknown',
  '5.7.1': 'foreign',
};

/** Why a recipient was refused, in a word for the metrics. */
export function reasonOf({ message }: SmtpRefusal): string {
  return reasons[message.slice(0, 5)] ?? 'other';
}
