import { type Database, inTransaction } from '../../db/transaction.ts';
import { openAddress } from '../../links/reply-address.ts';
import { hashToken } from '../../links/sign-link.ts';
import type { Clock, Random } from '../../ports.ts';
import { toEvidence } from './evidence.ts';
import type { StatusEvent } from './status-event.ts';
import { type StatusToStore, storeStatuses } from './status-store.ts';

export interface StatusIntake {
  /** Commits all reports of one request, then rings. Those known before stay as they are. */
  receive(events: readonly StatusEvent[]): Promise<void>;
}

export interface StatusIntakeDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly doorbell: { ring(task: 'read-statuses'): void };
  /** Domain of bounce addresses. */
  readonly inboundDomain: string;
}

/** What all status doors share: keeping reports before taking them. */
export function createStatusIntake(deps: StatusIntakeDeps): StatusIntake {
  return {
    async receive(events) {
      if (events.length === 0) return;
      const receivedAt = deps.clock.now();
      const rows = events.map((event) => toStore(event, receivedAt, deps));
      const stored = await inTransaction(deps.database, 'store-statuses', (tx) =>
        storeStatuses(tx, receivedAt, rows),
      );
      if (stored > 0) deps.doorbell.ring('read-statuses');
    },
  };
}

function toStore(
  { envelopeFrom, occurredAt, payload, ...event }: StatusEvent,
  receivedAt: Date,
  { random, inboundDomain }: StatusIntakeDeps,
): StatusToStore {
  const opened = openAddress(envelopeFrom ?? '', inboundDomain, null);
  return {
    ...event,
    id: random.uuid(),
    // Nothing is reported before it happens, whatever a clock elsewhere says.
    occurredAt: occurredAt && occurredAt < receivedAt ? occurredAt : receivedAt,
    bounceHash: opened.kind === 'bounce' ? hashToken(opened.token) : null,
    payload: toEvidence(payload),
  };
}
