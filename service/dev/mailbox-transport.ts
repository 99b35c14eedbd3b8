import type { Database } from '../db/transaction.ts';
import type { Clock, MailTransport } from '../ports.ts';
import { keepMail } from './mailbox-store.ts';

/** Keeps every mail in the database instead of sending it, to be read at `/dev/mailbox`. */
export function createMailboxTransport(database: Database, clock: Clock): MailTransport {
  return {
    async send(mail) {
      try {
        await keepMail(database.pool, clock.now(), mail);
        return { outcome: 'accepted', response: 'kept in the development mailbox' };
      } catch (error) {
        const response = `the development mailbox is away: ${(error as Error).message}`;
        return { outcome: 'temporary', response };
      }
    },
    async close() {},
  };
}
