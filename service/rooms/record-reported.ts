import type { Tx } from '../db/transaction.ts';
import type { Random } from '../ports.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import { recordHistory } from './apply.ts';
import type { Cause } from './cause.ts';
import { makeEvent } from './room-events.ts';
import type { RoomRef } from './room-store.ts';
import { viewRoom } from './room-views.ts';

/** What became of one message, as somebody else reported it. */
export interface MessageReport {
  readonly type: 'message.bounced' | 'message.complained' | 'message.failed';
  /** The message as it stands now; no address in it. */
  readonly message: Readonly<Record<string, unknown>>;
  /** Why, in our words and codes only. */
  readonly why: string;
  readonly cause: Cause;
}

/**
 * Tells the host application what was reported of a message, in the commit that records it. A
 * failure is part of its room's history too; of the others the room's own command tells.
 */
export async function recordReported(
  tx: Tx,
  ref: RoomRef,
  { type, message, why, cause }: MessageReport,
  now: Date,
  random: Random,
): Promise<void> {
  const { applicationId } = ref;
  const room = await viewRoom(tx, applicationId, ref.roomId);
  if (!room) return;
  if (type === 'message.failed') {
    const { version, icsSequence } = room;
    const entry = { occurredAt: now, deed: 'message-failed', version, icsSequence, why };
    await recordHistory(tx, ref, { ...entry, proposalId: null, detail: { ...message } }, cause);
  }
  const facts = {
    applicationId,
    type,
    occurredAt: now,
    room,
    message: { ...message, reason: why },
    cause,
  };
  await recordEvents(tx, [makeEvent(facts, random)]);
}
