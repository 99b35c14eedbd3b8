import type { Tx } from '../db/transaction.ts';
import type { Random } from '../ports.ts';
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
  const message = { id: outboxId, inboundMailId, kind, outcome, reason };
  const { applicationId } = ref;
  const facts = { applicationId, type, occurredAt: now, room, message, cause };
  await recordEvents(tx, [makeEvent(facts, random)]);
}
