import { Router } from 'express';
import {
  listAllMessages,
  type MessageFilters,
  viewFacts,
  viewMessage,
} from '../outbox/message-views.ts';
import { type Answer, pageAnswer, problemAnswer } from './answer.ts';
import { answerChange } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { writeCursor } from './cursor.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { readListQuery } from './list-query.ts';
import { ProblemError } from './problems.ts';
import { createRawMails } from './raw-mail-routes.ts';
import { causeOf } from './request-context.ts';
import { requestOf } from './room-routes.ts';

/** Mails that went out or will: what became of them, their bytes, and sending them again. */
export function createMessageRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { pool } = deps.database;
  const sendRawMail = createRawMails();
  router.get('/messages', async (req, res) => {
    const filters = readListQuery<MessageFilters>(req.query);
    const { data, next } = await listAllMessages(pool, contextOf(res).applicationId, filters);
    sendAnswer(res, pageAnswer(data, writeCursor(next)));
  });
  router.get('/messages/:messageId', async (req, res) => {
    const message = await viewMessage(pool, contextOf(res).applicationId, req.params.messageId);
    if (message === null) throw new ProblemError('unknown-message');
    sendAnswer(res, { status: 200, headers: {}, body: JSON.stringify(message) });
  });
  router.get('/messages/:messageId/raw', async (req, res) => {
    const { messageId } = req.params;
    await sendRawMail(res, messageId, async () => {
      const found = await viewFacts(pool, contextOf(res).applicationId, messageId);
      if (found === null) throw new ProblemError('unknown-message');
      if (found.isErased) throw new ProblemError('person-erased');
      return deps.pen.writeMail(found.facts);
    });
  });
  router.post('/messages/:messageId/resend', async (req, res) => {
    const { messageId } = req.params;
    const request = requestOf(req, res);
    const { applicationId, requestId } = request.context;
    const cause = causeOf(request.context);
    const { answer } = await answerChange(deps, 'resend-message', request, async (tx) => {
      const resent = await deps.waist.resend(tx, applicationId, messageId, cause);
      if ('refused' in resent) {
        // Thrown, so that an idempotency key does not keep what will not hold for long.
        if (isPassing(resent.refused)) throw new ProblemError(resent.refused);
        return { answer: problemAnswer(resent.refused, {}, requestId), decision: null };
      }
      const message = await viewMessage(tx, applicationId, resent.messageId);
      const answer = resentAnswer(resent.messageId, message);
      return { answer, decision: null, isMailOwed: true };
    });
    sendAnswer(res, answer);
  });
  return router;
}

const isPassing = (code: string): boolean =>
  code === 'unknown-message' || code === 'message-in-flight';

const resentAnswer = (id: string, message: unknown): Answer => ({
  status: 202,
  headers: { Location: `/v1/messages/${id}` },
  body: JSON.stringify(message),
});
