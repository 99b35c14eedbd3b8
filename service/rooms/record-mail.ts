import type { Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import type { Random } from '../ports.ts';
import type { Question } from '../scheduling/command.ts';
import { cutText } from '../scheduling/cut-text.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import type { Cause } from './cause.ts';
import { makeEvent } from './room-events.ts';
import type { RoomRef } from './room-store.ts';
import { viewRoom } from './room-views.ts';

/** Outcomes a host application is told of besides what happened to the room. */
const types: Readonly<Partial<Record<InboundOutcome, string>>> = {
  human: 'mail.received',
  parked: 'mail.parked',
  bounce: 'message.bounced',
  complaint: 'message.complained',
};

export interface ReadMailFacts {
  readonly inboundMailId: string;
  /** The message a report is about. */
  readonly outboxId: string | null;
  readonly outcome: InboundOutcome;
  readonly reason: string | null;
  readonly kind: string;
  readonly actor: Cause['actor'];
  /** What a parked mail asks for, when that is known. */
  readonly question?: Question | null;
}

/** Tells the host application of mail a person wrote, parked mail and bounces, in that commit. */
export async function recordMail(
  tx: Tx,
  ref: RoomRef,
  mail: ReadMailFacts,
  now: Date,
  random: Random,
): Promise<void> {
  // A temporary bounce is only counted: the message may well arrive yet.
  const isNews = mail.outcome !== 'bounce' || mail.reason === 'permanent';
  const type = isNews ? types[mail.outcome] : undefined;
  const room = type && (await viewRoom(tx, ref.applicationId, ref.roomId));
  if (!type || !room) return;
  const { inboundMailId, outboxId, outcome, reason, kind, actor } = mail;
  const cause: Cause = {
    channel: type.startsWith('message.') ? 'bounce' : 'mail',
    actor,
    requestId: null,
    inboundMailId,
    linkId: null,
    outboxId,
  };
  const asks = outcome === 'parked' && mail.question ? { asks: askedIn(mail.question) } : {};
  const message = { id: outboxId, inboundMailId, kind, outcome, reason, ...asks };
  const { applicationId } = ref;
  const facts = { applicationId, type, occurredAt: now, room, message, cause };
  await recordEvents(tx, [makeEvent(facts, random)]);
}

/** The question in plain words for a host application; whose address it came from stays out. */
function askedIn(question: Question): Record<string, unknown> {
  if (question.do === 'record-reply') {
    const { answer, comment } = question.reply;
    return { answer, comment: cutText(comment, limits.commentLength) };
  }
  const { proposedStartUtc, proposedEndUtc, comment } = question.counter;
  return {
    proposedStartUtc: proposedStartUtc?.toISOString() ?? null,
    proposedEndUtc: proposedEndUtc?.toISOString() ?? null,
    comment: cutText(comment, limits.commentLength),
  };
}
