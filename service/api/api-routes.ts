import { type RequestHandler, Router } from 'express';
import type { ApiDeps } from './api-deps.ts';
import { createApplicationRoutes } from './application-routes.ts';
import { createEntry } from './entry-routes.ts';
import { createErasureRoutes } from './erasure-routes.ts';
import { createEventRoutes } from './event-routes.ts';
import { createImportRoutes } from './import-routes.ts';
import { createInboundMailRoutes } from './inbound-mail-routes.ts';
import { createLastAnswers } from './last-answer-routes.ts';
import { createMessageRoutes } from './message-routes.ts';
import { createOperatorRoutes } from './operator-routes.ts';
import { createProposalRoutes } from './proposal-routes.ts';
import { createReferenceRoutes } from './reference-routes.ts';
import { createRoomRoutes } from './room-routes.ts';
import { createShareRoutes } from './share-routes.ts';
import { createWebhookRoutes } from './webhook-routes.ts';

export type { ApiDeps } from './api-deps.ts';

/**
 * The door for host applications: everything under `/v1`, and the contract itself to read. Mount it
 * at the root; other paths pass through. `more` answers what other doors add to the document.
 */
export function createApiRoutes(deps: ApiDeps, more: readonly RequestHandler[] = []): Router {
  const router = Router();
  router.use(createReferenceRoutes());
  router.use(
    '/v1',
    createEntry(deps),
    createApplicationRoutes(deps),
    createOperatorRoutes(deps),
    ...more,
    createRoomRoutes(deps),
    createProposalRoutes(deps),
    createInboundMailRoutes(deps),
    createErasureRoutes(deps),
    createImportRoutes(deps),
    createMessageRoutes(deps),
    createShareRoutes(deps),
    createEventRoutes(deps),
    createWebhookRoutes(deps),
    ...createLastAnswers(deps),
  );
  return router;
}
