import createClient from 'openapi-fetch';
import type { paths } from '../../openapi/schema.d.ts';
import { type ApplicationSettings, createApplicationSettings } from './application.ts';
import type { ApiClient } from './client.ts';
import { createInboundMails, type InboundMails } from './inbound-mails.ts';
import { createProposals, type Proposals } from './proposals.ts';
import { createRetryingFetch } from './retrying-fetch.ts';
import { createRooms, type Rooms } from './rooms.ts';

export interface ParleyOptions {
  /** Where the service runs, such as `https://parley.example`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Takes the place of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** For one attempt; 30 000 unless told. */
  readonly timeoutMs?: number;
  /** Attempts after the first; 3 unless told. */
  readonly maxRetries?: number;
  /** The wait before the first retry, doubling with each; 500 unless told. */
  readonly backoffMs?: number;
}

export interface Parley {
  readonly application: ApplicationSettings;
  readonly rooms: Rooms;
  readonly proposals: Proposals;
  readonly inboundMails: InboundMails;
  /** The typed client underneath, for what has no method here; it retries too. */
  readonly api: ApiClient;
}

/** A client of one Parley service, for one host application. */
export function createParley(options: ParleyOptions): Parley {
  const { fetch = (request) => globalThis.fetch(request) } = options;
  const api = createClient<paths>({
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    headers: { Authorization: `Bearer ${options.apiKey}` },
    fetch: createRetryingFetch({
      fetch,
      timeoutMs: options.timeoutMs ?? 30_000,
      maxRetries: options.maxRetries ?? 3,
      backoffMs: options.backoffMs ?? 500,
    }),
  });
  return {
    application: createApplicationSettings(api),
    rooms: createRooms(api),
    proposals: createProposals(api),
    inboundMails: createInboundMails(api),
    api,
  };
}
