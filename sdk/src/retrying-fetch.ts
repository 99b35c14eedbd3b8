import { ConnectionError, TimeoutError } from './errors.ts';
import { isParleyError, type ParleyError } from './parley-error.ts';
import { readRetryAfterMs } from './retry-after.ts';

export interface RetryOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** The wait before the first retry; doubles with each. */
  readonly backoffMs: number;
}

const backoffMaxMs = 8_000;
/** A server that asks for more than this is not waited for. */
const retryAfterMaxMs = 60_000;

/**
 * A fetch that tries again after what may pass: no (timely) answer, 408, 429, 5xx, and a
 * key whose first request still runs. Safe because every change carries an idempotency key.
 */
export function createRetryingFetch(
  options: RetryOptions,
): (request: Request) => Promise<Response> {
  return async (request) => {
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt >= options.maxRetries;
      const result = await tryOnce(options, request);
      if (isParleyError(result)) {
        if (isLast) throw result;
        await wait(backoff(options, attempt), request.signal);
        continue;
      }
      if (isLast || !(await mayPass(result))) return result;
      const askedMs = readRetryAfterMs(result.headers);
      if (askedMs !== null && askedMs > retryAfterMaxMs) return result;
      await wait(askedMs ?? backoff(options, attempt), request.signal);
    }
  };
}

async function tryOnce(
  { fetch, timeoutMs }: RetryOptions,
  request: Request,
): Promise<Response | ParleyError> {
  const deadline = AbortSignal.timeout(timeoutMs);
  // A body can be read once only, so each attempt gets a copy.
  const copy = new Request(request.clone(), {
    signal: AbortSignal.any([request.signal, deadline]),
  });
  try {
    return await readWhole(await fetch(copy));
  } catch (cause) {
    if (request.signal.aborted) throw request.signal.reason;
    if (deadline.aborted) {
      return new TimeoutError('timed-out', `No answer within ${timeoutMs} ms`, { cause });
    }
    return new ConnectionError('connection-failed', 'The service could not be reached', { cause });
  }
}

/** An answer that breaks off in its middle is no answer: it is read here, where it is retried. */
async function readWhole(response: Response): Promise<Response> {
  const body = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  // A null body is the only one that 204 and 304 may have.
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
}

async function mayPass(response: Response): Promise<boolean> {
  if ([408, 429].includes(response.status) || response.status >= 500) return true;
  if (response.status !== 409) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return (body as { code?: string } | null)?.code === 'idempotency-key-in-use';
}

/** Doubling, and up to a quarter less, so that many clients do not come back as one. */
function backoff({ backoffMs }: RetryOptions, attempt: number): number {
  return Math.min(backoffMs * 2 ** attempt, backoffMaxMs) * (1 - Math.random() / 4);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
