import type { FieldError, ProblemCode } from './types.ts';

/** A problem of the API, or one on the way to it. */
export type ParleyErrorCode =
  | ProblemCode
  | 'connection-failed'
  | 'timed-out'
  | 'unexpected-answer'
  | 'signature-not-verified';

/** What is known about an error beside its words. */
export interface ErrorFacts {
  readonly status?: number | null;
  readonly requestId?: string | null;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number | null;
  readonly cause?: unknown;
}

/** The same in every copy of this package that a process loads. */
const familyKey = Symbol.for('@parley/sdk/error-family');

/**
 * Every call rejects with one of these, unless the caller's own signal ended it. `instanceof` also
 * knows errors of another copy of this package, as when one part of a program imports it and
 * another requires it.
 */
export class ParleyError extends Error {
  static readonly family: string = 'ParleyError';
  /** Stable; decide by it. */
  readonly code: ParleyErrorCode;
  /** The HTTP status; null when no answer came. */
  readonly status: number | null;
  /** For whoever runs the service: it is in every log line about the request. */
  readonly requestId: string | null;
  /** Which fields are wrong, and how. */
  readonly errors: readonly FieldError[];

  constructor(code: ParleyErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.family;
    this.code = code;
    this.status = facts.status ?? null;
    this.requestId = facts.requestId ?? null;
    this.errors = facts.errors ?? [];
    Object.defineProperty(this, familyKey, { value: new.target.family });
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: it may be a subclass.
    const asked = this as typeof ParleyError;
    // A class that somebody derives from these has no family of its own.
    if (!Object.hasOwn(asked, 'family')) {
      return Function.prototype[Symbol.hasInstance].call(asked, value);
    }
    const family = familyOf(value);
    return family !== null && (asked.family === 'ParleyError' || asked.family === family);
  }
}

/** Whether something thrown is an error of this package, whichever copy of it made it. */
export function isParleyError(value: unknown): value is ParleyError {
  return familyOf(value) !== null;
}

function familyOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const family = (value as { [familyKey]?: unknown })[familyKey];
  return typeof family === 'string' ? family : null;
}
