import { type Database, inTransaction, type Queryable, type Tx } from '../../db/transaction.ts';
import { limits } from '../../limits.ts';
import type { Log } from '../../ops/log.ts';
import type { Metrics } from '../../ops/metrics.ts';
import type { Clock, Random } from '../../ports.ts';
import type { Applied, Waist } from '../../rooms/apply.ts';
import type { Cause } from '../../rooms/cause.ts';
import { recordReported } from '../../rooms/record-reported.ts';
import { sameMailbox } from '../../scheduling/address.ts';
import { markComplained, moveMessage } from '../message-state-store.ts';
import { ClaimLost } from '../settle-mail.ts';
import { findReportedMessage, type ReportedMessage } from './reported-message-views.ts';
import { bounceClassOf, effectOf, reasonOf, type StatusEffect } from './status-effect.ts';
import { recordStatusOutcome, type StatusOutcome, type UnreadStatus } from './status-store.ts';

export interface ReadStatusesDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'bounce' | 'emailStatus'>;
  readonly doorbell: { ring(task: 'send-messages'): void };
  readonly waist: Waist;
  /** NOTIFICATIONS_REDIRECT_TO: where mails go instead of to their persons. */
  readonly redirectTo?: string | null;
}

interface Verdict {
  readonly outcome: StatusOutcome;
  readonly reason: string | null;
  readonly applied: Applied | null;
}

/**
 * Lets a report have its effect and records its outcome, both in one commit; then tells of it.
 * `later`: its message is on its way still, or may yet be known by this name.
 */
export async function settleStatus(
  deps: ReadStatusesDeps,
  claimedBy: string,
  status: UnreadStatus,
): Promise<'settled' | 'later'> {
  const message = await findReportedMessage(deps.database.pool, status);
  const effect = judge(deps, status, message);
  if (effect === 'later') return effect;
  const record = async (q: Queryable | Tx, verdict: Verdict) => {
    const claim = { id: status.id, claimedBy, readAt: deps.clock.now() };
    const isRecorded = await recordStatusOutcome(q, claim, { ...verdict, message });
    if (!isRecorded) throw new ClaimLost(`status ${status.id} was read by somebody else`);
    return verdict;
  };
  const verdict =
    typeof effect === 'object'
      ? await inTransaction(deps.database, 'read-status', async (tx) =>
          record(tx, await carryOut(tx, deps, effect.message, status, effect.effect)),
        )
      : // Most reports change nothing: one statement is enough.
        await record(deps.database.pool, { outcome: effect, reason: null, applied: null });
  tellOf(deps, status, message, verdict);
  return 'settled';
}

interface Effect {
  readonly message: ReportedMessage;
  readonly effect: Exclude<StatusEffect, null>;
}

/** What there is to do about a report, or its outcome when there is nothing. */
function judge(
  { clock, redirectTo }: ReadStatusesDeps,
  status: UnreadStatus,
  message: ReportedMessage | null,
): Effect | StatusOutcome | 'later' {
  if (message === null) {
    const ageMs = clock.now().getTime() - status.receivedAt.getTime();
    // A relay's name for a mail is written down when it took the mail; all else is known before.
    const mayCome = status.remoteIds.length > 0 && ageMs < limits.statusPatienceMs;
    return mayCome ? 'later' : 'unknown-message';
  }
  // Invitations get forwarded: what became of them elsewhere says nothing of this person.
  const recipient = status.recipient ?? redirectTo ?? null;
  const isTheirs = recipient === null || sameMailbox(recipient, message.attendeeEmail);
  if (!isTheirs) return 'other-recipient';
  const effect = effectOf(status);
  if (effect === null) return 'recorded';
  // The relay has taken it, and its sender is about to write that down.
  return message.state === 'sending' ? 'later' : { message, effect };
}

/** After the commit: wakes the sender, counts and logs. */
function tellOf(
  { doorbell, metrics, log }: ReadStatusesDeps,
  status: UnreadStatus,
  message: ReportedMessage | null,
  { applied, outcome, reason }: Verdict,
): void {
  if (applied && 'messages' in applied && applied.messages.length > 0) {
    doorbell.ring('send-messages');
  }
  const { provider, status: word } = status;
  metrics.emailStatus(provider, word, outcome);
  const bounceClass = bounceClassOf(status);
  if (bounceClass !== null) metrics.bounce(bounceClass);
  const ids = { statusId: status.id, applicationId: message?.applicationId, outboxId: message?.id };
  const line = { ...ids, roomId: message?.roomId, provider, status: word, outcome, reason };
  log[outcome === 'applied' ? 'info' : 'debug'](line, 'status read');
}

async function carryOut(
  tx: Tx,
  deps: ReadStatusesDeps,
  message: ReportedMessage,
  status: UnreadStatus,
  effect: Exclude<StatusEffect, null>,
): Promise<Verdict> {
  const reason = reasonOf(status);
  const cause: Cause = {
    channel: 'bounce',
    actor: null,
    requestId: null,
    inboundMailId: null,
    linkId: null,
    outboxId: message.id,
  };
  const isOfPerson = effect === 'bounced' || effect === 'complained';
  const command = { do: 'record-undeliverable', attendeeId: message.attendeeId, reason } as const;
  // The room first: everybody locks rooms before messages.
  const applied = isOfPerson ? await deps.waist.apply(tx, message, command, cause) : null;
  const now = deps.clock.now();
  const response = effect === 'delivered' ? null : reason;
  const moved =
    effect === 'complained'
      ? await markComplained(tx, message, now)
      : await moveMessage(tx, message, { state: effect, response, at: now });
  if (moved && effect !== 'delivered') {
    const type = `message.${effect}` as const;
    const { id, kind, method, sequence, revision, state } = moved;
    const told = { id, kind, method, sequence, revision, state };
    await recordReported(
      tx,
      message,
      { type, message: told, why: reason, cause },
      now,
      deps.random,
    );
  }
  const isChanged = moved !== null || applied?.outcome === 'changed';
  return { outcome: isChanged ? 'applied' : 'ignored', reason: whyNot(applied) ?? reason, applied };
}

/** Why the room was left as it is: it is over, the person left, or is known to be out of reach. */
function whyNot(applied: Applied | null): string | null {
  if (applied === null || applied.outcome === 'changed') return null;
  return applied.outcome === 'unknown-room' ? applied.outcome : applied.reason;
}
