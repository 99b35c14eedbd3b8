import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { isDatabaseAway } from '../../db/database-away.ts';
import { limits } from '../../limits.ts';
import type { Log } from '../../ops/log.ts';
import {
  commonProblems,
  type ProblemRow,
  writeProblemDocument,
} from '../../ops/problem-document.ts';
import { chooseRequestId } from '../../ops/request-id.ts';
import type { Clock, FetchText, Random } from '../../ports.ts';
import { createByteBudget } from '../byte-budget.ts';
import { limitBytes } from '../limit-bytes.ts';
import { createStatusDoors, type StatusDoor, type StatusSecrets } from './status-doors.ts';
import { providers } from './status-event.ts';
import type { StatusIntake } from './status-intake.ts';

export interface StatusRoutesDeps {
  readonly intake: StatusIntake;
  readonly clock: Clock;
  readonly random: Random;
  readonly fetchText: FetchText;
  readonly log: Log;
  readonly secrets: StatusSecrets;
}

/** The same answers for every provider; none says what was wrong with a signature. */
const problems = {
  'malformed-request': [400, 'The body could not be read', 'Send it whole, as it is documented.'],
  unauthorized: [401, 'The request is not the provider’s', 'Look at the secret of this hook.'],
  'not-found': [404, 'There is nothing here', 'Set the secret of this provider to open this door.'],
  'body-too-large': [413, 'The body is too large', 'Send fewer reports at once.'],
  'unsupported-media-type': [415, 'Only JSON is read here', 'Send Content-Type: application/json.'],
  'temporarily-unavailable': commonProblems['temporarily-unavailable'],
} as const satisfies Record<string, ProblemRow>;
type StatusProblem = keyof typeof problems;

const path = '/api/hooks/email-status';

/** Amazon SNS calls its JSON a text. */
const jsonTypes = ['application/json', 'text/plain'];

/**
 * `POST /api/hooks/email-status` and one path for each provider below it: what became of mails of
 * ours. 200 means that the reports are committed; they are read afterwards.
 */
export function createStatusRoutes(deps: StatusRoutesDeps): Router {
  const router = Router();
  const doors = createStatusDoors(deps.secrets, deps);
  const budget = createByteBudget(limits.statusBufferedBytes, limits.hookFreeBytes);
  for (const provider of providers) {
    const door = doors.get(provider);
    router.post(
      provider === 'generic' ? path : `${path}/${provider}`,
      (request, response, next) => {
        const requestId = chooseRequestId(request.get('x-request-id'), deps.random);
        response.set({ 'X-Request-Id': requestId, 'Cache-Control': 'no-store' });
        if (!door) return sendProblem(response, 'not-found');
        if (door.admits((name) => request.get(name) ?? '')) return next();
        refuse(response, door);
      },
      // Whoever calls is known from the whole body only, so all bodies together have a limit.
      limitBytes(budget, () => limits.statusBodyBytes, sendAway),
      express.raw({ type: jsonTypes, limit: limits.statusBodyBytes }),
      (request, response, next) => {
        if (door) receive(deps, door, request, response).catch(next);
      },
    );
  }
  router.use(path, answerFault(deps.log));
  return router;
}

async function receive(
  { intake }: StatusRoutesDeps,
  door: StatusDoor,
  request: Request,
  response: Response,
): Promise<void> {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return sendProblem(response, 'unsupported-media-type');
  const events = await door.open({ body, header: (name) => request.get(name) ?? '' });
  if (events === 'away') return sendAway(response);
  if (events === 'unauthorized') return refuse(response, door);
  if (typeof events === 'string') return sendProblem(response, events);
  if (events.length > limits.statusEvents) return sendProblem(response, 'body-too-large');
  await intake.receive(events);
  response.status(200).json({});
}

function refuse(response: Response, { asksForSecret }: StatusDoor): void {
  if (asksForSecret) response.set('WWW-Authenticate', 'Bearer, Basic realm="Parley"');
  sendProblem(response, 'unauthorized');
}

function sendAway(response: Response): void {
  response.set('Retry-After', '5');
  sendProblem(response, 'temporarily-unavailable');
}

function sendProblem(response: Response, code: StatusProblem): void {
  const requestId = String(response.get('x-request-id'));
  const document = writeProblemDocument(code, problems[code], {}, requestId);
  response.status(document.status).type('application/problem+json').send(JSON.stringify(document));
}

/** Unreadable or oversized bodies are the caller's fault; the rest is ours and passes. */
function answerFault(log: Log): ErrorRequestHandler {
  return (error: { status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 0;
    if (status === 413) return sendProblem(response, 'body-too-large');
    if (status >= 400 && status < 500) return sendProblem(response, 'malformed-request');
    if (!isDatabaseAway(error)) return next(error);
    log.warn({ err: error }, 'statuses could not be stored');
    sendAway(response);
  };
}
