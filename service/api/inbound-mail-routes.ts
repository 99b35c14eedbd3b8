import { Router } from 'express';
import {
  type InboundMailFilters,
  listInboundMails,
  viewInboundMail,
  viewRawMail,
} from '../inbox/inbound-mail-views.ts';
import { limits } from '../limits.ts';
import { explained, inboundMailAnswer, pageAnswer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { createFieldChecks } from './field-checks.ts';
import { hideTokensInMail } from './hide-tokens-in-mail.ts';
import { unavailable } from './problem-of-error.ts';
import { ProblemError } from './problems.ts';
import { replayInboundMail } from './replay-inbound-mail.ts';
import { requestOf } from './room-routes.ts';

/** Mail that came in: what became of it, its bytes, and reading it again. */
export function createInboundMailRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { pool } = deps.database;
  router.get('/inbound-mails', async (req, res) => {
    const { applicationId } = contextOf(res);
    const filters = readFilters(req.query as unknown as ListQuery);
    const { data, next } = await listInboundMails(pool, applicationId, filters);
    sendAnswer(res, pageAnswer(data.map(explained), writeCursor(next)));
  });
  router.get('/inbound-mails/:inboundMailId', async (req, res) => {
    const { inboundMailId } = req.params;
    const mail = await viewInboundMail(pool, contextOf(res).applicationId, inboundMailId);
    if (mail === null) throw new ProblemError('unknown-inbound-mail');
    sendAnswer(res, inboundMailAnswer(200, mail));
  });
  let rawMails = 0;
  router.get('/inbound-mails/:inboundMailId/raw', async (req, res) => {
    // A mail is large, and stays in memory until a slow caller has read it.
    if (rawMails >= limits.rawMailsAtOnce) throw unavailable();
    rawMails += 1;
    res.once('close', () => {
      rawMails -= 1;
    });
    const { inboundMailId } = req.params;
    const raw = await viewRawMail(pool, contextOf(res).applicationId, inboundMailId);
    if (raw === null) throw new ProblemError('unknown-inbound-mail');
    if (res.headersSent) return;
    // A stranger's bytes: a browser that is led here must neither guess their type nor show them.
    res.set({
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${inboundMailId.toLowerCase()}.eml"`,
      'X-Content-Type-Options': 'nosniff',
    });
    res.end(hideTokensInMail(raw));
  });
  router.post('/inbound-mails/:inboundMailId/replay', async (req, res) => {
    const { inboundMailId } = req.params;
    sendAnswer(res, await replayInboundMail(deps, requestOf(req, res), inboundMailId));
  });
  return router;
}

/** The list's query, after the document's defaults and coercions were applied to it. */
interface ListQuery extends Omit<InboundMailFilters, 'from' | 'to' | 'cursor'> {
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
}

function readFilters({ from, to, cursor, ...rest }: ListQuery): InboundMailFilters {
  const checks = createFieldChecks(() => true);
  const filters = {
    ...rest,
    ...(from !== undefined && { from: checks.time('query.from', from) }),
    ...(to !== undefined && { to: checks.time('query.to', to) }),
    ...(cursor !== undefined && { cursor: readCursor(cursor) }),
  };
  checks.done();
  return filters;
}
