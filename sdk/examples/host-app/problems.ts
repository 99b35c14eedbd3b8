import { ParleyError, type ParleyErrorCode } from '@parley/sdk';

/** What a person reads when Parley refuses. Codes are stable; its English words are for logs. */
const words: Partial<Record<ParleyErrorCode, string>> = {
  'already-booked': 'Somebody was faster: this session has just been booked.',
  'not-booked': 'Nobody is in this session any more, so there was nothing to change.',
  'room-cancelled': 'This session was cancelled meanwhile.',
  'unknown-room': 'There is no such session.',
  'start-in-past': 'That time has passed. Choose one that is still to come.',
  'too-short-notice': 'That is too soon. Choose a later time.',
  'duration-not-allowed': 'Sessions last 30, 60 or 90 minutes.',
  'version-mismatch': 'This session changed while you were looking. Here is how it stands now.',
  'proposal-settled': 'That request was settled meanwhile.',
  'host-is-guest': 'You cannot book your own session.',
  'idempotency-key-reused': 'This form was sent before. Look whether it did what you wanted.',
  'too-many-requests': 'That was a lot at once. Wait a moment and try again.',
  'connection-failed': 'The calendar service cannot be reached just now. Try again in a moment.',
  'timed-out': 'The calendar service takes too long just now. Try again in a moment.',
  'temporarily-unavailable': 'The calendar service is busy just now. Try again in a moment.',
};

/** One friendly sentence for what Parley refused; any other error is thrown on. */
export function tellProblem(error: unknown): string {
  if (!(error instanceof ParleyError)) throw error;
  const { code, requestId } = error;
  const told = words[code] ?? 'That did not work.';
  // Whoever runs Parley finds the request by its id.
  return words[code] === undefined && requestId ? `${told} (Request ${requestId})` : told;
}

/** Whether the problem is one of time, to be told beside the fields of a form. */
export function isAboutTime(error: unknown): boolean {
  const codes = ['start-in-past', 'too-short-notice', 'duration-not-allowed', 'invalid-request'];
  return error instanceof ParleyError && codes.includes(error.code);
}
