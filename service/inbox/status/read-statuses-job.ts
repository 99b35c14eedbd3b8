import { isConflict, isDatabaseAway } from '../../db/database-away.ts';
import { limits } from '../../limits.ts';
import { ClaimLost } from '../settle-mail.ts';
import { type ReadStatusesDeps, settleStatus } from './settle-status.ts';
import {
  claimUnreadStatuses,
  giveBackStatus,
  recordStatusOutcome,
  type UnreadStatus,
} from './status-store.ts';

export interface ReadStatusesJob {
  /**
   * Reads every report that is due, and returns when none is left; safe in any number of processes
   * at once. `stop` ends it after the reports in hand. Rejects when the database does not answer:
   * what was claimed is read when its lease ends.
   */
  run(stop?: AbortSignal): Promise<void>;
}

interface Claim {
  readonly claimedBy: string;
  readonly until: Date;
}

/** A report that went wrong waits this long for each time it did, so that it holds up no other. */
const strikeWaitMs = 5_000;

export interface ReadStatusesJobDeps extends ReadStatusesDeps {
  /** Names this process on the rows it claims. */
  readonly claimedBy: string;
}

export function createReadStatusesJob(deps: ReadStatusesJobDeps): ReadStatusesJob {
  return {
    async run(stop) {
      while (!stop?.aborted) {
        const now = deps.clock.now();
        const claim = {
          claimedBy: `${deps.claimedBy}/${deps.random.uuid()}`,
          until: new Date(now.getTime() + limits.readLeaseMs),
        };
        const wanted = { ...claim, now, limit: limits.statusBatch };
        const statuses = await claimUnreadStatuses(deps.database.pool, wanted);
        const ends = await readSideBySide(deps, claim, statuses, stop);
        // What was given back at once would be claimed at once: the next run is soon enough.
        if (statuses.length === 0 || ends.includes('given-back')) return;
      }
    },
  };
}

/** A few at once: whatever their order, they come to the same. */
async function readSideBySide(
  deps: ReadStatusesDeps,
  claim: Claim,
  statuses: readonly UnreadStatus[],
  stop: AbortSignal | undefined,
): Promise<('done' | 'given-back')[]> {
  const waiting = [...statuses];
  const ends: ('done' | 'given-back')[] = [];
  const lane = async () => {
    for (let status = waiting.shift(); status !== undefined; status = waiting.shift()) {
      ends.push(await readOrLeave(deps, claim, status, stop));
    }
  };
  await Promise.all(Array.from({ length: limits.statusLanes }, lane));
  return ends;
}

async function readOrLeave(
  deps: ReadStatusesDeps,
  claim: Claim,
  status: UnreadStatus,
  stop: AbortSignal | undefined,
): Promise<'done' | 'given-back'> {
  if (stop?.aborted) {
    await unclaim(deps, claim, status, null, 0);
    return 'given-back';
  }
  const now = deps.clock.now();
  // A slow batch: the lease is over, so the report may be somebody else's by now.
  if (now >= claim.until) return 'done';
  try {
    const came = await settleStatus(deps, claim.claimedBy, status);
    const later = new Date(now.getTime() + limits.statusRetryMs);
    if (came === 'later') await unclaim(deps, claim, status, later, 0);
    return 'done';
  } catch (error) {
    if (error instanceof ClaimLost) return 'done';
    return await takeBack(deps, claim, status, error);
  }
}

/** One report's trouble never reaches another: it is tried again, and put aside after strikes. */
async function takeBack(
  deps: ReadStatusesDeps,
  claim: Claim,
  status: UnreadStatus,
  error: unknown,
): Promise<'done' | 'given-back'> {
  const isPassing = isDatabaseAway(error) || isConflict(error);
  const line = { statusId: status.id, err: error, strikes: status.strikes, isPassing };
  deps.log.warn(line, 'a status could not be read');
  if (isPassing) {
    await unclaim(deps, claim, status, null, 0);
    return 'given-back';
  }
  const strikes = status.strikes + 1;
  const now = deps.clock.now();
  if (strikes < limits.parseStrikes) {
    await unclaim(deps, claim, status, new Date(now.getTime() + strikes * strikeWaitMs), 1);
    return 'done';
  }
  const aside = { outcome: 'put-aside', reason: 'internal-error', message: null } as const;
  const claimed = { id: status.id, claimedBy: claim.claimedBy, readAt: now };
  await recordStatusOutcome(deps.database.pool, claimed, aside).then(
    () => deps.metrics.emailStatus(status.provider, status.status, aside.outcome),
    (fault) => deps.log.warn({ ...line, err: fault }, 'a status could not be put aside'),
  );
  return 'done';
}

async function unclaim(
  deps: ReadStatusesDeps,
  { claimedBy }: Claim,
  status: UnreadStatus,
  notBefore: Date | null,
  strikes: 0 | 1,
): Promise<void> {
  try {
    const back = { id: status.id, claimedBy, notBefore, strikes };
    await giveBackStatus(deps.database.pool, back);
  } catch (error) {
    // Its lease ends by itself.
    deps.log.debug({ statusId: status.id, err: error }, 'a status could not be given back');
  }
}
