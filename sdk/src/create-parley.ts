import { type ApplicationSettings, createApplicationSettings } from './application.ts';
import type { ApiClient } from './client.ts';
import { createErasures, type Erasures } from './erasures.ts';
import { createEvents, type Events } from './events.ts';
import { createInboundMails, type InboundMails } from './inbound-mails.ts';
import { createMessages, type Messages } from './messages.ts';
import { type ConnectionOptions, openApiClient } from './open-api-client.ts';
import { createProposals, type Proposals } from './proposals.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { verifyWebhook } from './verify-webhook.ts';
import { createWebhookEndpoints, type WebhookEndpoints } from './webhook-endpoints.ts';

export interface ParleyOptions extends ConnectionOptions {
  readonly apiKey: string;
}

export interface Parley {
  readonly application: ApplicationSettings;
  readonly rooms: Rooms;
  readonly proposals: Proposals;
  readonly messages: Messages;
  readonly events: Events;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly inboundMails: InboundMails;
  readonly erasures: Erasures;
  /** `verifyWebhook`, for whoever has the client at hand; it asks nothing of the service. */
  readonly webhooks: { readonly verify: typeof verifyWebhook };
  /** The typed client underneath, for what has no method here; it retries too. */
  readonly api: ApiClient;
}

/**
 * A client of one Parley service, for one host application.
 *
 * @throws TypeError when the key is missing or `baseUrl` is no web address
 */
export function createParley(options: ParleyOptions): Parley {
  const api = openApiClient(options, options.apiKey);
  return {
    application: createApplicationSettings(api),
    rooms: createRooms(api),
    proposals: createProposals(api),
    messages: createMessages(api),
    events: createEvents(api),
    webhookEndpoints: createWebhookEndpoints(api),
    inboundMails: createInboundMails(api),
    erasures: createErasures(api),
    webhooks: { verify: verifyWebhook },
    api,
  };
}
