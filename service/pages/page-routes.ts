import { json, Router, urlencoded } from 'express';
import { limits } from '../limits.ts';
import { createPageHeaders } from '../ops/page-headers.ts';
import { showConfirm, takeConfirm } from './confirm-page.ts';
import { decideAtOnce, showDecision, takeDecision } from './decision-page.ts';
import { keepSession, showKeep } from './keep-page.ts';
import type { FileAnswer, PageAnswer } from './layout.ts';
import { renewPath } from './link-answers.ts';
import type { PageDeps } from './page-deps.ts';
import { proposePath, showProposalForm, takeProposalForm } from './proposal-page.ts';
import { renewLink } from './renew-page.ts';
import { createPageServer, isJson } from './serve-page.ts';
import { sendSessionFile, sessionFilePath, sessionPath, showSession } from './session-page.ts';
import type { Visitor } from './visitor.ts';

type ServeVisit = (visitor: Visitor) => Promise<PageAnswer | FileAnswer>;

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
  const paths = [
    '/reschedule',
    sessionPath,
    sessionFilePath,
    '/approve',
    '/decline',
    '/keep',
    '/confirm',
    renewPath,
    proposePath,
  ];

  router.all(paths, headers.set, server.recordVisit, server.limitVisits);
  router.get(
    '/reschedule',
    serve('r', (visitor) => showProposalForm(deps, visitor)),
  );
  router.get(
    sessionPath,
    serve('r', (visitor) => showSession(deps, visitor)),
  );
  router.get(
    sessionFilePath,
    serve('r', (visitor) => sendSessionFile(deps, visitor)),
  );
  router.post(proposePath, json({ limit, strict: false }), (req, res, next) =>
    isJson(req) ? server.serveJson(req, res, next) : next(),
  );
  router.post(
    proposePath,
    form,
    serve('r', (visitor) => takeProposalForm(deps, visitor)),
  );
  addLinkPages(deps, (path, show, take) => {
    router.get(path, serve('t', show));
    router.post(path, form, serve('t', take));
  });
  router.post(
    renewPath,
    form,
    serve('t', (visitor) => renewLink(deps, visitor)),
  );
  router.all([renewPath, proposePath], server.refuseMethod('POST'));
  router.all(['/reschedule', sessionPath, sessionFilePath], server.refuseMethod('GET, HEAD'));
  router.all(paths, server.refuseMethod('GET, HEAD, POST'));
  router.use(server.answerErrors);
  return router;
}

/** The pages that show what a link does, and do it when its button is pressed. */
function addLinkPages(
  deps: PageDeps,
  add: (path: string, show: ServeVisit, take: ServeVisit) => void,
): void {
  for (const purpose of ['approve', 'decline'] as const) {
    const take: ServeVisit = (visitor) => takeDecision(deps, purpose, visitor);
    // rules.md, Links: a GET decides in one-click mode only, and never for a HEAD or a prefetch.
    const show: ServeVisit = (visitor) =>
      deps.linkConfirmation === 'one-click' && visitor.isDeliberate
        ? decideAtOnce(deps, purpose, visitor)
        : showDecision(deps, purpose, visitor);
    add(`/${purpose}`, show, take);
  }
  // These two ask first in every mode: what a scanner of links follows must not speak for anybody.
  add(
    '/keep',
    (visitor) => showKeep(deps, visitor),
    (visitor) => keepSession(deps, visitor),
  );
  add(
    '/confirm',
    (visitor) => showConfirm(deps, visitor),
    (visitor) => takeConfirm(deps, visitor),
  );
}
