/**
 * What an address of ours is for. `central`: the address in From, which people and some clients
 * answer to although it names nobody.
 */
export type Mailbox = 'reply' | 'bounce' | 'postmaster' | 'central';

/**
 * What is stored of an address of ours: whose it was is known by its row, and its token would let
 * whoever reads the database write in this person's name.
 */
export function withoutToken(address: string): string {
  return address.toLowerCase().replace(/^([rb])-.*@/, '$1-*@');
}

/**
 * Reads the mailbox from an address as it is stored. A row may come to know its person by what the
 * mail says; only the address tells whether the sender held a token.
 */
export function mailboxOf(storedAddress: string): Mailbox {
  const address = storedAddress.toLowerCase();
  if (address.startsWith('r-*@')) return 'reply';
  if (address.startsWith('b-*@')) return 'bounce';
  return /^postmaster(@|$)/.test(address) ? 'postmaster' : 'central';
}
