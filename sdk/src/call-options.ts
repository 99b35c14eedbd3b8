export interface CallOptions {
  /**
   * Your own name for a change, so that even a repeated call has one effect. Left out, each call
   * gets a new key, and the retries inside it share that.
   */
  readonly idempotencyKey?: string;
  /** Act only if the room still has this version; else `version-mismatch`. */
  readonly ifVersion?: number;
  /** Found again in the service's log, the room's history and its events. */
  readonly requestId?: string;
  readonly signal?: AbortSignal;
}

interface FetchOptions {
  readonly headers: Record<string, string>;
  readonly signal?: AbortSignal;
}

export function readOptions(options: CallOptions = {}): FetchOptions {
  return {
    headers: { ...(options.requestId && { 'X-Request-Id': options.requestId }) },
    ...(options.signal && { signal: options.signal }),
  };
}

/** A change always has an idempotency key, which is what makes its retries safe. */
export function changeOptions(options: CallOptions = {}): FetchOptions {
  const { headers, ...rest } = readOptions(options);
  const key = options.idempotencyKey ?? crypto.randomUUID();
  return {
    ...rest,
    headers: {
      ...headers,
      'Idempotency-Key': key,
      ...(options.ifVersion !== undefined && { 'If-Match': `"${options.ifVersion}"` }),
    },
  };
}
