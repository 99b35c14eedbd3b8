import type { Tx } from '../db/transaction.ts';
import type { SettledMessage } from '../outbox/settle-store.ts';
import type { Random } from '../ports.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import { makeEvent } from './room-events.ts';
import { viewRoom } from './room-views.ts';

const typeOf: Readonly<Record<string, string>> = { sent: 'message.sent', failed: 'message.failed' };

/** Tells the host application of messages that were sent or failed for good, in that commit. */
export async function recordSettled(
  tx: Tx,
  settled: readonly SettledMessage[],
  now: Date,
  random: Random,
): Promise<void> {
  const events = [];
  for (const message of settled) {
    const type = typeOf[message.state];
    const room = type && (await viewRoom(tx, message.applicationId, message.roomId));
    if (!type || !room) continue;
    const { id, kind, method, sequence, revision, state, response } = message;
    events.push(
      makeEvent(
        {
          applicationId: message.applicationId,
          type,
          occurredAt: now,
          room,
          message: { id, kind, method, sequence, revision, state, response },
          cause: {
            channel: 'job',
            actor: null,
            requestId: null,
            inboundMailId: null,
            linkId: null,
            outboxId: id,
          },
        },
        random,
      ),
    );
  }
  await recordEvents(tx, events);
}
