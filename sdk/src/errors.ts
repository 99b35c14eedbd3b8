import { type ErrorFacts, ParleyError, type ParleyErrorCode } from './parley-error.ts';

/** 400, 405, 413, 415, 422: the request cannot be meant as it is; `errors` names the fields. */
export class ValidationError extends ParleyError {
  static override readonly family: string = 'ValidationError';
}

/** 401: no key, or one that is not valid any more. */
export class AuthenticationError extends ParleyError {
  static override readonly family: string = 'AuthenticationError';
}

/** 403: the key is valid and may not do this. */
export class PermissionError extends ParleyError {
  static override readonly family: string = 'PermissionError';
}

/** 404, 410: there is no such thing (any more), or it is another application's. */
export class NotFoundError extends ParleyError {
  static override readonly family: string = 'NotFoundError';
}

/** 409: it cannot be done in the present state, such as `already-booked`. */
export class ConflictError extends ParleyError {
  static override readonly family: string = 'ConflictError';
}

/** 412: the room is not at `ifVersion` any more; read it again. */
export class PreconditionError extends ParleyError {
  static override readonly family: string = 'PreconditionError';
}

/** 429, after all retries, or because the service asks for a longer wait than these have. */
export class RateLimitError extends ParleyError {
  static override readonly family: string = 'RateLimitError';
  /** How long the service asks to wait; null when it does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(code: ParleyErrorCode, message: string, facts: ErrorFacts = {}) {
    super(code, message, facts);
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}

/** 5xx, after all retries. */
export class ServerError extends ParleyError {
  static override readonly family: string = 'ServerError';
  /** How long the service asks to wait; null when it does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(code: ParleyErrorCode, message: string, facts: ErrorFacts = {}) {
    super(code, message, facts);
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}

/** No answer came, after all retries; whether the call had an effect is not known. */
export class ConnectionError extends ParleyError {
  static override readonly family: string = 'ConnectionError';
}

/** No whole answer came within `timeoutMs`, after all retries; its effect is not known. */
export class TimeoutError extends ParleyError {
  static override readonly family: string = 'TimeoutError';
}

/** Why a webhook was not believed. */
export type SignatureProblem =
  | 'no-signature'
  | 'malformed'
  | 'too-old'
  | 'too-new'
  | 'bad-signature';

/** A webhook that is not surely Parley's: answer it with 400 and do nothing. */
export class SignatureVerificationError extends ParleyError {
  static override readonly family: string = 'SignatureVerificationError';
  readonly reason: SignatureProblem;

  constructor(reason: SignatureProblem, message: string, facts: ErrorFacts = {}) {
    super('signature-not-verified', message, facts);
    this.reason = reason;
  }
}
