import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { limits } from '../limits.ts';
import { chooseRequestId } from '../ops/request-id.ts';
import { createAdmission } from './admission-routes.ts';
import { type Answer, problemAnswer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { checkJson } from './check-json.ts';
import { contractValidators } from './contract.ts';
import { unavailable } from './problem-of-error.ts';
import type { RequestContext } from './request-context.ts';

/** What every request passes before its route: name, key, body, and the document's rules. */
export function createEntry(deps: ApiDeps): Router {
  const router = Router();
  router.use((req, res, next) => beginRequest(deps, req, res, next));
  const tell = (res: Response, applicationId: string) =>
    setContext(res, { ...contextOf(res), applicationId });
  router.use(createAdmission(deps, tell));
  // Not strict: that a number is no room is for the document to say, not for the JSON reader.
  router.use('/rooms/import', express.json({ limit: limits.importBodyBytes, strict: false }));
  router.use(express.json({ limit: limits.requestBodyBytes, strict: false }));
  router.use((req, _res, next) => {
    checkJson(req.body, 'body');
    checkJson(req.query, 'query');
    next();
  });
  router.use(...contractValidators(deps.validateResponses));
  return router;
}

/** Sends a finished answer, unless the deadline has sent one already. */
export function sendAnswer(res: Response, answer: Answer): void {
  if (res.headersSent) return;
  // JSON text survives being read and written again byte for byte, and `json` is what the
  // validator of answers listens to.
  res.status(answer.status).set(answer.headers).json(JSON.parse(answer.body));
}

/** Who asks; set before any route runs. */
export function contextOf(res: Response): RequestContext {
  return (res.locals as { context: RequestContext }).context;
}

function setContext(res: Response, context: RequestContext): void {
  (res.locals as { context: RequestContext }).context = context;
}

function beginRequest(deps: ApiDeps, req: Request, res: Response, next: NextFunction): void {
  const requestId = chooseRequestId(req.get('x-request-id'), deps.random);
  setContext(res, { requestId, applicationId: '' });
  res.set({ 'X-Request-Id': requestId, 'Cache-Control': 'no-store' });
  const { method } = req;
  // A HEAD is a GET whose body Node leaves out (RFC 9110 §9.3.2); the document describes the GET.
  if (method === 'HEAD') req.method = 'GET';
  const startedAt = deps.clock.now().getTime();
  const deadline = setTimeout(() => {
    const { code, facts } = unavailable();
    sendAnswer(res, problemAnswer(code, facts, requestId));
  }, limits.requestTimeoutMs);
  res.once('close', () => {
    clearTimeout(deadline);
    const seconds = (deps.clock.now().getTime() - startedAt) / 1000;
    const { route, roomId } = placeOf(req);
    const { status, applicationId } = { status: res.statusCode, ...contextOf(res) };
    deps.metrics.httpRequest(route, method, status, seconds);
    const facts = { requestId, applicationId, roomId, method, route, status, seconds };
    deps.log.info(facts, 'request answered');
  });
  next();
}

const idPattern = /^[0-9a-f-]{36}$/i;

/**
 * The route's template, never the path: a series for every room would drown the metrics. The room
 * is for the log, if it is an id and not something else in its place.
 */
function placeOf(req: Request): { route: string; roomId: string | undefined } {
  const { openapi } = req as {
    openapi?: { openApiRoute: string; pathParams: Record<string, string> };
  };
  const roomId = openapi?.pathParams.roomId;
  return {
    route: openapi?.openApiRoute ?? 'unknown',
    roomId: roomId !== undefined && idPattern.test(roomId) ? roomId : undefined,
  };
}
