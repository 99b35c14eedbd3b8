import type { Tx } from '../db/transaction.ts';
import { readRefusalCode } from '../mail/refusal-code.ts';
import type { SettledMessage } from '../outbox/settle-store.ts';
import type { Random } from '../ports.ts';
import { isReminderKind } from '../scheduling/reminders.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import { recordHistory } from './apply.ts';
import type { Cause } from './cause.ts';
import { makeEvent } from './room-events.ts';
import type { RoomView } from './room-view.ts';
import { viewRoom } from './room-views.ts';

function typeOf({ state, kind }: SettledMessage): string | null {
  if (state === 'failed') return 'message.failed';
  if (state !== 'sent') return null;
  return isReminderKind(kind) ? 'reminder.sent' : 'message.sent';
}

/**
 * Tells the host application of messages that were sent or failed for good, in that commit; a
 * failure is part of its room's history too.
 */
export async function recordSettled(
  tx: Tx,
  settled: readonly SettledMessage[],
  now: Date,
  random: Random,
): Promise<void> {
  const events = [];
  for (const message of settled) {
    const type = typeOf(message);
    const room = type && (await viewRoom(tx, message.applicationId, message.roomId));
    if (!type || !room) continue;
    const cause: Cause = {
      channel: 'job',
      actor: null,
      requestId: null,
      inboundMailId: null,
      linkId: null,
      outboxId: message.id,
    };
    const { id, kind, method, sequence, revision, state, response } = message;
    const told = { id, kind, method, sequence, revision, state, response };
    const { applicationId } = message;
    events.push(
      makeEvent({ applicationId, type, occurredAt: now, room, message: told, cause }, random),
    );
    if (state === 'failed') await recordFailure(tx, message, room, now, cause);
  }
  await recordEvents(tx, events);
}

async function recordFailure(
  tx: Tx,
  message: SettledMessage,
  room: RoomView,
  now: Date,
  cause: Cause,
): Promise<void> {
  const { kind, method, sequence, revision, attempts } = message;
  const entry = {
    occurredAt: now,
    deed: 'message-failed',
    version: room.version,
    icsSequence: room.icsSequence,
    why: nameFailure(message.response),
    proposalId: null,
    detail: { kind, method, sequence, revision, attempts },
  };
  await recordHistory(tx, message, entry, cause);
}

/** In our words and reply codes only: what the far server says may hold addresses. */
function nameFailure(response: string | null): string {
  if (response?.startsWith('given up: ')) return 'given up';
  const code = readRefusalCode(response);
  return code === null ? 'not sent' : `refused (${code})`;
}
