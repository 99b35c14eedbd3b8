import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Log } from '../ops/log.ts';
import { chooseRequestId } from '../ops/request-id.ts';
import type { Random } from '../ports.ts';
import { problemAnswer } from './answer.ts';
import { sendAnswer } from './entry-routes.ts';
import { problemOfError } from './problem-of-error.ts';
import { ProblemError } from './problems.ts';

/**
 * What a request ends in that no route answered, and what none foresaw: a problem document, never
 * Express' own page, which may show a stack. Use both last, behind the routes they are for.
 */
export function createLastAnswers(deps: {
  readonly log: Log;
  readonly random: Random;
}): [RequestHandler, ErrorRequestHandler] {
  const refuse: RequestHandler = () => {
    throw new ProblemError('not-found');
  };
  // Express knows a handler of errors by its four parameters.
  const answerFault: ErrorRequestHandler = (error: unknown, req, res, _next) => {
    const { code, facts } = problemOfError(error);
    const requestId =
      res.get('x-request-id') ?? chooseRequestId(req.get('x-request-id'), deps.random);
    if (code === 'internal-error') deps.log.error({ err: error, requestId }, 'unforeseen');
    if (code === 'temporarily-unavailable') {
      deps.log.warn({ err: error, requestId }, 'database away');
    }
    if (!res.headersSent) res.set({ 'X-Request-Id': requestId, 'Cache-Control': 'no-store' });
    sendAnswer(res, problemAnswer(code, facts, requestId));
  };
  return [refuse, answerFault];
}
