import type { Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import {
  addEndpoint,
  changeEndpoint,
  type EndpointChange,
  queueDelivery,
  type Replay,
  removeEndpoint,
  replayDeliveries,
  rotateSecret,
} from '../webhooks/endpoint-store.ts';
import { type EndpointView, viewEndpoint, viewSecret } from '../webhooks/endpoint-views.ts';
import { recordEvents } from '../webhooks/event-store.ts';
import { placeForReading } from '../webhooks/place-events.ts';
import { holdEndpoint } from '../webhooks/settle-store.ts';
import { writeSecret } from '../webhooks/sign-event.ts';
import { type Answer, problemAnswer } from './answer.ts';
import { answerChange, type ChangeRequest } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { ProblemError } from './problems.ts';

const secretBytes = 32;

/** Adds an endpoint: 201 with its secret. */
export async function createEndpoint(
  deps: ApiDeps,
  request: ChangeRequest,
  facts: { url: string; eventTypes: readonly string[]; description: string | null },
): Promise<Answer> {
  const { applicationId, requestId } = request.context;
  const id = deps.random.uuid();
  const secret = writeSecret(deps.random.bytes(secretBytes));
  return change(deps, 'create-endpoint', request, async (tx) => {
    const endpoint = { ...facts, applicationId, id, secret, createdAt: deps.clock.now() };
    if (!(await addEndpoint(tx, endpoint, limits.webhookEndpoints))) {
      return problemAnswer('too-many-webhook-endpoints', {}, requestId);
    }
    const made = { ...(await viewEndpoint(tx, applicationId, id)), secret };
    return answerOf(201, made, { Location: `/v1/webhook-endpoints/${id}` });
  });
}

export function patchEndpoint(
  deps: ApiDeps,
  request: ChangeRequest,
  id: string,
  wanted: EndpointChange,
): Promise<Answer> {
  return changeOne(deps, 'change-endpoint', request, id, async (tx) => {
    const { applicationId } = request.context;
    await changeEndpoint(tx, applicationId, id, wanted, deps.clock.now());
    return answerOf(200, await viewEndpoint(tx, applicationId, id));
  });
}

export function deleteEndpoint(deps: ApiDeps, request: ChangeRequest, id: string): Promise<Answer> {
  return changeOne(deps, 'delete-endpoint', request, id, async (tx, endpoint) => {
    await removeEndpoint(tx, request.context.applicationId, id);
    return answerOf(200, endpoint);
  });
}

export function rotateEndpointSecret(
  deps: ApiDeps,
  request: ChangeRequest,
  id: string,
  overlapSeconds: number,
): Promise<Answer> {
  const secret = writeSecret(deps.random.bytes(secretBytes));
  return changeOne(deps, 'rotate-secret', request, id, async (tx) => {
    const { applicationId } = request.context;
    const now = deps.clock.now();
    const overlapUntil = new Date(now.getTime() + overlapSeconds * 1000);
    await rotateSecret(tx, applicationId, id, { secret, overlapUntil, now });
    return answerOf(200, await viewSecret(tx, applicationId, id, now));
  });
}

/** Writes a `webhook.test` event and queues it for this endpoint alone: 202 with the event. */
export function testEndpoint(deps: ApiDeps, request: ChangeRequest, id: string): Promise<Answer> {
  return changeEnabled(deps, 'test-endpoint', request, id, async (tx) => {
    const { applicationId, requestId } = request.context;
    const now = deps.clock.now();
    const event = {
      id: deps.random.uuid(),
      type: 'webhook.test',
      occurredAt: now.toISOString(),
      applicationId,
      endpointId: id,
      cause: { channel: 'api', requestId, actor: 'application' },
    };
    const { id: eventId, type } = event;
    const row = { applicationId, id: eventId, type, occurredAt: now, roomId: null };
    await recordEvents(tx, [{ ...row, payload: event }]);
    const delivery = { id: deps.random.uuid(), endpointId: id, eventId };
    await queueDelivery(tx, applicationId, delivery, now);
    return answerOf(202, event);
  });
}

/** Queues past events again: 202 with how many. */
export async function replayEvents(
  deps: ApiDeps,
  request: ChangeRequest,
  id: string,
  replay: Replay,
): Promise<Answer> {
  const { applicationId } = request.context;
  // An event without a place would be queued when it gets one, but not counted here.
  while (await placeForReading(deps, applicationId));
  return changeEnabled(deps, 'replay-events', request, id, async (tx) => {
    const now = deps.clock.now();
    const deliveries = await replayDeliveries(tx, applicationId, id, replay, now);
    return answerOf(202, { deliveries });
  });
}

/** A change of an endpoint that must not be disabled. */
function changeEnabled(
  deps: ApiDeps,
  name: string,
  request: ChangeRequest,
  id: string,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  return changeOne(deps, name, request, id, async (tx, endpoint) => {
    const { requestId } = request.context;
    if (!endpoint.enabled) return problemAnswer('webhook-endpoint-disabled', {}, requestId);
    return work(tx);
  });
}

/** A change of an endpoint that is there; it is held, so that it cannot be deleted meanwhile. */
function changeOne(
  deps: ApiDeps,
  name: string,
  request: ChangeRequest,
  id: string,
  work: (tx: Tx, endpoint: EndpointView) => Promise<Answer>,
): Promise<Answer> {
  const { applicationId } = request.context;
  return change(deps, name, request, async (tx) => {
    const isThere = await holdEndpoint(tx, { applicationId, endpointId: id });
    const endpoint = isThere ? await viewEndpoint(tx, applicationId, id) : null;
    if (endpoint === null) throw new ProblemError('unknown-webhook-endpoint');
    return work(tx, endpoint);
  });
}

async function change(
  deps: ApiDeps,
  name: string,
  request: ChangeRequest,
  work: (tx: Tx) => Promise<Answer>,
): Promise<Answer> {
  const { answer } = await answerChange(deps, name, request, async (tx) => ({
    answer: await work(tx),
    decision: null,
  }));
  // Something may be due by it: what waited, a test, a replay.
  if (answer.status < 300) deps.doorbell.ring('deliver-webhooks');
  return answer;
}

const answerOf = (
  status: 200 | 201 | 202,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ status, headers, body: JSON.stringify(body) });
