import { type CallOptions, changeOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import { createPagedList, type PagedList, type PageFilters } from './paged-list.ts';
import type {
  NewWebhookEndpoint,
  NewWebhookEndpointMade,
  ParleyEvent,
  SecretRotation,
  WebhookAttempt,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookReplay,
  WebhookReplayed,
  WebhookSecret,
} from './types.ts';

export interface AttemptFilters extends PageFilters {
  readonly outcome?: WebhookAttempt['outcome'];
}

export interface WebhookEndpoints {
  /** Has events posted to a URL; the answer holds the secret they are signed with. */
  create(endpoint: NewWebhookEndpoint, options?: CallOptions): Promise<NewWebhookEndpointMade>;
  /** The endpoints, newest first. */
  list(filters?: PageFilters, options?: CallOptions): PagedList<WebhookEndpoint>;
  get(endpointId: string, options?: CallOptions): Promise<WebhookEndpoint>;
  /** Changes what is named; `enabled` stops the posts and starts them again. */
  change(
    endpointId: string,
    change: WebhookEndpointChange,
    options?: CallOptions,
  ): Promise<WebhookEndpoint>;
  /** Ends the posts and forgets their attempts; resolves to the endpoint as it was. */
  delete(endpointId: string, options?: CallOptions): Promise<WebhookEndpoint>;
  /** A new secret; the old one signs as well for `overlapSeconds` (a day unless told). */
  rotateSecret(
    endpointId: string,
    rotation?: SecretRotation,
    options?: CallOptions,
  ): Promise<WebhookSecret>;
  /** The present secret. */
  secret(endpointId: string, options?: CallOptions): Promise<WebhookSecret>;
  /** Posts a `webhook.test` event; resolves to it, before it arrives. */
  test(endpointId: string, options?: CallOptions): Promise<ParleyEvent>;
  /** What was tried and how it ended, newest first. */
  attempts(
    endpointId: string,
    filters?: AttemptFilters,
    options?: CallOptions,
  ): PagedList<WebhookAttempt>;
  /** Posts events again, those since a time or of them those that failed. */
  replay(
    endpointId: string,
    replay: WebhookReplay,
    options?: CallOptions,
  ): Promise<WebhookReplayed>;
}

const path = '/v1/webhook-endpoints/{endpointId}';

export function createWebhookEndpoints(api: ApiClient): WebhookEndpoints {
  const at = (endpointId: string) => ({ params: { path: { endpointId } } });
  return {
    create: (body, options) =>
      unwrap(api.POST('/v1/webhook-endpoints', { body, ...changeOptions(options) })),
    list: (filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        const call = { params: { query }, ...readOptions(options) };
        return unwrap(api.GET('/v1/webhook-endpoints', call));
      }),
    get: (id, options) => unwrap(api.GET(path, { ...at(id), ...readOptions(options) })),
    change: (id, body, options) =>
      unwrap(api.PATCH(path, { ...at(id), body, ...changeOptions(options) })),
    delete: (id, options) => unwrap(api.DELETE(path, { ...at(id), ...changeOptions(options) })),
    rotateSecret: (id, body = {}, options) =>
      unwrap(api.POST(`${path}/rotate-secret`, { ...at(id), body, ...changeOptions(options) })),
    secret: (id, options) =>
      unwrap(api.GET(`${path}/secret`, { ...at(id), ...readOptions(options) })),
    test: (id, options) =>
      unwrap(api.POST(`${path}/test`, { ...at(id), ...changeOptions(options) })),
    attempts: (endpointId, filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        const call = { params: { path: { endpointId }, query }, ...readOptions(options) };
        return unwrap(api.GET(`${path}/attempts`, call));
      }),
    replay: (id, body, options) =>
      unwrap(api.POST(`${path}/replay`, { ...at(id), body, ...changeOptions(options) })),
  };
}
