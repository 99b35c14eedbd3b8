import { type Request, Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import { limits } from '../limits.ts';
import { pageAnswer } from './answer.ts';
import { answerChange } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { readApplicationChange } from './application-input.ts';
import { applicationAnswer, toApplication } from './application-routes.ts';
import { changeSettings, viewApplication } from './application-store.ts';
import { createKey, endKeyNow, rotateKey } from './change-keys.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { sendAnswer } from './entry-routes.ts';
import { createFieldChecks } from './field-checks.ts';
import { listKeys } from './operator-key-store.ts';
import {
  findApplication,
  insertApplication,
  listApplications,
  type PageQuery,
} from './operator-store.ts';
import { ProblemError } from './problems.ts';
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
    const { data, next } = await listApplications(pool, readPage(req));
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
    const stored = await findApplication(pool, req.params.applicationId);
    if (stored === null) throw new ProblemError('unknown-application');
    sendAnswer(res, applicationAnswer(200, stored));
  });
  router.patch('/applications/:applicationId', async (req, res) => {
    const change = readApplicationChange(req.body as Schemas['OperatorsChange'], deps.isTimeZone);
    const { applicationId } = req.params;
    const { answer } = await answerChange(
      deps,
      'change-application',
      requestOf(req, res),
      async (tx) => {
        await changeSettings(tx, applicationId, change);
        const stored = await findApplication(tx, applicationId);
        if (stored === null) throw new ProblemError('unknown-application');
        return { answer: applicationAnswer(200, stored), decision: null };
      },
    );
    sendAnswer(res, answer);
  });
}

function addKeys(router: Router, deps: ApiDeps): void {
  const { pool } = deps.database;
  router.get('/applications/:applicationId/keys', async (req, res) => {
    const { applicationId } = req.params;
    const stored = await findApplication(pool, applicationId);
    if (stored === null) throw new ProblemError('unknown-application');
    const { data, next } = await listKeys(pool, applicationId, readPage(req));
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

/** The query of a list, after the document's defaults were applied to it. */
function readPage(req: Request): PageQuery {
  const { limit, cursor } = req.query as unknown as { limit: number; cursor?: string };
  return { limit, ...(cursor !== undefined && { cursor: readCursor(cursor) }) };
}
