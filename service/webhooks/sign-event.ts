import { Webhook } from 'standardwebhooks';
import type { ClaimedDelivery } from './claim-store.ts';

/** A secret as Standard Webhooks writes it. */
export const writeSecret = (bytes: Buffer): string => `whsec_${bytes.toString('base64')}`;

/** The headers of one attempt, signed by each secret that is good at `at`. */
export function signEvent(
  delivery: Pick<ClaimedDelivery, 'eventId' | 'body' | 'secrets' | 'overlapUntil'>,
  at: Date,
): Record<string, string> {
  const { eventId, body, secrets, overlapUntil } = delivery;
  const isOverlap = overlapUntil !== null && at < overlapUntil;
  const signatures = secrets
    .slice(0, isOverlap ? 2 : 1)
    .map((secret) => new Webhook(secret).sign(eventId, at, body));
  return {
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}
