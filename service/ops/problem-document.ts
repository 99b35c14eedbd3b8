/** Status, title, and what to do about it when nothing more exact is known. */
export type ProblemRow = readonly [status: number, title: string, detail: string];

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
