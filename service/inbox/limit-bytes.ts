import type { Request, RequestHandler, Response } from 'express';
import type { ByteBudget } from './byte-budget.ts';

/**
 * Lets a request in when there is room for all of its body, and holds that room until it is
 * answered; else `turnAway` tells it to come again. The most a body can take, `mostOf`, is counted
 * for one in pieces or compressed: nobody knows its size.
 */
export function limitBytes(
  budget: ByteBudget,
  mostOf: (request: Request) => number,
  turnAway: (response: Response) => void,
): RequestHandler {
  return (request, response, next) => {
    const hold = budget.open();
    response.once('close', () => hold.letGo());
    const told = Number(request.get('content-length') ?? Number.NaN);
    const isPlain = request.get('content-encoding') === undefined && Number.isFinite(told);
    const most = mostOf(request);
    if (hold.grow(isPlain ? Math.min(told, most) : most)) return next();
    turnAway(response);
  };
}
