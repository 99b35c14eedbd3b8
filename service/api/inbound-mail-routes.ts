import { Router } from 'express';
import {
  type InboundMailFilters,
  listInboundMails,
  viewInboundMail,
  viewRawMail,
} from '../inbox/inbound-mail-views.ts';
import { explained, inboundMailAnswer, pageAnswer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { writeCursor } from './cursor.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { readListQuery } from './list-query.ts';
import { ProblemError } from './problems.ts';
import { createRawMails } from './raw-mail-routes.ts';
import { replayInboundMail } from './replay-inbound-mail.ts';
import { requestOf } from './room-routes.ts';

/** Mail that came in: what became of it, its bytes, and reading it again. */
export function createInboundMailRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { pool } = deps.database;
  router.get('/inbound-mails', async (req, res) => {
    const { applicationId } = contextOf(res);
    const filters = readListQuery<InboundMailFilters>(req.query);
    const { data, next } = await listInboundMails(pool, applicationId, filters);
    sendAnswer(res, pageAnswer(data.map(explained), writeCursor(next)));
  });
  router.get('/inbound-mails/:inboundMailId', async (req, res) => {
    const { inboundMailId } = req.params;
    const mail = await viewInboundMail(pool, contextOf(res).applicationId, inboundMailId);
    if (mail === null) throw new ProblemError('unknown-inbound-mail');
    sendAnswer(res, inboundMailAnswer(200, mail));
  });
  const sendRawMail = createRawMails();
  router.get('/inbound-mails/:inboundMailId/raw', async (req, res) => {
    const { inboundMailId } = req.params;
    await sendRawMail(res, inboundMailId, async () => {
      const raw = await viewRawMail(pool, contextOf(res).applicationId, inboundMailId);
      if (raw === null) throw new ProblemError('unknown-inbound-mail');
      if (raw.length === 0) throw new ProblemError('no-longer-kept');
      return raw;
    });
  });
  router.post('/inbound-mails/:inboundMailId/replay', async (req, res) => {
    const { inboundMailId } = req.params;
    sendAnswer(res, await replayInboundMail(deps, requestOf(req, res), inboundMailId));
  });
  return router;
}
