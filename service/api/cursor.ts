import type { Place } from '../db/page.ts';
import { ProblemError } from './problems.ts';

const cursorPattern = /^(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The place after which the next page begins, as an opaque word. */
export function writeCursor(place: Place | null): string | null {
  if (place === null) return null;
  return Buffer.from(`${place.at.getTime()}.${place.id}`).toString('base64url');
}

/** The same for a list that only grows at its end: how much of it was shown. */
export const writeOffset = (shown: number): string =>
  Buffer.from(`after ${shown}`).toString('base64url');

/** Throws `invalid-request` for anything we did not write. */
export function readOffset(text: string): number {
  const match = /^after (\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (match === null) throw foreignCursor();
  return Number(match[1]);
}

function foreignCursor(): ProblemError {
  const errors = [{ field: 'query.cursor', message: 'must be a nextCursor of this list' }];
  return new ProblemError('invalid-request', { errors });
}

/** Throws `invalid-request` for anything we did not write. */
export function readCursor(text: string): Place {
  const match = cursorPattern.exec(Buffer.from(text, 'base64url').toString('latin1'));
  const at = new Date(Number(match?.[1]));
  const id = match?.[2];
  if (id === undefined || Number.isNaN(at.getTime())) {
    throw foreignCursor();
  }
  return { at, id };
}
