import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import type { ApiDeps } from './api-deps.ts';
import { applicationAnswer } from './application-answer.ts';
import { readApplicationChange } from './application-input.ts';
import { changeApplication, viewApplication } from './change-application.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { requestOf } from './room-routes.ts';

/** `/v1/application`: the settings of whoever asks. */
export function createApplicationRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get('/application', async (_req, res) => {
    const { applicationId } = contextOf(res);
    const stored = await viewApplication(deps.database.pool, applicationId);
    sendAnswer(res, applicationAnswer(200, stored));
  });
  router.patch('/application', async (req, res) => {
    const body = req.body as components['schemas']['ApplicationChange'];
    const change = readApplicationChange(body, deps.isTimeZone);
    const { applicationId } = contextOf(res);
    sendAnswer(res, await changeApplication(deps, requestOf(req, res), applicationId, change));
  });
  return router;
}
