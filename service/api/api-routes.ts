import { Router } from 'express';
import type { ApiDeps } from './api-deps.ts';
import { createApplicationRoutes } from './application-routes.ts';
import { readContract } from './contract.ts';
import { createEntry } from './entry-routes.ts';
import { createInboundMailRoutes } from './inbound-mail-routes.ts';
import { createLastAnswers } from './last-answer-routes.ts';
import { createProposalRoutes } from './proposal-routes.ts';
import { createRoomRoutes } from './room-routes.ts';

export type { ApiDeps } from './api-deps.ts';

/**
 * The door for host applications: everything under `/v1`, and the contract itself as
 * `/openapi.json`. Mount it at the root; other paths pass through.
 */
export function createApiRoutes(deps: ApiDeps): Router {
  const router = Router();
  const published = JSON.stringify(readContract());
  router.get('/openapi.json', (_req, res) => {
    res.type('application/json').send(published);
  });
  router.use(
    '/v1',
    createEntry(deps),
    createApplicationRoutes(deps),
    createRoomRoutes(deps),
    createProposalRoutes(deps),
    createInboundMailRoutes(deps),
    ...createLastAnswers(deps),
  );
  return router;
}
