import {
  findKnownIdentity,
  noteFirstIdentity,
  readIdentity,
  replaceIdentity,
} from '../db/database-identity.ts';
import type { Queryable } from '../db/transaction.ts';
import type { Log } from '../ops/log.ts';
import type { Clock } from '../ports.ts';
import { findUnfinished } from './restoration-store.ts';

/** This database is a restored copy that nobody has made fit yet. */
class RestoredUnseen extends Error {
  override readonly name = 'RestoredUnseen';
}

/**
 * Looks, at each start, whether this is the database that was written to last. A copy that was
 * loaded into another server or database is not, and knows less than people's calendars do. Throws
 * `RestoredUnseen` then, and when what a restore needs was begun and not ended. Disks or files that
 * were put back to an earlier state cannot be told from the original; a promoted standby and a
 * recovery to a point in time only by their timeline, which both raise: that is logged once.
 */
export async function recogniseRestore(
  q: Queryable,
  { clock, log }: { readonly clock: Clock; readonly log: Pick<Log, 'warn'> },
): Promise<void> {
  const unfinished = await findUnfinished(q);
  if (unfinished !== null) {
    const at = unfinished.backupAt.toISOString();
    throw new RestoredUnseen(
      `what a restore needs did not come to its end: run \`npm run restored -- --at ${at}\` again`,
    );
  }
  const found = await readIdentity(q);
  if (found === null) return;
  await noteFirstIdentity(q, found, clock.now());
  const known = await findKnownIdentity(q);
  if (known === null) return;
  const isSame =
    known.systemIdentifier === found.systemIdentifier && known.databaseOid === found.databaseOid;
  if (!isSame) {
    throw new RestoredUnseen(
      'this database was copied from another one. If it was restored from a backup, run ' +
        '`npm run restored -- --at <time of the backup>`; if it was moved and nothing was lost, ' +
        'run `npm run restored -- --nothing-lost` (deploy/keeping.md)',
    );
  }
  if (known.timeline !== found.timeline) {
    log.warn(
      { before: known.timeline, now: found.timeline },
      'the database is on a new timeline: a standby was promoted, or it was recovered to a point ' +
        'in time; if commits were lost by it, stop and see deploy/keeping.md',
    );
    await replaceIdentity(q, found, clock.now());
  }
}
