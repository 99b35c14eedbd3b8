import type { components } from '../../openapi/schema.d.ts';
import { checkWebhookUrl } from '../webhooks/check-url.ts';
import type { EndpointChange, Replay } from '../webhooks/endpoint-store.ts';
import { createFieldChecks, parseTime } from './field-checks.ts';
import { ProblemError } from './problems.ts';

type Schemas = components['schemas'];

/** A body that fits the document, as facts; throws a problem for what cannot be used. */
export function readNewEndpoint(
  { url, eventTypes, description }: Schemas['NewWebhookEndpoint'],
  allowPrivate: boolean,
): { url: string; eventTypes: readonly string[]; description: string | null } {
  return {
    url: readUrl(url, allowPrivate),
    eventTypes: [...new Set(eventTypes ?? [])],
    description: readLine(description),
  };
}

/** Only what the body names. */
export function readEndpointChange(
  { url, eventTypes, description, enabled }: Schemas['WebhookEndpointChange'],
  allowPrivate: boolean,
): EndpointChange {
  return {
    ...(url !== undefined && { url: readUrl(url, allowPrivate) }),
    ...(eventTypes !== undefined && { eventTypes: [...new Set(eventTypes ?? [])] }),
    ...(description !== undefined && { description: readLine(description) }),
    ...(enabled !== undefined && { enabled }),
  };
}

export const readReplay = (body: Schemas['WebhookReplay']): Replay => ({
  since: parseTime('since', body.since),
  until: body.until === undefined ? null : parseTime('until', body.until),
  eventTypes: body.eventTypes ?? null,
  onlyFailed: body.onlyFailed ?? false,
});

function readUrl(text: string, allowPrivate: boolean): string {
  const checked = checkWebhookUrl(text, allowPrivate);
  if ('url' in checked) return checked.url;
  const errors = [{ field: 'url', code: 'invalid-webhook-url' as const, message: checked.wrong }];
  throw new ProblemError('invalid-webhook-url', { errors });
}

function readLine(text: string | null | undefined): string | null {
  const checks = createFieldChecks(() => true);
  const line = checks.line('description', text);
  checks.done();
  return line;
}
