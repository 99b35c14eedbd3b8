import { Router } from 'express';
import {
  findLastPlace,
  findPlace,
  isInGap,
  listEvents,
  viewEvent,
} from '../webhooks/event-views.ts';
import { placeForReading } from '../webhooks/place-events.ts';
import { pageAnswer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { ProblemError } from './problems.ts';

interface ListQuery {
  readonly after?: string;
  readonly type?: string;
  readonly roomId?: string;
  readonly limit: number;
}

/** `/v1/events`: the log of everything an application is told of. */
export function createEventRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { pool } = deps.database;
  router.get('/events', async (req, res) => {
    const { applicationId } = contextOf(res);
    const { after, type, roomId, limit } = req.query as unknown as ListQuery;
    const hasMore = await placeForReading(deps, applicationId);
    const place = after === undefined ? 0 : await readPlace(deps, applicationId, after);
    // Asked before the page is read: what is placed meanwhile is behind it.
    const last = hasMore ? await findLastPlace(pool, applicationId) : null;
    const { data, next } = await listEvents(pool, applicationId, {
      after: place,
      type,
      roomId,
      limit,
    });
    // Asked after the page was read: what was forgotten meanwhile is missing in it.
    const isBroken = after !== undefined && (await isInGap(pool, applicationId, place));
    if (isBroken) throw new ProblemError('no-longer-kept', { detail: readAnew });
    sendAnswer(res, pageAnswer(data, writePlace(next ?? last)));
  });
  router.get('/events/:eventId', async (req, res) => {
    const event = await viewEvent(pool, contextOf(res).applicationId, req.params.eventId);
    if (event === null) throw new ProblemError('unknown-event');
    sendAnswer(res, { status: 200, headers: {}, body: JSON.stringify(event) });
  });
  return router;
}

const readAnew =
  'Events between this one and what is kept are gone; read the rooms, then the log without after.';

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const placePattern = /^place (\d{1,15})$/;

const writePlace = (place: number | null): string | null =>
  place === null ? null : Buffer.from(`place ${place}`).toString('base64url');

/** The place behind which to go on, from an event's id or a cursor. */
async function readPlace(deps: ApiDeps, applicationId: string, after: string): Promise<number> {
  const { pool } = deps.database;
  const isId = idPattern.test(after);
  const place = isId
    ? await findPlace(pool, applicationId, after)
    : placePattern.exec(Buffer.from(after, 'base64url').toString('latin1'))?.[1];
  if (place === null || place === undefined) {
    const isGone = isId && (await isInGap(pool, applicationId, null));
    if (isGone) throw new ProblemError('no-longer-kept', { detail: readAnew });
    const message = 'must be the id of an event or a nextCursor of this list';
    throw new ProblemError('invalid-request', { errors: [{ field: 'query.after', message }] });
  }
  return Number(place);
}
