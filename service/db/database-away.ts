const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * SQLSTATEs that say "not now" (PostgreSQL, Appendix A): connection exceptions, shutdown and
 * start-up, no room (connections, memory, disk), a lock or statement timeout, a server that became
 * read-only.
 */
const states = /^(08...|53...|57P0[1-5]|57014|55P03|25006|25P03|58030)$/;

/** node-postgres has no codes for these. */
const clientMessages = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Query read timeout',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end',
];

/**
 * The connection broke after COMMIT was sent and before its answer came: nobody here knows whether
 * the transaction happened. Whoever wrote a key in it can look that up; everybody else answers as
 * if the database were away, and takes the same request again.
 */
export class CommitInDoubtError extends Error {
  /** SQLSTATE `transaction_resolution_unknown`. */
  readonly code = '08007';

  constructor(name: string, cause: unknown) {
    super(`nobody knows whether transaction ${name} was committed`, { cause });
    this.name = 'CommitInDoubtError';
  }
}

const sqlState = /^[0-9A-Z]{5}$/;

/** Whether `error` is the server's own word, and not the loss of it. */
export function isServerAnswer(error: unknown): boolean {
  return error instanceof Error && 'code' in error && sqlState.test(String(error.code));
}

/**
 * Whether `error` says that the database could not be reached or could not take the work now, so
 * that the same call may succeed later (503, 451, a retry) and no input is to blame.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, errors, cause } = error as Record<string, unknown>;
  if (networkCodes.has(String(code)) || states.test(String(code))) return true;
  if (clientMessages.some((start) => String(message).startsWith(start))) return true;
  // Several addresses of one host were tried: Node puts each failure into `errors`.
  if (Array.isArray(errors) && errors.some(isDatabaseAway)) return true;
  return isDatabaseAway(cause);
}

/** Whether two transactions were in each other's way, so that this one was rolled back. */
export const isConflict = (error: unknown): boolean =>
  isServerAnswer(error) && /^40(001|P01)$/.test(String((error as { code: unknown }).code));
