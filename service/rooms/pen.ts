import type { MailFacts } from '../mail/mail-facts.ts';
import type { Answer } from '../scheduling/room.ts';
import type { LinkClaims } from './make-link.ts';

/** Writes what needs the secrets for those who must not hold them. */
export interface Pen {
  /** The link behind stored claims: the same one each time. */
  writeLink(claims: LinkClaims, publicUrl: string): string;
  /** The calendar object of these facts as a file; null for a plain mail. */
  writeInvite(facts: MailFacts, answer: Answer): string | null;
  /** The mail of an outbox row, as it is sent but for a DKIM signature. */
  writeMail(facts: MailFacts): Promise<Buffer>;
}
