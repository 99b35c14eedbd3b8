import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import { limits } from '../limits.ts';
import { pageAnswer } from './answer.ts';
import { answerChange } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { applicationAnswer, toApplication } from './application-answer.ts';
import { readApplicationChange } from './application-input.ts';
import { changeSettings } from './application-store.ts';
import { changeApplication, viewApplication } from './change-application.ts';
import { createKey, endKeyNow, rotateKey } from './change-keys.ts';
import { writeCursor } from './cursor.ts';
import { sendAnswer } from './entry-routes.ts';
import { createFieldChecks } from './field-checks.ts';
import { readListQuery } from './list-query.ts';
import { listKeys } from './operator-key-store.ts';
import { insertApplication, listApplications } from './operator-store.ts';
import { requestOf } from './room-routes.ts';

type Schemas = components['schemas'];

/** `/v1/applications`: host applications and their keys, for whoever runs the service. */
export function createOperatorRoutes(deps: ApiDeps): Router {
  const router = Router();
  addApplications(router, deps);
  addKeys(router, deps);
  return router;
}

function addApplications(router: Router, deps: ApiDeps): void {
  const { pool } = deps.database;
  router.get('/applications', async (req, res) => {
    const { data, next } = await listApplications(pool, readListQuery(req.query));
    sendAnswer(res, pageAnswer(data.map(toApplication), writeCursor(next)));
  });
  router.post('/applications', async (req, res) => {
    const { name } = req.body as Schemas['NewApplication'];
    const settings = readApplicationChange(req.body as Schemas['NewApplication'], deps.isTimeZone);
    const id = deps.random.uuid();
    const { answer } = await answerChange(
      deps,
      'create-application',
      requestOf(req, res),
      async (tx) => {
        await insertApplication(tx, { id, name, now: deps.clock.now() });
        await changeSettings(tx, id, settings);
        const stored = await viewApplication(tx, id);
        return { answer: applicationAnswer(201, stored), decision: null };
      },
    );
    sendAnswer(res, answer);
  });
  router.get('/applications/:applicationId', async (req, res) => {
    sendAnswer(res, applicationAnswer(200, await viewApplication(pool, req.params.applicationId)));
  });
  router.patch('/applications/:applicationId', async (req, res) => {
    const change = readApplicationChange(req.body as Schemas['OperatorsChange'], deps.isTimeZone);
    const { applicationId } = req.params;
    sendAnswer(res, await changeApplication(deps, requestOf(req, res), applicationId, change));
  });
}

function addKeys(router: Router, deps: ApiDeps): void {
  const { pool } = deps.database;
  router.get('/applications/:applicationId/keys', async (req, res) => {
    const { applicationId } = req.params;
    await viewApplication(pool, applicationId);
    const { data, next } = await listKeys(pool, applicationId, readListQuery(req.query));
    sendAnswer(res, pageAnswer(data, writeCursor(next)));
  });
  router.post('/applications/:applicationId/keys', async (req, res) => {
    const { name, scopes = ['read', 'write'] } = (req.body ?? {}) as Schemas['NewApiKey'];
    const checks = createFieldChecks(deps.isTimeZone);
    const facts = { name: checks.line('name', name), scopes };
    checks.done();
    const { applicationId } = req.params;
    sendAnswer(res, await createKey(deps, requestOf(req, res), applicationId, facts));
  });
  router.delete('/applications/:applicationId/keys/:keyId', async (req, res) => {
    const { applicationId, keyId } = req.params;
    sendAnswer(res, await endKeyNow(deps, requestOf(req, res), applicationId, keyId));
  });
  router.post('/applications/:applicationId/keys/:keyId/rotate', async (req, res) => {
    const { overlapSeconds = limits.keyOverlapSeconds } = (req.body ??
      {}) as Schemas['KeyRotation'];
    const { applicationId, keyId } = req.params;
    const facts = { keyId, overlapSeconds };
    sendAnswer(res, await rotateKey(deps, requestOf(req, res), applicationId, facts));
  });
}
