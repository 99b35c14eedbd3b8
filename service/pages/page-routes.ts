import { json, Router, urlencoded } from 'express';
import { limits } from '../limits.ts';
import { showDecision, takeDecision } from './decision-page.ts';
import { keepSession, showKeep } from './keep-page.ts';
import { renewPath } from './link-answers.ts';
import type { PageDeps } from './page-deps.ts';
import { createPageHeaders } from './page-headers.ts';
import { proposePath, showProposalForm, takeProposalForm } from './proposal-page.ts';
import { renewLink } from './renew-page.ts';
import { createPageServer, isJson } from './serve-page.ts';

/** The pages of people who follow a link (contract.md, HTTP for people without a key). */
export function createPageRoutes(deps: PageDeps): Router {
  const router = Router();
  const headers = createPageHeaders(deps.publicUrl, deps.random);
  const { serve, ...server } = createPageServer(deps, headers);
  const limit = limits.pageFormBytes;
  const form = [
    urlencoded({ extended: false, limit, parameterLimit: 20 }),
    server.refuseForeignForms,
  ];
  const paths = ['/reschedule', '/approve', '/decline', '/keep', renewPath, proposePath];

  router.all(paths, headers.set, server.recordVisit, server.limitVisits);
  router.get(
    '/reschedule',
    serve('r', (visitor) => showProposalForm(deps, visitor)),
  );
  router.post(proposePath, json({ limit, strict: false }), (req, res, next) =>
    isJson(req) ? server.serveJson(req, res, next) : next(),
  );
  router.post(
    proposePath,
    form,
    serve('r', (visitor) => takeProposalForm(deps, visitor)),
  );
  for (const purpose of ['approve', 'decline'] as const) {
    // rules.md, Links: a GET decides in one-click mode only, and never for a HEAD or a prefetch.
    const visit = serve('t', (visitor) =>
      deps.linkConfirmation === 'one-click' && visitor.isDeliberate
        ? takeDecision(deps, purpose, visitor)
        : showDecision(deps, purpose, visitor),
    );
    router.get(`/${purpose}`, visit);
    router.post(
      `/${purpose}`,
      form,
      serve('t', (visitor) => takeDecision(deps, purpose, visitor)),
    );
  }
  router.get(
    '/keep',
    serve('t', (visitor) => showKeep(deps, visitor)),
  );
  router.post(
    '/keep',
    form,
    serve('t', (visitor) => keepSession(deps, visitor)),
  );
  router.post(
    renewPath,
    form,
    serve('t', (visitor) => renewLink(deps, visitor)),
  );
  router.all([renewPath, proposePath], server.refuseMethod('POST'));
  router.all('/reschedule', server.refuseMethod('GET, HEAD'));
  router.all(paths, server.refuseMethod('GET, HEAD, POST'));
  router.use(server.answerErrors);
  return router;
}
