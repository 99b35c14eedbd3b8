import { setTimeout as pause } from 'node:timers/promises';
import { inTransaction } from '../../service/db/transaction.ts';
import type { ResolveDns } from '../../service/ports.ts';
import {
  createDeliverWebhooksJob,
  type DeliverWebhooksJob,
} from '../../service/webhooks/deliver-webhooks-job.ts';
import { recordEvents } from '../../service/webhooks/event-store.ts';
import {
  type FindAddresses,
  findAnyAddresses,
  findPublicAddresses,
} from '../../service/webhooks/find-addresses.ts';
import { type ApiHouse, openApiHouse } from '../api/api-house.ts';
import { waitFor } from '../house/wait-for.ts';

// biome-ignore lint/suspicious/noExplicitAny: endpoints and attempts as the API tells them.
type Json = any;

export interface WebhookHouse extends ApiHouse {
  readonly job: DeliverWebhooksJob;
  addEndpoint(url: string, rest?: object): Promise<Json>;
  readEndpoint(id: string): Promise<Json>;
  attemptsOf(id: string): Promise<Json[]>;
  /** Writes events `room.changed` without a room, and returns their ids. */
  writeEvents(count: number, roomId?: string | null): Promise<string[]>;
  /** Posts what is due now and waits until it has ended. */
  deliver(): Promise<void>;
  startJob(rest?: { claimedBy?: string; findAddresses?: FindAddresses }): DeliverWebhooksJob;
}

/** The API and the job that posts, on one database and one clock that begins with the real one. */
export async function openWebhookHouse(dns?: ResolveDns): Promise<WebhookHouse> {
  const house = await openApiHouse(undefined, { webhookAllowPrivate: true });
  // The library that verifies signatures looks at the real clock.
  house.clock.set(new Date(Math.floor(Date.now() / 1000) * 1000));
  const { applicationId, db, ground } = house;
  const findAddresses = dns ? findPublicAddresses(dns) : findAnyAddresses;
  const stops: AbortController[] = [];

  const startJob: WebhookHouse['startJob'] = (rest = {}) => {
    const stop = new AbortController();
    stops.push(stop);
    return createDeliverWebhooksJob({
      ...ground,
      claimedBy: 'worker-1',
      holdsLease: () => true,
      stop: stop.signal,
      findAddresses,
      userAgent: 'Parley-Webhooks/1 (+https://parley.example)',
      ...rest,
    });
  };
  const job = startJob();

  return {
    ...house,
    job,
    startJob,
    async addEndpoint(url, rest = {}) {
      const { json } = await house.call('POST', '/v1/webhook-endpoints', {
        body: { url, ...rest },
      });
      return json;
    },
    readEndpoint: async (id) => (await house.call('GET', `/v1/webhook-endpoints/${id}`)).json,
    async attemptsOf(id) {
      const path = `/v1/webhook-endpoints/${id}/attempts?limit=100`;
      return (await house.call('GET', path)).json.data;
    },
    async writeEvents(count, roomId = null) {
      const occurredAt = house.clock.now();
      const type = 'room.changed';
      const events = Array.from({ length: count }, () => {
        const id = ground.random.uuid();
        const payload = { id, type, occurredAt: occurredAt.toISOString(), applicationId };
        return { applicationId, id, type, occurredAt, roomId, payload };
      });
      await inTransaction(db.database, 'write-events', (tx) => recordEvents(tx, events));
      return events.map(({ id }) => id);
    },
    async deliver() {
      await job.run();
      await job.finish();
      // An attempt that ended looks for more; what it began is waited for as well.
      await waitFor(async () => {
        await job.run();
        await job.finish();
        await pause(0);
        const { rows } = await db.pool.query(
          `select from webhook_deliveries d join webhook_endpoints w on w.id = d.endpoint_id
           where d.state = 'waiting' and d.send_at <= $1 and w.disabled_at is null
           union all
           select from events e where e.position is null and exists (
             select from webhook_endpoints w
             where w.application_id = e.application_id and w.disabled_at is null)`,
          [house.clock.now()],
        );
        return rows.length === 0;
      });
    },
    async close() {
      for (const stop of stops) stop.abort();
      job.kill();
      await job.finish();
      await house.close();
    },
  };
}
