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
