import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import type { Answer } from './answer.ts';
import { answerChange } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { readApplicationChange } from './application-input.ts';
import { changeSettings, type StoredApplication, viewApplication } from './application-store.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { requestOf } from './room-routes.ts';

type Schemas = components['schemas'];

/** `/v1/application`: the settings of whoever asks. */
export function createApplicationRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get('/application', async (_req, res) => {
    const { applicationId } = contextOf(res);
    sendAnswer(res, applicationAnswer(await viewApplication(deps.database.pool, applicationId)));
  });
  router.patch('/application', async (req, res) => {
    const change = readApplicationChange(req.body as Schemas['ApplicationChange'], deps.isTimeZone);
    const { applicationId } = contextOf(res);
    const { answer } = await answerChange(
      deps,
      'change-application',
      requestOf(req, res),
      async (tx) => {
        await changeSettings(tx, applicationId, change);
        const stored = await viewApplication(tx, applicationId);
        return { answer: applicationAnswer(stored), decision: null };
      },
    );
    sendAnswer(res, answer);
  });
  return router;
}

function applicationAnswer({ id, createdAt, settings }: StoredApplication): Answer {
  const application: Schemas['Application'] = {
    id,
    name: settings.name,
    organizerName: settings.organizerName,
    sessionName: settings.sessionName,
    declineRule: settings.declineRule,
    declineHoldSeconds: settings.declineHoldSeconds,
    proposalTtlHours: settings.proposalTtlHours,
    minimumNoticeMinutes: settings.minimumNoticeMinutes,
    allowCounter: settings.allowCounter,
    calendarZones: settings.calendarZones,
    defaultTimeZone: settings.defaultTimeZone,
    defaultLocale: settings.defaultLocale,
    brand: settings.brand,
    createdAt: createdAt.toISOString(),
  };
  return { status: 200, headers: {}, body: JSON.stringify(application) };
}
