import type { RoomCursor } from '../rooms/room-views.ts';
import { ProblemError } from './problems.ts';

const cursorPattern = /^(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The place after which the next page begins, as an opaque word. */
export function writeCursor(cursor: RoomCursor | null): string | null {
  if (cursor === null) return null;
  return Buffer.from(`${cursor.startUtc.getTime()}.${cursor.id}`).toString('base64url');
}

/** Throws `invalid-request` for anything we did not write. */
export function readCursor(text: string): RoomCursor {
  const match = cursorPattern.exec(Buffer.from(text, 'base64url').toString('latin1'));
  const startUtc = new Date(Number(match?.[1]));
  const id = match?.[2];
  if (id === undefined || Number.isNaN(startUtc.getTime())) {
    const errors = [{ field: 'query.cursor', message: 'must be a nextCursor of this list' }];
    throw new ProblemError('invalid-request', { errors });
  }
  return { startUtc, id };
}
