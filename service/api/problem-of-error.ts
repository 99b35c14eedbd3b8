import { isConflict, isDatabaseAway } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import { type ProblemCode, ProblemError } from './problems.ts';
import { describeFaults, type SchemaFault } from './schema-faults.ts';

/** What body-parser and express-openapi-validator throw, as far as we read it. */
interface HttpErrorLike extends Error {
  readonly status?: number;
  /** body-parser's own name for the fault. */
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly errors?: readonly SchemaFault[];
}

const codeOfStatus: ReadonlyMap<number, ProblemCode> = new Map([
  [400, 'invalid-request'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [413, 'body-too-large'],
  [415, 'unsupported-media-type'],
]);

/**
 * The problem behind anything that was thrown while answering a request. What nobody foresaw is an
 * `internal-error` that says nothing about its cause; the caller logs it.
 */
export function problemOfError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isDatabaseAway(error) || isConflict(error)) return unavailable(error);
  if (!(error instanceof Error)) return new ProblemError('internal-error', {}, error);
  const { status, type, headers, errors } = error as HttpErrorLike;
  if (type === 'entity.parse.failed') return new ProblemError('malformed-json', {}, error);
  const code = codeOfStatus.get(status ?? 0);
  if (code === undefined) return new ProblemError('internal-error', {}, error);
  // A type is the body reader's; the validator of requests names none.
  const isBody = code === 'invalid-request' && type !== undefined;
  const fields = code === 'invalid-request' && !isBody ? describeFaults(errors ?? []) : [];
  const own = fields.length === 1 ? fields[0]?.code : undefined;
  return new ProblemError(
    own ?? code,
    {
      ...(isBody ? { detail: 'The body could not be read as its headers describe it.' } : {}),
      ...(fields.length > 0 ? { errors: fields } : {}),
      ...(headers ? { headers } : {}),
    },
    error,
  );
}

/** Nothing is wrong with the request; the same one may succeed later. */
export function unavailable(cause?: unknown): ProblemError {
  const headers = { 'Retry-After': String(limits.retryAfterSeconds) };
  return new ProblemError('temporarily-unavailable', { headers }, cause);
}
