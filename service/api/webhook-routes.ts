import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import { limits } from '../limits.ts';
import {
  type AttemptFilters,
  listAttempts,
  listEndpoints,
  viewEndpoint,
  viewSecret,
} from '../webhooks/endpoint-views.ts';
import { pageAnswer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import {
  createEndpoint,
  deleteEndpoint,
  patchEndpoint,
  replayEvents,
  rotateEndpointSecret,
  testEndpoint,
} from './change-webhook.ts';
import { writeCursor } from './cursor.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { readListQuery } from './list-query.ts';
import { ProblemError } from './problems.ts';
import { requestOf } from './room-routes.ts';
import { readEndpointChange, readNewEndpoint, readReplay } from './webhook-input.ts';

type Schemas = components['schemas'];

/** `/v1/webhook-endpoints`: where events are posted. */
export function createWebhookRoutes(deps: ApiDeps): Router {
  const router = Router();
  addReads(router, deps);
  addChanges(router, deps);
  return router;
}

function addReads(router: Router, deps: ApiDeps): void {
  const { pool } = deps.database;
  router.get('/webhook-endpoints', async (req, res) => {
    const page = readListQuery(req.query);
    const { data, next } = await listEndpoints(pool, contextOf(res).applicationId, page);
    sendAnswer(res, pageAnswer(data, writeCursor(next)));
  });
  router.get('/webhook-endpoints/:endpointId', async (req, res) => {
    const { endpointId } = req.params;
    const endpoint = await viewEndpoint(pool, contextOf(res).applicationId, endpointId);
    if (endpoint === null) throw new ProblemError('unknown-webhook-endpoint');
    sendAnswer(res, { status: 200, headers: {}, body: JSON.stringify(endpoint) });
  });
  router.get('/webhook-endpoints/:endpointId/secret', async (req, res) => {
    const { applicationId } = contextOf(res);
    const { endpointId } = req.params;
    const secret = await viewSecret(pool, applicationId, endpointId, deps.clock.now());
    if (secret === null) throw new ProblemError('unknown-webhook-endpoint');
    sendAnswer(res, { status: 200, headers: {}, body: JSON.stringify(secret) });
  });
  router.get('/webhook-endpoints/:endpointId/attempts', async (req, res) => {
    const { applicationId } = contextOf(res);
    const { endpointId } = req.params;
    const filters = readListQuery<AttemptFilters>(req.query);
    if ((await viewEndpoint(pool, applicationId, endpointId)) === null) {
      throw new ProblemError('unknown-webhook-endpoint');
    }
    const { data, next } = await listAttempts(pool, applicationId, endpointId, filters);
    sendAnswer(res, pageAnswer(data, writeCursor(next)));
  });
}

function addChanges(router: Router, deps: ApiDeps): void {
  const { webhookAllowPrivate } = deps;
  router.post('/webhook-endpoints', async (req, res) => {
    const facts = readNewEndpoint(req.body as Schemas['NewWebhookEndpoint'], webhookAllowPrivate);
    sendAnswer(res, await createEndpoint(deps, requestOf(req, res), facts));
  });
  router.patch('/webhook-endpoints/:endpointId', async (req, res) => {
    const body = req.body as Schemas['WebhookEndpointChange'];
    const wanted = readEndpointChange(body, webhookAllowPrivate);
    const request = requestOf(req, res);
    sendAnswer(res, await patchEndpoint(deps, request, req.params.endpointId, wanted));
  });
  router.delete('/webhook-endpoints/:endpointId', async (req, res) => {
    sendAnswer(res, await deleteEndpoint(deps, requestOf(req, res), req.params.endpointId));
  });
  router.post('/webhook-endpoints/:endpointId/rotate-secret', async (req, res) => {
    const body = req.body as Schemas['SecretRotation'] | undefined;
    const overlap = body?.overlapSeconds ?? limits.webhookSecretOverlapSeconds;
    const request = requestOf(req, res);
    sendAnswer(res, await rotateEndpointSecret(deps, request, req.params.endpointId, overlap));
  });
  router.post('/webhook-endpoints/:endpointId/test', async (req, res) => {
    sendAnswer(res, await testEndpoint(deps, requestOf(req, res), req.params.endpointId));
  });
  router.post('/webhook-endpoints/:endpointId/replay', async (req, res) => {
    const replay = readReplay(req.body as Schemas['WebhookReplay']);
    const request = requestOf(req, res);
    sendAnswer(res, await replayEvents(deps, request, req.params.endpointId, replay));
  });
}
