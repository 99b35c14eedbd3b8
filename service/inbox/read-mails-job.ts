import { type ClaimDoubt, createDoubt } from '../db/claim-doubt.ts';
import { isConflict, isDatabaseAway } from '../db/database-away.ts';
import { limits } from '../limits.ts';
import type { MailReading } from '../mail/mail-reading.ts';
import {
  claimUnread,
  giveBack,
  readRaw,
  releaseForgotten,
  type UnreadMail,
} from './inbox-store.ts';
import { ParseFailure, ParserAway, type ReadContext } from './mail-parser.ts';
import { mailboxOf } from './mailbox.ts';
import { recordUnreadable } from './outcome-store.ts';
import { createLanes } from './parser/lanes.ts';
import { findWriter } from './recipient-views.ts';
import { ClaimLost, type ReadMailDeps, settleMail } from './settle-mail.ts';

export interface ReadMailsJob {
  /**
   * Reads everything unread, oldest first, and returns when nothing more is; safe in any number
   * of processes at once. `stop` ends it after the mail in hand. Rejects when the database does
   * not answer: what was claimed is given up as soon as it does, by this process or, when that is
   * dead, by another one.
   */
  run(stop?: AbortSignal): Promise<void>;
}

/** A claim of one run: two runs of one process are as foreign to each other as two processes. */
interface Claim {
  readonly claimedBy: string;
  readonly until: Date;
}

/** A mail that went wrong waits this long for each time it did, so that it holds up no other. */
const strikeWaitMs = 5_000;

export interface ReadMailsDeps extends ReadMailDeps {
  /** Names this process on the rows it claims. */
  readonly claimedBy: string;
}

interface JobDeps extends ReadMailDeps {
  read(mail: UnreadMail): Promise<MailReading>;
  /** The end of a claim, or the claim itself, had no answer. */
  doubt(): void;
}

export function createReadMailsJob(given: ReadMailsDeps): ReadMailsJob {
  const { claimedBy, database } = given;
  /** The claims of the runs at work; any other of this process is forgotten. */
  const known = new Set<string>();
  const doubt: ClaimDoubt = createDoubt(() =>
    releaseForgotten(database.pool, claimedBy, [...known]),
  );
  const deps: JobDeps = {
    ...given,
    read: createReading(given),
    doubt: () => doubt.begin((work) => work()),
  };
  return {
    async run(stop) {
      let isOver = false;
      while (!stop?.aborted && !isOver) {
        await doubt.giveUp();
        const name = `${claimedBy}/${deps.random.uuid()}`;
        known.add(name);
        isOver = await readBatch(deps, name, stop).finally(() => known.delete(name));
      }
    },
  };
}

/** Reads one batch; true when nothing more is to be read by this run. */
async function readBatch(
  deps: JobDeps,
  claimedBy: string,
  stop: AbortSignal | undefined,
): Promise<boolean> {
  const now = deps.clock.now();
  const claim = { claimedBy, until: new Date(now.getTime() + limits.readLeaseMs) };
  const wanted = { ...claim, now, limit: limits.readBatch };
  const mails = await claimUnread(deps.database.pool, wanted).catch((error: unknown) => {
    deps.doubt();
    throw error;
  });
  const groups = groupByPerson(mails);
  const ends = await Promise.all(groups.map((group) => readInOrder(deps, claim, group, stop)));
  // What was given back at once would be claimed at once: the next run is soon enough.
  return mails.length === 0 || ends.flat().includes('given-back');
}

/** As many mails are held in memory as are read at once; the others wait in the database. */
function createReading(deps: ReadMailDeps): JobDeps['read'] {
  const turns = createLanes(limits.parseProcesses, () => ({ close: async () => {} }));
  return (mail) =>
    turns.use(async () => {
      const context = await contextOf(deps, mail);
      return deps.parser.read(await readRaw(deps.database.pool, mail.id), context);
    });
}

/** Different people's mails are read side by side; what one person sent, in the order it came. */
function groupByPerson(mails: readonly UnreadMail[]): UnreadMail[][] {
  const groups = new Map<string, UnreadMail[]>();
  for (const mail of mails) {
    const key = mail.attendeeId ?? mail.id;
    groups.set(key, [...(groups.get(key) ?? []), mail]);
  }
  return [...groups.values()];
}

async function readInOrder(
  deps: JobDeps,
  claim: Claim,
  mails: readonly UnreadMail[],
  stop: AbortSignal | undefined,
): Promise<('done' | 'given-back')[]> {
  const ends: ('done' | 'given-back')[] = [];
  for (const mail of mails) ends.push(await readOrLeave(deps, claim, mail, stop));
  return ends;
}

async function readOrLeave(
  deps: JobDeps,
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
    const reading = await deps.read(mail);
    const came = await settleMail(deps, claim.claimedBy, mail, reading);
    // It holds up no other meanwhile: freshness keeps it from undoing what came after it.
    if (came === 'later') await unclaim(deps, claim, mail, laterOf(deps), 0);
    return 'done';
  } catch (error) {
    if (error instanceof ClaimLost) return 'done';
    return await takeBack(deps, claim, mail, error);
  }
}

const laterOf = ({ clock }: ReadMailDeps) =>
  new Date(clock.now().getTime() + limits.authenticationRetryMs);

/**
 * What the reading needs besides the bytes. By HTTP a remote address is stored only when a provider
 * told it: the server that handed the mail to the provider.
 */
async function contextOf({ database }: ReadMailDeps, mail: UnreadMail): Promise<ReadContext> {
  const { applicationId, attendeeId, receivedAt, remoteAddress, helo } = mail;
  const whose = applicationId && attendeeId ? { applicationId, attendeeId } : null;
  const writer = whose && (await findWriter(database.pool, whose));
  return {
    envelope: { from: mail.envelopeFrom, to: mail.envelopeTo },
    peer: remoteAddress === null ? null : { address: remoteAddress, helo },
    receivedAt,
    writer: writer && { ...writer, receivedAt },
    isSenderAsked: mailboxOf(mail.envelopeTo) !== 'postmaster',
  };
}

/** One mail's trouble never reaches another: it is tried again, and put aside after strikes. */
async function takeBack(
  deps: JobDeps,
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
  deps: JobDeps,
  { claimedBy }: Claim,
  mail: UnreadMail,
  notBefore: Date | null,
  strikes: 0 | 1,
): Promise<void> {
  try {
    await giveBack(deps.database.pool, { id: mail.id, claimedBy, notBefore, strikes });
  } catch (error) {
    deps.doubt();
    deps.log.debug({ inboundMailId: mail.id, err: error }, 'mail could not be given back');
  }
}
