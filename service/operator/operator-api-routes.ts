import { type Request, Router } from 'express';
import { pageAnswer, sliceAnswer } from '../api/answer.ts';
import { writeCursor } from '../api/cursor.ts';
import { sendAnswer } from '../api/entry-routes.ts';
import { readListQuery } from '../api/list-query.ts';
import { ProblemError } from '../api/problems.ts';
import { createRawMails } from '../api/raw-mail-routes.ts';
import { pageOf, requestOf } from '../api/room-routes.ts';
import { viewRoom } from '../rooms/room-views.ts';
import { listActions } from './action-views.ts';
import { readAnyMail, writeAnyMail } from './any-mail.ts';
import { find } from './find.ts';
import { findOwner } from './find-views.ts';
import { viewAnyMail, viewAnyMessage } from './mail-views.ts';
import type { OperatorDeps } from './operator-deps.ts';
import { viewOverview } from './overview-views.ts';
import { takeAction } from './take-action.ts';
import { tellTimeline } from './timeline.ts';
import { readRecord } from './timeline-views.ts';
import type { ListName } from './work-lists.ts';
import { listWork, type WorkFilters } from './work-views.ts';
import { listWorkers } from './worker-views.ts';

/** `/v1/operator`: all applications, for who runs the service. Mount it behind the API's own. */
export function createOperatorApi(deps: OperatorDeps): Router {
  const router = Router();
  addRooms(router, deps);
  addMails(router, deps);
  addWork(router, deps);
  return router;
}

const bodyOf = (value: unknown) => ({ status: 200, headers: {}, body: JSON.stringify(value) });

function addRooms(router: Router, deps: OperatorDeps): void {
  const { pool } = deps.database;
  router.get('/operator/rooms', async (req, res) => {
    const { q, ...page } = readListQuery<WorkFilters & { readonly q: string }>(req.query);
    const { data, next } = await find(pool, q, page);
    sendAnswer(res, pageAnswer(data, writeCursor(next)));
  });
  router.get('/operator/rooms/:roomId', async (req, res) => {
    const { applicationId, application, room } = await findRoom(deps, req.params.roomId);
    sendAnswer(res, bodyOf({ applicationId, application, room }));
  });
  router.get('/operator/rooms/:roomId/timeline', async (req, res) => {
    const { applicationId, room } = await findRoom(deps, req.params.roomId);
    const entries = tellTimeline(await readRecord(pool, applicationId, room.id));
    sendAnswer(res, sliceAnswer(entries, pageOf(req)));
  });
}

async function findRoom({ database }: OperatorDeps, roomId: string) {
  const owner = await findOwner(database.pool, 'room', roomId);
  const room = owner && (await viewRoom(database.pool, owner.id, roomId));
  if (!owner || !room) throw new ProblemError('unknown-room');
  return { applicationId: owner.id, application: owner.name, room };
}

function addMails(router: Router, deps: OperatorDeps): void {
  const { pool } = deps.database;
  const sendRawMail = createRawMails();
  router.get('/operator/messages/:messageId', async (req, res) => {
    const message = await viewAnyMessage(pool, req.params.messageId);
    if (message === null) throw new ProblemError('unknown-message');
    sendAnswer(res, bodyOf(message));
  });
  router.get('/operator/messages/:messageId/raw', async (req, res) => {
    const { messageId } = req.params;
    await sendRawMail(res, messageId, () => writeAnyMail(deps, messageId));
  });
  router.get('/operator/inbound-mails/:inboundMailId', async (req, res) => {
    const mail = await viewAnyMail(pool, req.params.inboundMailId);
    if (mail === null) throw new ProblemError('unknown-inbound-mail');
    sendAnswer(res, bodyOf(mail));
  });
  router.get('/operator/inbound-mails/:inboundMailId/raw', async (req, res) => {
    const { inboundMailId } = req.params;
    await sendRawMail(res, inboundMailId, () => readAnyMail(deps, inboundMailId));
  });
}

function addWork(router: Router, deps: OperatorDeps): void {
  const { pool } = deps.database;
  router.get('/operator/overview', async (_req, res) => {
    sendAnswer(res, bodyOf(await viewOverview(pool, deps.clock.now())));
  });
  router.get('/operator/lists/:list', async (req: Request<{ list: ListName }>, res) => {
    const filters = readListQuery<WorkFilters>(req.query);
    const { data, next } = await listWork(pool, req.params.list, deps.clock.now(), filters);
    sendAnswer(res, pageAnswer(data, writeCursor(next)));
  });
  router.get('/operator/workers', async (_req, res) => {
    sendAnswer(res, bodyOf({ data: await listWorkers(pool) }));
  });
  router.get('/operator/actions', async (req, res) => {
    const { data, next } = await listActions(pool, readListQuery(req.query));
    sendAnswer(res, pageAnswer(data, writeCursor(next)));
  });
  router.post('/operator/actions', async (req, res) => {
    sendAnswer(res, await takeAction(deps, requestOf(req, res)));
  });
}
