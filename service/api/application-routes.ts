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
    const stored = await viewApplication(deps.database.pool, applicationId);
    sendAnswer(res, applicationAnswer(200, stored));
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
        return { answer: applicationAnswer(200, stored), decision: null };
      },
    );
    sendAnswer(res, answer);
  });
  return router;
}

/** An application with its settings, as it is now. */
export function applicationAnswer(status: 200 | 201, stored: StoredApplication): Answer {
  const headers = status === 201 ? { Location: `/v1/applications/${stored.id}` } : {};
  return { status, headers, body: JSON.stringify(toApplication(stored)) };
}

/** Application of the document. */
export function toApplication({
  id,
  createdAt,
  settings,
}: StoredApplication): Schemas['Application'] {
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
  return application;
}
