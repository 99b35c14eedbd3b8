import type { Queryable } from '../../db/transaction.ts';
import type { MailTransport } from '../../ports.ts';
import { noteRelays } from './relay-note-store.ts';

/** A row made anew (its worker was taken for dead) is told again within this many looks. */
const againEvery = 30;

/**
 * Tells other processes how this one's relays are: writes when something changed, and once in a
 * while. Rejects when the database does not answer; the next look tells it then.
 */
export function createRelayNotes(
  q: Queryable,
  workerId: string,
  mail: Pick<MailTransport, 'relays'>,
): () => Promise<void> {
  let told = '';
  let looks = 0;
  return async () => {
    const relays = mail.relays?.();
    if (relays === undefined) return;
    const state = JSON.stringify(relays);
    looks += 1;
    if (state === told && looks % againEvery !== 0) return;
    if (await noteRelays(q, workerId, relays)) told = state;
  };
}
