import { setTimeout as pause } from 'node:timers/promises';
import { countNeighbours, readIdentity, replaceIdentity } from '../db/database-identity.ts';
import { type Database, inTransaction } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import { type DoubtfulMessage, doubtOwed, listDoubtful } from '../outbox/doubt-store.ts';
import type { Clock } from '../ports.ts';
import { raiseSequences, type Waist } from '../rooms/apply.ts';
import type { Raised } from '../rooms/restore-store.ts';
import type { RoomRef } from '../rooms/room-store.ts';
import { leaveGaps } from '../webhooks/log-gap-store.ts';
import {
  type DoubtfulEndpoint,
  type DoubtfulRoom,
  listComing,
  listEndpointsInDoubt,
  listPresentMessages,
  listWaitingDecisions,
  viewNewest,
  type WaitingDecision,
} from './doubt-views.ts';
import { beginRestoration, finishRestoration } from './restoration-store.ts';

export interface RestoreDeps {
  readonly database: Database;
  readonly clock: Clock;
}

/** What is in doubt after a restore; ids only. Lists are cut at `limits.restoreListed`. */
export interface RestoreReport {
  readonly backupAt: Date;
  readonly newestKnownAt: Date | null;
  readonly sequenceGap: number;
  /** Rooms whose SEQUENCE was raised by this run. */
  readonly roomsRaised: number;
  readonly rooms: readonly DoubtfulRoom[];
  readonly messages: readonly DoubtfulMessage[];
  readonly decisions: readonly WaitingDecision[];
  readonly endpoints: readonly DoubtfulEndpoint[];
  readonly unreadMails: number;
}

/** Somebody is connected who could send, or answer requests, meanwhile. */
export class NotAlone extends Error {
  override readonly name = 'NotAlone';
}

/**
 * Makes a restored database fit to go on from: nothing it sends from now on is below what people
 * have in their calendars, and what may have gone out after the backup is not sent again by itself.
 * Works in small transactions while no other process of Parley runs, so that it can be broken off
 * and run again with the same time of backup; once it came to its end that only tells of it again.
 */
export async function restore(
  { database, clock }: RestoreDeps,
  backupAt: Date,
  wantedGap: number,
): Promise<RestoreReport> {
  const now = clock.now();
  const begun = await beginRestoration(database.pool, backupAt, wantedGap, now);
  const { sequenceGap, beganAt } = begun;
  const isDone = begun.finishedAt !== null;
  const { newestAt } = await viewNewest(database.pool);
  let roomsRaised = 0;
  if (!isDone) {
    while ((await inRound(database, (tx) => doubtOwed(tx, now, limits.restoreRows))) > 0);
    roomsRaised = await raiseAll(database, { backupAt, gap: sequenceGap, now });
  }
  return inRound(database, async (tx) => {
    if (!isDone) await leaveGaps(tx, now);
    const most = limits.restoreListed;
    const { unreadMails } = await viewNewest(tx);
    const report: RestoreReport = {
      backupAt,
      newestKnownAt: newestAt,
      sequenceGap,
      roomsRaised,
      rooms: await listComing(tx, backupAt, sequenceGap, most),
      messages: await listDoubtful(tx, beganAt, most),
      decisions: await listWaitingDecisions(tx, most),
      endpoints: await listEndpointsInDoubt(tx, most),
      unreadMails,
    };
    if (isDone) return report;
    await finishRestoration(tx, backupAt, report, now);
    const identity = await readIdentity(tx);
    if (identity !== null) await replaceIdentity(tx, identity, now);
    return report;
  });
}

/** Says that the database was moved, or its server upgraded, and nothing was lost on the way. */
export async function noteMove({ database, clock }: RestoreDeps): Promise<void> {
  const identity = await readIdentity(database.pool);
  if (identity !== null) await replaceIdentity(database.pool, identity, clock.now());
}

export interface SentAgain {
  readonly owed: number;
  /** What holds no more, and people who were erased. */
  readonly refused: number;
}

/** Owes everybody in these sessions (null: in all that are to come) how they stand now. */
export async function sendAgain(
  { database, clock, waist }: RestoreDeps & { readonly waist: Pick<Waist, 'resend'> },
  roomIds: readonly string[] | null,
): Promise<SentAgain> {
  const present = await listPresentMessages(database.pool, clock.now(), roomIds);
  const nobody = { actor: null, requestId: null, inboundMailId: null, linkId: null };
  let owed = 0;
  for (const { applicationId, messageId } of present) {
    const cause = { channel: 'job' as const, ...nobody, outboxId: null };
    const resent = await inRound(database, (tx) =>
      waist.resend(tx, applicationId, messageId, cause),
    );
    if ('messageId' in resent) owed += 1;
  }
  return { owed, refused: present.length - owed };
}

/** The server notices a moment later that a process which ended has gone. */
const goneWithinMs = 2_000;
const lookEveryMs = 200;

/** Rejects with `NotAlone` while other processes of Parley are connected. */
export async function standAlone({ pool }: Database): Promise<void> {
  let neighbours = await countNeighbours(pool);
  for (let waitedMs = 0; neighbours > 0 && waitedMs < goneWithinMs; waitedMs += lookEveryMs) {
    await pause(lookEveryMs);
    neighbours = await countNeighbours(pool);
  }
  if (neighbours === 0) return;
  throw new NotAlone(
    `${neighbours} connections of other Parley processes are open: stop all of them first`,
  );
}

async function raiseAll(
  database: Database,
  wanted: { readonly backupAt: Date; readonly gap: number; readonly now: Date },
): Promise<number> {
  let raised = 0;
  let after: RoomRef | null = null;
  do {
    const round = { ...wanted, after, most: limits.restoreRows };
    const one: Raised = await inRound(database, (tx) => raiseSequences(tx, round));
    raised += one.count;
    after = one.next;
  } while (after !== null);
  return raised;
}

const inRound = <T>(database: Database, work: Parameters<typeof inTransaction<T>>[2]) =>
  inTransaction(database, 'restore', work);
