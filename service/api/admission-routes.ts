import {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express';
import type { ApiDeps } from './api-deps.ts';
import type { KnownKey } from './api-key-store.ts';
import { findCaller, findOperator, noteCaller, operatorId, unauthorized } from './authenticate.ts';
import { ProblemError } from './problems.ts';
import { createRequestLimits } from './request-limit-routes.ts';

type FindCaller = (header: string | undefined) => Promise<KnownKey | null>;

/**
 * Lets in who may: with a key that is known at this door, within its share of requests, and with
 * the scope for the method. The operator's door knows the operator's key only; all others do not
 * know it. `tell` hears whose key it is as soon as that is known.
 */
export function createAdmission(
  deps: ApiDeps,
  tell: (res: Response, applicationId: string) => void,
): Router {
  const { clock, adminKey } = deps;
  const { pool } = deps.database;
  const limits = createRequestLimits(deps.requestsPerMinute);
  const admit =
    (find: FindCaller): RequestHandler =>
    async (req, res, next) => {
      const header = req.get('authorization');
      const caller = await find(header);
      if (caller === null) {
        limits.unknownKeys(req, res, orElse(next, unauthorized(header)));
        return;
      }
      tell(res, caller.applicationId);
      limits.of(caller.keyId, req, res, (error?: unknown) => {
        if (error) next(error);
        else enter(deps, caller, req).then(() => next(), next);
      });
    };
  const router = Router();
  // Told apart by the rules by which the routes behind are found, letter case and all.
  router.use(
    ['/applications', '/operator'],
    admit(async (header) => findOperator(adminKey, header)),
    // Leaves this router: the operator's key is none of the keys below.
    (_req, _res, next) => next('router'),
  );
  router.use(admit((header) => findCaller(pool, clock, header)));
  return router;
}

const orElse =
  (next: NextFunction, otherwise: Error): NextFunction =>
  (error?: unknown) =>
    next(error ?? otherwise);

async function enter(deps: ApiDeps, caller: KnownKey, req: Request): Promise<void> {
  const wants = req.method === 'GET' ? 'read' : 'write';
  if (!caller.scopes.includes(wants)) throw new ProblemError('forbidden');
  if (caller.keyId === operatorId) return;
  await noteCaller(deps.database.pool, deps.clock, caller);
}
