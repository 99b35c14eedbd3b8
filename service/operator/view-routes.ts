import { type Request, type Response, Router, urlencoded } from 'express';
import { createRawMails } from '../api/raw-mail-routes.ts';
import { limits } from '../limits.ts';
import { createPageHeaders } from '../ops/page-headers.ts';
import { readAnyMail, writeAnyMail } from './any-mail.ts';
import { isId } from './find.ts';
import type { OperatorDeps } from './operator-deps.ts';
import { readOrder } from './pages/read-order.ts';
import { showAction, showActions } from './pages/show-actions.ts';
import { showConfirm } from './pages/show-confirm.ts';
import { showFind } from './pages/show-find.ts';
import { showList } from './pages/show-list.ts';
import { showInbound, showMessage } from './pages/show-mail.ts';
import { showOverview } from './pages/show-overview.ts';
import { showRelays } from './pages/show-relays.ts';
import { showRoom } from './pages/show-room.ts';
import { tellTrouble } from './pages/view-parts.ts';
import { type Elsewhere, mayAct, type ViewPage, type Visit } from './pages/visit.ts';
import { runAction } from './run-action.ts';
import { createSignIn, signOut } from './sign-in-routes.ts';
import {
  admitOperators,
  answerErrorsBy,
  placeOf,
  recordVisit,
  refuseForeignForms,
  type Show,
  showBy,
  visitOf,
} from './view-entry-routes.ts';

/** A form names up to a hundred things. */
const formFields = 130;

/** `/ops`: the operator's view, for people. There is none without an operator's key. */
export function createViewRoutes(deps: OperatorDeps): Router {
  const router = Router();
  if (deps.adminKey === null) return router;
  const place = placeOf(deps.publicUrl);
  const headers = createPageHeaders(deps.publicUrl, deps.random);
  const show = showBy(deps, place, headers);
  const view = Router();
  view.use(headers.set, recordVisit(deps));
  view.use(
    urlencoded({ extended: false, limit: limits.pageFormBytes, parameterLimit: formFields }),
  );
  view.use(createSignIn(deps, place, headers));
  view.use(admitOperators(deps, place));
  const serve = serveBy(show, (req, res) => visitOf(deps, place, req, res));
  addPages(view, deps, serve);
  const ours = refuseForeignForms(deps, show);
  view.post('/sign-out', ours, async (_req, res) => {
    await signOut(deps, place, res);
    res.redirect(303, `${place.base}/sign-in`);
  });
  view.post('/confirm', ours, serve(actingOnly((visit) => showConfirm(deps, visit))));
  view.post('/act', ours, serve(actingOnly((visit) => act(deps, visit))));
  view.use((req, res) => show(req, res, nothingHere));
  view.use(answerErrorsBy(deps, show));
  router.use('/ops', view);
  return router;
}

type Work = (visit: Visit, id: string) => Promise<ViewPage | Elsewhere>;
type Serve = (work: Work) => (req: Request, res: Response) => Promise<void>;

const nothingHere = tellTrouble(404, 'There is nothing here', 'The menu has all that there is.');

const serveBy =
  (show: Show, toVisit: (req: Request, res: Response) => Visit | null): Serve =>
  (work) =>
  async (req, res) => {
    const visit = toVisit(req, res);
    if (visit === null) throw new Error('a page is served to nobody');
    show(req, res, await work(visit, String(req.params.id ?? '')));
  };

function addPages(view: Router, deps: OperatorDeps, serve: Serve): void {
  view.get(
    '/',
    serve((visit) => showOverview(deps, visit)),
  );
  view.get(
    '/find',
    serve((visit) => showFind(deps, visit)),
  );
  view.get(
    '/relays',
    serve((visit) => showRelays(deps, visit)),
  );
  view.get(
    '/actions',
    serve((visit) => showActions(deps, visit)),
  );
  view.get(
    '/lists/:id',
    serve((visit, id) => showList(deps, visit, id)),
  );
  view.get('/rooms/:id', serve(byId((visit, id) => showRoom(deps, visit, id))));
  view.get('/messages/:id', serve(byId((visit, id) => showMessage(deps, visit, id))));
  view.get('/inbound-mails/:id', serve(byId((visit, id) => showInbound(deps, visit, id))));
  view.get('/actions/:id', serve(byId((visit, id) => showAction(deps, visit, id))));
  const sendRawMail = createRawMails();
  view.get('/messages/:id/raw', async (req, res, next) => {
    if (!isId(req.params.id)) return next();
    await sendRawMail(res, req.params.id, () => writeAnyMail(deps, req.params.id));
  });
  view.get('/inbound-mails/:id/raw', async (req, res, next) => {
    if (!isId(req.params.id)) return next();
    await sendRawMail(res, req.params.id, () => readAnyMail(deps, req.params.id));
  });
}

const byId =
  (work: Work): Work =>
  async (visit, id) =>
    isId(id) ? work(visit, id) : nothingHere;

/** Who looks only is told so, whatever form they send. */
const actingOnly =
  (work: Work): Work =>
  async (visit, id) =>
    mayAct(visit)
      ? work(visit, id)
      : tellTrouble(
          403,
          'You are here to look only',
          'Sign in with full access to change anything.',
        );

async function act(deps: OperatorDeps, visit: Visit): Promise<ViewPage | Elsewhere> {
  const order = readOrder(visit);
  if (order === null) return tellTrouble(400, 'Nothing was done', 'Go back and try again.');
  await runAction(deps, order);
  return { goTo: `${visit.base}/actions/${order.id}` };
}
