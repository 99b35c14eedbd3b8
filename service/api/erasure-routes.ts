import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import { answerChange } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { sendAnswer } from './entry-routes.ts';
import { createFieldChecks } from './field-checks.ts';
import { causeOf } from './request-context.ts';
import { requestOf } from './room-routes.ts';

/** `/v1/erasures`: a person is forgotten, and comes to be known no more. */
export function createErasureRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post('/erasures', async (req, res) => {
    const { email } = req.body as components['schemas']['NewErasure'];
    const checks = createFieldChecks(deps.isTimeZone);
    checks.address('email', email);
    checks.done();
    const request = requestOf(req, res);
    const { context } = request;
    const { answer } = await answerChange(deps, 'erase-person', request, async (tx) => {
      const erased = await deps.waist.erase(tx, context.applicationId, email, causeOf(context));
      const body = JSON.stringify({ erased } satisfies components['schemas']['Erasure']);
      const answer = { status: 200, headers: {}, body };
      // The other people of coming sessions are told.
      return { answer, decision: null, isMailOwed: erased.rooms > 0 };
    });
    sendAnswer(res, answer);
  });
  return router;
}
