/** Status, title, and what to do about it when nothing more exact is known. */
export type ProblemRow = readonly [status: number, title: string, detail: string];

/** Problems that mean the same at every door, and are worded once. */
export const commonProblems = {
  'malformed-json': [400, 'The body is not JSON', 'Send a JSON object as the body.'],
  'start-in-past': [422, 'The start is not in the future', 'Choose a later start.'],
  'duration-not-allowed': [
    422,
    'A session lasts 30, 60 or 90 minutes',
    'Choose one of these lengths.',
  ],
  'too-short-notice': [
    422,
    'The start is too soon',
    'Choose a start that leaves the minimum notice of this application.',
  ],
  'time-unchanged': [
    422,
    'The proposed time is the present one',
    'Propose another start or another length.',
  ],
  'too-many-requests': [429, 'Too many requests', 'Wait as long as Retry-After says.'],
  'internal-error': [
    500,
    'Something went wrong on our side',
    'Nothing was changed. Tell the operator the requestId.',
  ],
  'temporarily-unavailable': [
    503,
    'The service cannot answer right now',
    'Send the same request again after Retry-After.',
  ],
} as const satisfies Record<string, ProblemRow>;

/** One wrong field: `guest.email`, `query.limit`, `header.if-match`, `path.roomId`. */
export interface FieldError<Code extends string = string> {
  readonly field: string;
  readonly message: string;
  readonly code?: Code;
}

/** A problem document (RFC 9457 §3). */
export interface ProblemDocument<Code extends string = string> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: Code;
  readonly detail: string;
  /** Empty when no single field is to blame. */
  readonly errors: readonly FieldError<Code>[];
  readonly requestId: string;
}

/** The one place where problem documents are made; each door has its own table of codes. */
export function writeProblemDocument<Code extends string>(
  code: Code,
  [status, title, detail]: ProblemRow,
  facts: { readonly detail?: string; readonly errors?: readonly FieldError<Code>[] },
  requestId: string,
): ProblemDocument<Code> {
  return {
    type: `urn:parley:problem:${code}`,
    title,
    status,
    code,
    detail: facts.detail ?? detail,
    errors: facts.errors ?? [],
    requestId,
  };
}
