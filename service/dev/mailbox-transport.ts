import type { Database } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Clock, MailTransport } from '../ports.ts';
import { keepMail } from './mailbox-store.ts';

/** What stands in the place of a relay's host and port. */
const relay = 'development-mailbox';

/** Keeps every mail in the database instead of sending it, to be read at `/dev/mailbox`. */
export function createMailboxTransport(database: Database, clock: Clock): MailTransport {
  return {
    concurrency: limits.sendConcurrency,
    restsUntil: () => null,
    async send(mail, { mayFinish }) {
      const isAllowed = await mayFinish(relay).catch(() => false);
      if (!isAllowed) return { outcome: 'withdrawn', response: 'taken back in time', relay };
      try {
        await keepMail(database.pool, clock.now(), mail);
        return { outcome: 'accepted', response: 'kept in the development mailbox', relay };
      } catch (error) {
        const response = `the development mailbox is away: ${(error as Error).message}`;
        return { outcome: 'temporary', response, relay };
      }
    },
    async close() {},
  };
}
