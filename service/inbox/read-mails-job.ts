import { isDatabaseAway } from '../db/database-away.ts';
import { limits } from '../limits.ts';
import {
  claimUnread,
  giveBack,
  readRaw,
  recordUnreadable,
  type UnreadMail,
} from './inbox-store.ts';
import { ParseFailure, ParserAway } from './mail-parser.ts';
import { ClaimLost, type ReadMailDeps, settleMail } from './settle-mail.ts';

export interface ReadMailsJob {
  /**
   * Reads everything unread, oldest first, and returns when nothing more is; safe in any number
   * of processes at once. `stop` ends it after the mail in hand. Rejects when the database does
   * not answer: what was claimed is read when its lease ends.
   */
  run(stop?: AbortSignal): Promise<void>;
}

interface Claim {
  readonly claimedBy: string;
  readonly until: Date;
}

/** A mail that went wrong waits this long for each time it did, so that it holds up no other. */
const strikeWaitMs = 5_000;

export function createReadMailsJob(deps: ReadMailDeps): ReadMailsJob {
  return {
    async run(stop) {
      while (!stop?.aborted) {
        const now = deps.clock.now();
        const until = new Date(now.getTime() + limits.readLeaseMs);
        const claim = { claimedBy: deps.random.uuid(), until };
        const mails = await claimUnread(deps.database.pool, {
          ...claim,
          now,
          limit: limits.readBatch,
        });
        let isDone = mails.length === 0;
        for (const mail of mails) {
          isDone = (await readOrLeave(deps, claim, mail, stop)) === 'given-back' || isDone;
        }
        // What was given back at once would be claimed at once: the next run is soon enough.
        if (isDone) return;
      }
    },
  };
}

async function readOrLeave(
  deps: ReadMailDeps,
  claim: Claim,
  mail: UnreadMail,
  stop: AbortSignal | undefined,
): Promise<'done' | 'given-back'> {
  if (stop?.aborted) {
    await unclaim(deps, claim, mail, null, 0);
    return 'given-back';
  }
  // A slow batch: the lease is over, so the mail may be somebody else's by now.
  if (deps.clock.now() >= claim.until) return 'done';
  try {
    const raw = await readRaw(deps.database.pool, mail.id);
    const envelope = { from: mail.envelopeFrom, to: mail.envelopeTo };
    const reading = await deps.parser.read(raw, envelope);
    await settleMail(deps, claim.claimedBy, mail, reading);
    return 'done';
  } catch (error) {
    if (error instanceof ClaimLost) return 'done';
    return await takeBack(deps, claim, mail, error);
  }
}

/** SQLSTATEs of two transactions in each other's way: serialization failure, deadlock. */
const isConflict = (error: unknown) =>
  error instanceof Error && 'code' in error && /^40(001|P01)$/.test(String(error.code));

/** One mail's trouble never reaches another: it is tried again, and put aside after strikes. */
async function takeBack(
  deps: ReadMailDeps,
  claim: Claim,
  mail: UnreadMail,
  error: unknown,
): Promise<'done' | 'given-back'> {
  const isPassing = isDatabaseAway(error) || isConflict(error) || error instanceof ParserAway;
  const ids = { inboundMailId: mail.id, applicationId: mail.applicationId };
  deps.log.warn({ ...ids, err: error, strikes: mail.strikes, isPassing }, 'mail could not be read');
  if (isPassing) {
    await unclaim(deps, claim, mail, null, 0);
    return 'given-back';
  }
  const strikes = mail.strikes + 1;
  const now = deps.clock.now();
  if (strikes < limits.parseStrikes) {
    await unclaim(deps, claim, mail, new Date(now.getTime() + strikes * strikeWaitMs), 1);
    return 'done';
  }
  const failure = error instanceof ParseFailure ? `parser-${error.reason}` : 'internal-error';
  const claimed = { id: mail.id, claimedBy: claim.claimedBy, readAt: now };
  await recordUnreadable(deps.database.pool, claimed, failure).then(
    () => deps.metrics.inboundMail('unreadable', 'unreadable'),
    (fault) => deps.log.warn({ ...ids, err: fault }, 'mail could not be put aside'),
  );
  return 'done';
}

async function unclaim(
  deps: ReadMailDeps,
  { claimedBy }: Claim,
  mail: UnreadMail,
  notBefore: Date | null,
  strikes: 0 | 1,
): Promise<void> {
  try {
    await giveBack(deps.database.pool, { id: mail.id, claimedBy, notBefore, strikes });
  } catch (error) {
    // Its lease ends by itself.
    deps.log.debug({ inboundMailId: mail.id, err: error }, 'mail could not be given back');
  }
}
