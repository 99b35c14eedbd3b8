import type { Tx } from '../db/transaction.ts';
import type { Random } from '../ports.ts';
import { recordReported } from '../rooms/record-reported.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';
import { moveMessage } from './message-state-store.ts';
import type { Addressee } from './recipient-views.ts';

/**
 * Tells of a message that a relay had taken and has given up, as of one that we gave up ourselves;
 * once, and nothing when `why` is null or the mail was no bounce after all.
 */
export async function recordGivenUp(
  tx: Tx,
  addressee: Addressee,
  report: {
    readonly outboxId: string | null;
    readonly inboundMailId: string;
    readonly outcome: InboundOutcome;
    readonly why: string | null;
  },
  now: Date,
  random: Random,
): Promise<void> {
  const { outboxId, inboundMailId, why } = report;
  if (why === null || outboxId === null || report.outcome !== 'bounce') return;
  const { applicationId } = addressee;
  const to = { state: 'failed', response: why, at: now } as const;
  const moved = await moveMessage(tx, { applicationId, id: outboxId }, to);
  if (moved === null) return;
  const { id, kind, method, sequence, revision, state } = moved;
  const message = { id, kind, method, sequence, revision, state };
  const cause = {
    channel: 'bounce',
    actor: null,
    requestId: null,
    inboundMailId,
    linkId: null,
    outboxId,
  } as const;
  await recordReported(tx, addressee, { type: 'message.failed', message, why, cause }, now, random);
}
