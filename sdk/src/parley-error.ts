import type { FieldError, Problem, ProblemCode } from './types.ts';

/** A problem of the API, or one on the way to it. */
export type ParleyErrorCode = ProblemCode | 'connection-failed' | 'timed-out' | 'unexpected-answer';

/** Every call rejects with this, unless the caller's own signal ended it. */
export class ParleyError extends Error {
  /** Stable; decide by it. */
  readonly code: ParleyErrorCode;
  /** The HTTP status; null when no answer came. */
  readonly status: number | null;
  /** For whoever runs the service: it is in every log line about the request. */
  readonly requestId: string | null;
  /** Which fields are wrong, and how. */
  readonly errors: readonly FieldError[];

  constructor(
    code: ParleyErrorCode,
    message: string,
    facts: {
      readonly status?: number | null;
      readonly requestId?: string | null;
      readonly errors?: readonly FieldError[];
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: facts.cause });
    this.name = 'ParleyError';
    this.code = code;
    this.status = facts.status ?? null;
    this.requestId = facts.requestId ?? null;
    this.errors = facts.errors ?? [];
  }
}

/** The error behind an answer that is no success. */
export function errorOfAnswer(response: Response, body: unknown): ParleyError {
  const { status } = response;
  const requestId = response.headers.get('x-request-id');
  if (!isProblem(body)) {
    const message = `The answer with status ${status} is not one of Parley's`;
    return new ParleyError('unexpected-answer', message, { status, requestId });
  }
  const words = [body.title, body.detail, ...(body.errors ?? []).map(wordsOf)].filter(Boolean);
  return new ParleyError(body.code, words.join(': '), {
    status,
    requestId: body.requestId ?? requestId,
    errors: body.errors ?? [],
  });
}

const wordsOf = (error: FieldError): string => `${error.field} ${error.message}`;

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}
