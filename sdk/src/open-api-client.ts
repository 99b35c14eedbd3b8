import createClient from 'openapi-fetch';
import type { paths } from '../../openapi/schema.d.ts';
import type { ApiClient } from './client.ts';
import { createRetryingFetch } from './retrying-fetch.ts';

/** Where the service is and how to reach it. */
export interface ConnectionOptions {
  /** Where the service runs, such as `https://parley.example`. */
  readonly baseUrl: string;
  /** Takes the place of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** For one attempt; 30 000 unless told. */
  readonly timeoutMs?: number;
  /** Attempts after the first; 3 unless told. */
  readonly maxRetries?: number;
  /** The wait before the first retry, doubling with each; 500 unless told. */
  readonly backoffMs?: number;
}

/** The typed client that everything here is built on; it retries. */
export function openApiClient(options: ConnectionOptions, key: string): ApiClient {
  const { fetch = (request) => globalThis.fetch(request) } = options;
  if (!key) throw new TypeError('The key is missing');
  return createClient<paths>({
    baseUrl: readBaseUrl(options.baseUrl),
    headers: { Authorization: `Bearer ${key}` },
    fetch: createRetryingFetch({
      fetch,
      timeoutMs: options.timeoutMs ?? 30_000,
      maxRetries: options.maxRetries ?? 3,
      backoffMs: options.backoffMs ?? 500,
    }),
  });
}

function readBaseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new TypeError('baseUrl is an http or https address, such as https://parley.example');
  }
  return text.replace(/\/+$/, '');
}
