import {
  commonProblems,
  type FieldError,
  type ProblemDocument,
  type ProblemRow,
  writeProblemDocument,
} from '../ops/problem-document.ts';

/** A mistake as JSON callers of the pages are told it (RFC 9457). */
export interface LinkProblem {
  readonly code: string;
  readonly errors?: readonly FieldError[];
}

const movedOn: ProblemRow = [
  409,
  'The session has moved on',
  'Open the page to see how it stands.',
];

/** Codes that the API has too mean the same there, under the same status and title. */
export const linkProblems: Readonly<Record<string, ProblemRow>> = {
  ...commonProblems,
  'invalid-request': [
    400,
    'The request is not what the API describes',
    'Send { token, proposedStartUtc, proposedEndUtc?, note? }; errors says what is wrong.',
  ],
  'link-unknown': [
    404,
    'The link is not known',
    'Take the whole token of the newest reschedule link.',
  ],
  'not-booked': [
    409,
    'The room has no guest',
    'The session is open, or this person is no longer part of it.',
  ],
  'room-cancelled': [409, 'The room is cancelled', 'Nothing can be changed any more.'],
  conflict: movedOn,
  'link-expired': [410, 'The link has expired', 'Its page mails a fresh one.'],
  'body-too-large': [413, 'The body is too large', 'Send at most 16 KiB.'],
  'unsupported-media-type': [
    415,
    'Only application/json is read here',
    'Send Content-Type: application/json, in UTF-8. (The page sends its own form.)',
  ],
  'too-many-proposals': [
    429,
    'This person asked for new times too often today',
    'Wait as long as Retry-After says; what is asked for already stays open.',
  ],
};

/** How long to wait after a 429: a minute's share is soon there again, a day's is not. */
export const retryAfterSeconds = (code: string): number =>
  code === 'too-many-proposals' ? 3_600 : 60;

/** The problem document; a reason of the rules without a row of its own is a conflict. */
export function writeProblem(problem: LinkProblem, requestId: string): ProblemDocument {
  const code = Object.hasOwn(linkProblems, problem.code) ? problem.code : 'conflict';
  const { errors = [] } = problem;
  return writeProblemDocument(code, linkProblems[code] ?? movedOn, { errors }, requestId);
}
