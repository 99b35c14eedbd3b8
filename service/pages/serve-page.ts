import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { isConflict, isDatabaseAway } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import { readAcceptLanguage } from '../mail/language.ts';
import { isFromOwnPage } from '../ops/own-page.ts';
import type { PageHeaders } from '../ops/page-headers.ts';
import { chooseRequestId } from '../ops/request-id.ts';
import { createVisitLimiter, type VisitLimiter } from '../ops/visit-limiter.ts';
import type { FileAnswer, PageAnswer } from './layout.ts';
import { renderPage } from './layout.ts';
import {
  answerForeignForm,
  answerMalformed,
  answerMethod,
  answerTooMany,
  answerTrouble,
} from './link-answers.ts';
import { createLinkLimiter } from './link-limiter.ts';
import { type LinkProblem, retryAfterSeconds, writeProblem } from './link-problem.ts';
import type { PageDeps } from './page-deps.ts';
import { proposeAsJson } from './proposal-json.ts';
import { proposePath } from './proposal-page.ts';
import { isPrefetch, readFields, readSingle, type Visitor } from './visitor.ts';

/** Where Express ends: requests become visitors, answers become documents. */
export interface PageServer {
  /** Serves what `work` answers; `tokenName` is the query parameter of the link. */
  serve(
    tokenName: 'r' | 't',
    work: (visitor: Visitor) => Promise<PageAnswer | FileAnswer>,
  ): RequestHandler;
  readonly serveJson: RequestHandler;
  /** Gives the request its id; counts and logs its answer under the route's own name. */
  readonly recordVisit: RequestHandler;
  readonly limitVisits: RequestHandler;
  readonly refuseForeignForms: RequestHandler;
  /** For a method that is not among `allow` (RFC 9110 §15.5.6). */
  refuseMethod(allow: string): RequestHandler;
  readonly answerErrors: ErrorRequestHandler;
}

type Send = (res: Response, answer: PageAnswer | FileAnswer) => void;

export function createPageServer(deps: PageDeps, headers: PageHeaders): PageServer {
  // Only unknown links count as guesses: whoever holds a link of ours is never locked out.
  const guesses = createVisitLimiter(deps.clock, limits.linkGuessesPerMinute);
  const visits = createVisitLimiter(deps.clock, limits.pageVisitsPerMinute);
  const links = createLinkLimiter(deps);
  const send: Send = (res, answer) => sendAnswer(res, answer, headers.nonceOf(res));
  return {
    serve: (tokenName, work) => async (req, res) => {
      const visitor = toVisitor(req, res, tokenName);
      const isTooOften = !links.allow(visitor.token);
      const answer = isTooOften ? answerTooMany(visitor.locale) : await work(visitor);
      const isGuess = answer.status === 404;
      send(res, isGuess && !isAllowed(guesses, req) ? answerTooMany(visitor.locale) : answer);
    },
    serveJson: async (req, res) => {
      const requestId = requestIdOf(res);
      if (!req.is('application/json')) return sendTrouble(res, 'unsupported-media-type');
      if (!links.allow(readSingle(req.body, 'token'))) return sendTrouble(res, 'too-many-requests');
      const answer = await proposeAsJson(deps, req.body, requestId);
      if ('proposal' in answer) res.status(answer.status).json(answer.proposal);
      else sendProblem(res, limitGuesses(answer.problem, guesses, req), requestId);
    },
    recordVisit: (req, res, next) => {
      res.set('X-Request-Id', chooseRequestId(req.get('X-Request-Id'), deps.random));
      recordAnswer(deps, req, res);
      next();
    },
    limitVisits: (req, res, next) => {
      if (isAllowed(visits, req)) next();
      else if (isJson(req)) sendTrouble(res, 'too-many-requests');
      else send(res, answerTooMany(languageOf(req)));
    },
    refuseForeignForms: (req, res, next) => {
      // Without a body there is no type; the token stands in the query then.
      const isOtherType = req.get('content-type') !== undefined && !req.is('urlencoded');
      if (isOtherType) send(res, answerMalformed(415, languageOf(req)));
      else if (isFromOwnPage(req.headers, deps.publicUrl)) next();
      else send(res, answerForeignForm(languageOf(req)));
    },
    refuseMethod: (allow) => (req, res) => {
      send(res, { ...answerMethod(languageOf(req)), headers: { Allow: allow } });
    },
    answerErrors: answerErrorsBy(deps, send),
  };
}

function answerErrorsBy(deps: PageDeps, send: Send): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const fault = readFault(error);
    const facts = { err: error, requestId: requestIdOf(res), route: req.path };
    if (fault.status === 503) deps.log.warn(facts, 'database away');
    else if (fault.status >= 500) deps.log.error(facts, 'page failed');
    if (isJson(req)) sendTrouble(res, fault.code);
    else if (fault.status < 500) send(res, answerMalformed(fault.status, languageOf(req)));
    else send(res, answerTrouble(fault.status === 503, languageOf(req)));
  };
}

function sendAnswer(res: Response, answer: PageAnswer | FileAnswer, nonce: string): void {
  res.status(answer.status);
  if ('file' in answer) {
    const { name, type, text } = answer.file;
    res.attachment(name).type(type).send(text);
    return;
  }
  res.set(answer.headers ?? {});
  res.type('html').send(renderPage(answer.page, nonce));
}

/** Whether a request is a program's: a browser sends the page's own form. */
export function isJson(req: Request): boolean {
  const isProposal = pathOf(req) === proposePath;
  return isProposal && req.method === 'POST' && !req.is('urlencoded');
}

/** One spelling, so that it makes one series. */
const pathOf = (req: Request): string => req.path.toLowerCase().replace(/\/$/, '');

function toVisitor(req: Request, res: Response, tokenName: 'r' | 't'): Visitor {
  const fields = readFields(req.body);
  const isPost = req.method === 'POST';
  const posted = fields.token ?? fields[tokenName] ?? null;
  return {
    token: isPost && posted !== null ? posted : readSingle(req.query, tokenName),
    fields,
    suggestedStart: tokenName === 'r' ? readSingle(req.query, 'start') : null,
    locale: languageOf(req),
    isDeliberate: isPost || (req.method === 'GET' && !isPrefetch(req.headers)),
    requestId: requestIdOf(res),
  };
}

/** The language of a visitor nobody knows. */
const languageOf = (req: Request) => readAcceptLanguage(req.get('accept-language'));

const requestIdOf = (res: Response): string => String(res.get('X-Request-Id'));

/** Only the path: the token stands in the query. */
function recordAnswer(deps: PageDeps, req: Request, res: Response): void {
  const route = pathOf(req);
  const { method } = req;
  const startedAt = deps.clock.now().getTime();
  res.once('close', () => {
    const seconds = (deps.clock.now().getTime() - startedAt) / 1000;
    const status = res.statusCode;
    deps.metrics.httpRequest(route, method, status, seconds);
    const requestId = requestIdOf(res);
    deps.log.info({ requestId, method, route, status, seconds }, 'request answered');
  });
}

function isAllowed(limiter: VisitLimiter, req: Request): boolean {
  return limiter.allow(req.ip ?? '');
}

function limitGuesses(problem: LinkProblem, guesses: VisitLimiter, req: Request): LinkProblem {
  const isGuess = problem.code === 'link-unknown';
  return isGuess && !isAllowed(guesses, req) ? { code: 'too-many-requests' } : problem;
}

function sendTrouble(res: Response, code: string): void {
  sendProblem(res, { code }, requestIdOf(res));
}

function sendProblem(res: Response, problem: LinkProblem, requestId: string): void {
  const document = writeProblem(problem, requestId);
  if (document.status === 429) {
    res.set('Retry-After', String(retryAfterSeconds(document.code)));
  }
  if (document.status === 503) res.set('Retry-After', '30');
  res.status(document.status).type('application/problem+json').send(JSON.stringify(document));
}

/** Body readers throw errors that carry a status; everything else is our own fault. */
function readFault(error: unknown): { status: number; code: string } {
  if (isDatabaseAway(error) || isConflict(error))
    return { status: 503, code: 'temporarily-unavailable' };
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  if (status === 413) return { status: 413, code: 'body-too-large' };
  if (status === 415) return { status: 415, code: 'unsupported-media-type' };
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { status: 400, code: 'malformed-json' };
  }
  return { status: 500, code: 'internal-error' };
}
