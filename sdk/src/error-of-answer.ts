import {
  AuthenticationError,
  ConflictError,
  NotFoundError,
  PermissionError,
  PreconditionError,
  RateLimitError,
  ServerError,
  ValidationError,
} from './errors.ts';
import { ParleyError } from './parley-error.ts';
import { readRetryAfterMs } from './retry-after.ts';
import type { FieldError, Problem } from './types.ts';

/** The error behind an answer that is no success. */
export function errorOfAnswer(response: Response, body: unknown): ParleyError {
  const { status } = response;
  const retryAfterMs = readRetryAfterMs(response.headers);
  const facts = {
    status,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfterMs === null ? null : Math.ceil(retryAfterMs / 1000),
  };
  if (!isProblem(body)) {
    const message = `The answer with status ${status} is not one of Parley's`;
    // A 404 from something in between must not read like a room that is not there.
    const Family = status === 429 || status >= 500 ? familyOfStatus(status) : ParleyError;
    return new Family('unexpected-answer', message, facts);
  }
  const errors = body.errors ?? [];
  const words = [body.title, body.detail, ...errors.map(wordsOf)].filter(Boolean);
  const Family = familyOfStatus(status);
  return new Family(body.code, words.join(': '), {
    ...facts,
    requestId: body.requestId ?? facts.requestId,
    errors,
  });
}

function familyOfStatus(status: number): typeof ParleyError {
  if (status >= 500) return ServerError;
  return families[status] ?? ParleyError;
}

const families: Readonly<Record<number, typeof ParleyError>> = {
  400: ValidationError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  410: NotFoundError,
  405: ValidationError,
  409: ConflictError,
  412: PreconditionError,
  413: ValidationError,
  415: ValidationError,
  422: ValidationError,
  429: RateLimitError,
};

const wordsOf = (error: FieldError): string => `${error.field} ${error.message}`;

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}
