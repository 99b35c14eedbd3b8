import type { Queryable } from '../../db/transaction.ts';
import type { RelayHealthNote } from '../../ports.ts';

/** Notes on a worker's own row how its relays are; a worker without a row has nothing noted. */
export async function noteRelays(
  q: Queryable,
  workerId: string,
  relays: readonly RelayHealthNote[],
): Promise<boolean> {
  const { rowCount } = await q.query('update workers set relays = $2 where id = $1', [
    workerId,
    JSON.stringify(relays),
  ]);
  return rowCount === 1;
}
