import { joinRuns } from '../db/join-runs.ts';
import { inTransaction } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  type DueEndpoint,
  findDueEndpoints,
} from './claim-store.ts';
import { type DeliverEventDeps, deliverEvent } from './deliver-event.ts';
import { placeForPosting } from './place-events.ts';
import { recordAttempt } from './settle-store.ts';

export interface DeliverWebhooksDeps extends DeliverEventDeps {
  /** Names this process on the rows it claims. */
  readonly claimedBy: string;
  readonly holdsLease: () => boolean;
  /** Nothing more is begun once it is aborted. */
  readonly stop: AbortSignal;
}

export interface DeliverWebhooksJob {
  /**
   * Begins to post everything that is due; safe in any number of processes at once. Resolves when
   * no more can be begun: what hangs ends by itself, and looks for more then.
   */
  run(): Promise<void>;
  /** Resolves when every attempt that was begun has ended. */
  finish(): Promise<void>;
  /** Breaks off what is on the wire; others post it again. */
  kill(): void;
}

export function createDeliverWebhooksJob(deps: DeliverWebhooksDeps): DeliverWebhooksJob {
  const { log, stop } = deps;
  const places = createPlaces();
  const open = new Set<Promise<void>>();
  const giveUp = new AbortController();

  function begin(endpoint: DueEndpoint, delivery: ClaimedDelivery): void {
    const leave = places.take(endpoint);
    const { applicationId, endpointId, eventId } = delivery;
    const ended: Promise<void> = deliverEvent(deps, delivery, giveUp.signal)
      .catch((error) => {
        const ids = { applicationId, endpointId, eventId };
        log.warn({ ...ids, err: error }, 'what became of an event was not recorded');
      })
      .finally(() => {
        leave();
        open.delete(ended);
        // The sweep finds what this look may miss.
        if (!stop.aborted && !giveUp.signal.aborted) void look().catch(() => {});
      });
    open.add(ended);
  }

  const look = joinRuns(async () => {
    await placeForPosting(deps, stop);
    for (let began = 1; began > 0; ) {
      began = 0;
      for (const endpoint of await findDueEndpoints(deps.database.pool, deps.clock.now())) {
        const most = places.free(endpoint);
        if (stop.aborted || !deps.holdsLease()) return;
        if (most === 0) continue;
        const claimed = await claim(deps, endpoint, most);
        for (const delivery of claimed) begin(endpoint, delivery);
        began += claimed.length;
      }
    }
  });

  return {
    run: look,
    async finish() {
      while (open.size > 0) await Promise.all(open);
    },
    kill: () => giveUp.abort(),
  };
}

/** Claims, and writes down the attempts whose posters died over them. */
function claim(
  { database, clock, claimedBy, random }: DeliverWebhooksDeps,
  endpoint: DueEndpoint,
  most: number,
): Promise<ClaimedDelivery[]> {
  return inTransaction(database, 'claim-webhooks', async (tx) => {
    const now = clock.now();
    const claimed = await claimDeliveries(tx, endpoint, { now, claimedBy, most });
    for (const delivery of claimed) {
      if (delivery.abandonedAt === null) continue;
      await recordAttempt(tx, delivery, {
        id: random.uuid(),
        attempt: delivery.attempts - 1,
        startedAt: delivery.abandonedAt,
        outcome: 'failed',
        status: null,
        durationMs: Math.min(now.getTime() - delivery.abandonedAt.getTime(), 2 ** 31 - 1),
        error: 'worker-died',
        response: null,
        nextAttemptAt: now,
      });
    }
    return claimed;
  });
}

interface Places {
  /** How many attempts may be begun to this endpoint now. */
  free(endpoint: DueEndpoint): number;
  /** Takes one place; call what it returns to leave it. */
  take(endpoint: DueEndpoint): () => void;
}

/** The places on the wire of this process. Endpoints that fail never have them all. */
function createPlaces(): Places {
  const busy = new Map<string, number>();
  let taken = 0;
  let takenByFailing = 0;
  return {
    free({ endpointId, isFailing }) {
      const own = isFailing ? limits.webhooksPerFailingEndpoint : limits.webhooksPerEndpoint;
      const failing = limits.webhooksToFailingEndpoints - takenByFailing;
      const all = limits.webhooksAtOnce - taken;
      const free = Math.min(own - (busy.get(endpointId) ?? 0), all, isFailing ? failing : all);
      return Math.max(0, free);
    },
    take({ endpointId, isFailing }) {
      busy.set(endpointId, (busy.get(endpointId) ?? 0) + 1);
      taken += 1;
      if (isFailing) takenByFailing += 1;
      return () => {
        const left = (busy.get(endpointId) ?? 1) - 1;
        if (left === 0) busy.delete(endpointId);
        else busy.set(endpointId, left);
        taken -= 1;
        if (isFailing) takenByFailing -= 1;
      };
    },
  };
}
