import { limits } from '../limits.ts';
import type { ProposalView } from '../rooms/room-view.ts';
import type { LinkProblem } from './link-problem.ts';
import { openVisit } from './open-visit.ts';
import type { PageDeps } from './page-deps.ts';
import { readInstant } from './page-times.ts';
import { cleanNote, type Wish } from './proposal-form.ts';
import { propose } from './propose.ts';

export type JsonAnswer =
  | { readonly status: 200 | 201; readonly proposal: ProposalView }
  | { readonly problem: LinkProblem };

/** Takes a proposal as JSON: `{ token, proposedStartUtc, proposedEndUtc?, note? }`. */
export async function proposeAsJson(
  deps: PageDeps,
  body: unknown,
  requestId: string,
): Promise<JsonAnswer> {
  const read = readBody(body);
  if ('errors' in read) return { problem: { code: 'invalid-request', errors: read.errors } };
  const visit = await openVisit(deps, read.token, 'propose');
  if (visit.state !== 'valid') {
    deps.metrics.link('propose', visit.state);
    return { problem: { code: visit.state === 'unknown' ? 'link-unknown' : 'link-expired' } };
  }
  const { room, person } = visit.view;
  if (room.status === 'cancelled') return { problem: { code: 'room-cancelled' } };
  if (!person.isStillIn) return { problem: { code: 'not-booked' } };
  if (read.wish === null) return { problem: { code: 'duration-not-allowed' } };
  const proposed = await propose(deps, visit, read.wish, requestId);
  if ('reason' in proposed) return { problem: { code: proposed.reason } };
  return { status: proposed.isNew ? 201 : 200, proposal: proposed.proposal };
}

interface FieldError {
  readonly field: string;
  readonly message: string;
}

type Body = { readonly token: string; readonly wish: Wish | null };

const knownFields = ['token', 'proposedStartUtc', 'proposedEndUtc', 'note'];

/** Reads the body; `wish` null: the two times make no length a session can have. */
function readBody(body: unknown): Body | { errors: FieldError[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { errors: [{ field: 'body', message: 'Send a JSON object.' }] };
  }
  const { token, proposedStartUtc, proposedEndUtc, note } = body as Record<string, unknown>;
  const start = readInstant(proposedStartUtc);
  const end = proposedEndUtc === undefined ? null : readInstant(proposedEndUtc);
  const text = note === undefined || note === null ? '' : note;
  const errors = Object.keys(body)
    .filter((field) => !knownFields.includes(field))
    .map((field) => ({ field: field.slice(0, 64), message: 'Unknown field.' }));
  const check = (isGood: boolean, field: string, message: string) => {
    if (!isGood) errors.push({ field, message });
  };
  check(typeof token === 'string' && token !== '', 'token', 'The token of a reschedule link.');
  check(start !== undefined, 'proposedStartUtc', timeMessage);
  check(end !== undefined, 'proposedEndUtc', timeMessage);
  const isText = typeof text === 'string' && text.length <= limits.noteLength;
  check(isText, 'note', `Text of up to ${limits.noteLength} characters.`);
  if (errors.length > 0 || start === undefined || end === undefined) return { errors };
  const noteText = cleanNote(String(text));
  const durationMinutes = end && (end.getTime() - start.getTime()) / 60_000;
  if (durationMinutes !== null && !Number.isInteger(durationMinutes)) {
    return { token: String(token), wish: null };
  }
  return {
    token: String(token),
    wish: { startUtc: start, durationMinutes, note: noteText === '' ? null : noteText },
  };
}

const timeMessage = 'A time in UTC with whole seconds, for example 2027-03-03T09:00:00Z.';
