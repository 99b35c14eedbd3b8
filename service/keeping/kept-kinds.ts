import { forgottenBefore } from '../api/idempotency.ts';
import { forgetAnswers } from '../api/idempotency-store.ts';
import { forgetFailedJobs } from '../db/failed-jobs.ts';
import type { ForgetRound, Forgotten } from '../db/forget-round.ts';
import type { Tx } from '../db/transaction.ts';
import { forgetKeptMails } from '../dev/mailbox-store.ts';
import { forgetBytes, forgetMails } from '../inbox/forget-mails-store.ts';
import { forgetStatuses } from '../inbox/status/status-store.ts';
import { limits } from '../limits.ts';
import { forgetMessages } from '../outbox/forget-messages-store.ts';
import { forgetLinks, forgetRooms } from '../rooms/apply.ts';
import { forgetAttempts, forgetEvents } from '../webhooks/forget-events-store.ts';
import type { KeepTimes } from './keep-times.ts';
import type { KeptKind } from './oldest-views.ts';

/** One kind of thing that is kept for some time and then goes. */
export interface Kept {
  readonly kind: KeptKind;
  /** What is older than this at `now` may go. */
  before(now: Date): Date;
  forget(tx: Tx, round: ForgetRound, now: Date): Promise<Forgotten>;
}

const dayMs = 24 * 60 * 60_000;

/**
 * Everything that goes, in an order in which what refers to something goes before it: links before
 * the mails they confirm, mails and reports before the messages they speak of, all before rooms.
 */
export function listKept(keep: KeepTimes): readonly Kept[] {
  const days = (count: number) => (now: Date) => new Date(now.getTime() - count * dayMs);
  return [
    { kind: 'answers', before: forgottenBefore, forget: bySize(forgetAnswers) },
    { kind: 'reports', before: days(limits.statusDays), forget: bySize(forgetStatuses) },
    {
      kind: 'webhook-attempts',
      before: days(limits.webhookAttemptDays),
      forget: bySize(forgetAttempts),
    },
    { kind: 'events', before: days(keep.eventDays), forget: forgetEvents },
    { kind: 'links', before: days(keep.mailDays), forget: forgetLinks },
    { kind: 'mail-bytes', before: days(keep.rawMailDays), forget: forgetBytes },
    { kind: 'mails', before: days(keep.mailDays), forget: forgetMails },
    { kind: 'messages', before: days(keep.mailDays), forget: forgetMessages },
    { kind: 'rooms', before: days(keep.roomDays), forget: forgetRooms },
    {
      kind: 'development-mails',
      before: days(limits.developmentMailDays),
      forget: bySize(forgetKeptMails),
    },
    { kind: 'failed-jobs', before: days(limits.failedJobDays), forget: bySize(forgetFailedJobs) },
  ];
}

/** For what goes whenever it is old: there is more as long as a round is full. */
function bySize(
  forget: (tx: Tx, before: Date, most: number) => Promise<number>,
): (tx: Tx, round: ForgetRound) => Promise<Forgotten> {
  return async (tx, { before, most }) => {
    const removed = await forget(tx, before, most);
    // Any place but null says that there is more.
    return { removed, next: removed < most ? null : { at: '', id: '' } };
  };
}
