import { type Database, inTransaction } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Clock } from '../ports.ts';
import { findAllUnplaced, findUnplaced, hasUnplaced, placeEvents } from './place-events-store.ts';

interface PlaceDeps {
  readonly database: Database;
  readonly clock: Clock;
}

/** Places the events of all who have them posted, until none is left or `stop`. */
export async function placeForPosting(deps: PlaceDeps, stop?: AbortSignal): Promise<void> {
  for (const applicationId of await findUnplaced(deps.database.pool)) {
    await placeUpTo(deps, applicationId, Number.POSITIVE_INFINITY, stop);
  }
}

/** Places all events there are, so that no first reader of a log finds a long one to place. */
export async function placeAll(deps: PlaceDeps, stop?: AbortSignal): Promise<void> {
  for (const applicationId of await findAllUnplaced(deps.database.pool)) {
    await placeUpTo(deps, applicationId, Number.POSITIVE_INFINITY, stop);
  }
}

/** Places events for a reader; true when there are so many that some are left. */
export async function placeForReading(deps: PlaceDeps, applicationId: string): Promise<boolean> {
  if (!(await hasUnplaced(deps.database.pool, applicationId))) return false;
  return placeUpTo(deps, applicationId, limits.eventsPlacedPerRead);
}

async function placeUpTo(
  { database, clock }: PlaceDeps,
  applicationId: string,
  most: number,
  stop?: AbortSignal,
): Promise<boolean> {
  for (let placed = 0; placed < most && !stop?.aborted; ) {
    const count = await inTransaction(database, 'place-events', (tx) =>
      placeEvents(tx, applicationId, clock.now()),
    );
    if (count < limits.eventsPlacedAtOnce) return false;
    placed += count;
  }
  return true;
}
