import { type Request, type Response, Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import { listMessages } from '../outbox/message-views.ts';
import { viewHistory } from '../rooms/history-views.ts';
import { listRooms, viewRoom } from '../rooms/room-views.ts';
import type { Command } from '../scheduling/command.ts';
import { pageAnswer, roomAnswer, sliceAnswer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { changeRoom, commandRoom, createRoom, type RoomRequest } from './change-room.ts';
import { writeCursor } from './cursor.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { parseTime } from './field-checks.ts';
import { hasVersion } from './if-match.ts';
import { ProblemError } from './problems.ts';
import { hasRoom } from './room-guard-store.ts';
import { readChange, readFilters, readGuest, readNewRoom, readText } from './room-input.ts';

type Schemas = components['schemas'];

/** Everything under `/v1/rooms` but proposals. */
export function createRoomRoutes(deps: ApiDeps): Router {
  const router = Router();
  addReads(router, deps);
  addChanges(router, deps);
  return router;
}

function addReads(router: Router, deps: ApiDeps): void {
  const { pool } = deps.database;
  router.get('/rooms', async (req, res) => {
    const { applicationId } = contextOf(res);
    const filters = readFilters(req.query);
    const { data, next } = await listRooms(pool, applicationId, filters);
    sendAnswer(res, pageAnswer(data, writeCursor(next)));
  });
  router.get('/rooms/:roomId', async (req, res) => {
    const room = await viewRoom(pool, contextOf(res).applicationId, req.params.roomId);
    if (room === null) throw new ProblemError('unknown-room');
    const answer = roomAnswer(200, room);
    if (hasVersion(req.get('if-none-match'), room.version)) {
      res.status(304).set(answer.headers).end();
    } else sendAnswer(res, answer);
  });
  router.get('/rooms/:roomId/history', async (req, res) => {
    const { applicationId } = contextOf(res);
    await expectRoom(deps, applicationId, req.params.roomId);
    sendAnswer(
      res,
      sliceAnswer(await viewHistory(pool, applicationId, req.params.roomId), pageOf(req)),
    );
  });
  router.get('/rooms/:roomId/messages', async (req, res) => {
    const { applicationId } = contextOf(res);
    await expectRoom(deps, applicationId, req.params.roomId);
    sendAnswer(
      res,
      sliceAnswer(await listMessages(pool, applicationId, req.params.roomId), pageOf(req)),
    );
  });
}

function addChanges(router: Router, deps: ApiDeps): void {
  router.post('/rooms', async (req, res) => {
    const facts = readNewRoom(req.body as Schemas['NewRoom'], deps.isTimeZone);
    sendAnswer(res, await createRoom(deps, requestOf(req, res), facts));
  });
  router.patch('/rooms/:roomId', async (req, res) => {
    const change = readChange(req.body as Schemas['RoomChange'], deps.isTimeZone);
    sendAnswer(res, await changeRoom(deps, requestOf(req, res), change));
  });
  router.delete('/rooms/:roomId', async (req, res) => {
    await answerCommand(deps, 'cancel-room', req, res, { do: 'cancel', reason: reasonOf(req) });
  });
  router.post('/rooms/:roomId/book', async (req, res) => {
    const guest = readGuest(req.body as Schemas['Booking'], deps.isTimeZone);
    const attendeeId = deps.random.uuid();
    const command = { do: 'book' as const, guest: { ...guest, attendeeId } };
    await answerCommand(deps, 'book-room', req, res, command);
  });
  router.post('/rooms/:roomId/reschedule', async (req, res) => {
    const { startUtc, durationMinutes = null } = req.body as Schemas['Rescheduling'];
    await answerCommand(deps, 'reschedule-room', req, res, {
      do: 'reschedule',
      startUtc: parseTime('startUtc', startUtc),
      durationMinutes,
    });
  });
  router.post('/rooms/:roomId/unbook', async (req, res) => {
    await answerCommand(deps, 'unbook-room', req, res, { do: 'unbook', reason: reasonOf(req) });
  });
}

async function answerCommand(
  deps: ApiDeps,
  name: string,
  req: Request,
  res: Response,
  command: Command,
): Promise<void> {
  sendAnswer(res, await commandRoom(deps, name, requestOf(req, res), command));
}

/** The request as the doors want it, free of Express. */
export function requestOf(req: Request, res: Response): RoomRequest {
  return {
    context: contextOf(res),
    method: req.method,
    path: req.originalUrl,
    body: req.body as unknown,
    idempotencyKey: req.get('idempotency-key'),
    ifMatch: req.get('if-match'),
    roomId: String(req.params.roomId ?? ''),
  };
}

/** Which page of a list is asked for, after the document's default was applied. */
export const pageOf = (req: Request) =>
  req.query as unknown as { readonly limit: number; readonly cursor?: string };

/** Another application's room is as unknown as one that never was. */
export async function expectRoom(
  deps: ApiDeps,
  applicationId: string,
  roomId: string,
): Promise<void> {
  if (!(await hasRoom(deps.database.pool, applicationId, roomId))) {
    throw new ProblemError('unknown-room');
  }
}

const reasonOf = (req: Request): string | null =>
  readText('reason', (req.body as Schemas['Reason'] | undefined)?.reason);
