import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { problemOfError } from '../api/problem-of-error.ts';
import { openForm, signForm } from '../links/form-nonce.ts';
import { isFromOwnPage } from '../ops/own-page.ts';
import type { PageHeaders } from '../ops/page-headers.ts';
import type { OperatorDeps } from './operator-deps.ts';
import { html } from './pages/html.ts';
import { renderGate, renderView } from './pages/view-layout.ts';
import { tellTrouble } from './pages/view-parts.ts';
import type { Elsewhere, ViewPage, Visit } from './pages/visit.ts';
import { openSession } from './session.ts';
import { findSession, type Session } from './session-store.ts';

/** Where the view stands, and what its cookie is called. */
export interface Place {
  readonly base: string;
  readonly cookie: string;
  readonly isSecure: boolean;
}

export function placeOf(publicUrl: string): Place {
  const { pathname, protocol } = new URL(publicUrl);
  const isSecure = protocol === 'https:';
  const base = `${pathname.replace(/\/+$/, '')}/ops`;
  // The prefix keeps a page without TLS from setting a cookie of this name (RFC 6265bis §4.1.3).
  return { base, isSecure, cookie: isSecure ? '__Secure-parley-operator' : 'parley-operator' };
}

/** What a nonce of this session's forms is bound to. */
const formOf = (sessionId: string): string => `operator session ${sessionId}`;

interface Locals {
  requestId: string;
  session?: Session;
}

export const localsOf = (res: Response): Locals => res.locals as Locals;

/** Names the request, and counts and logs its answer by the route's template: never by the path. */
export const recordVisit =
  ({ random, clock, metrics, log }: OperatorDeps): RequestHandler =>
  (req, res, next) => {
    // Never the caller's own: what an operator does is found again by it.
    const requestId = random.uuid();
    localsOf(res).requestId = requestId;
    res.set('X-Request-Id', requestId);
    const { method } = req;
    const startedAt = clock.now().getTime();
    res.once('close', () => {
      const seconds = (clock.now().getTime() - startedAt) / 1000;
      const path: unknown = req.route?.path;
      const route = `/ops${typeof path === 'string' ? path.replace(/\/$/, '') : '/unknown'}`;
      const status = res.statusCode;
      metrics.httpRequest(route, method, status, seconds);
      log.info({ requestId, method, route, status, seconds }, 'request answered');
    });
    next();
  };

/** Lets in who is signed in; leads everybody else to the door, and says nothing of what is here. */
export function admitOperators(deps: OperatorDeps, place: Place): RequestHandler {
  return async (req, res, next) => {
    const opened = openSession(readCookie(req, place.cookie), deps, deps.secrets);
    const session = opened && (await findSession(deps.database.pool, opened.id, deps.clock.now()));
    if (!opened || !session) {
      const wanted = req.method === 'GET' ? req.url : '/';
      const query = wanted === '/' ? '' : `?${new URLSearchParams({ next: wanted }).toString()}`;
      res.redirect(303, `${place.base}/sign-in${query}`);
      return;
    }
    const isWriter = session.mode === 'write' && opened.mode === 'write';
    localsOf(res).session = { ...session, mode: isWriter ? 'write' : 'read' };
    next();
  };
}

/** Takes forms of our own pages and of this session only. */
export function refuseForeignForms(deps: OperatorDeps, show: Show): RequestHandler {
  return (req, res, next) => {
    const { session } = localsOf(res);
    const [nonce = ''] = fieldsOf(req).nonce ?? [];
    const isOurs = req.is('urlencoded') && isFromOwnPage(req.headers, deps.publicUrl);
    const state =
      isOurs && session
        ? openForm(nonce, formOf(session.id), deps.secrets, deps.clock.now())
        : 'foreign';
    if (state === 'fresh' || state === 'early') return next();
    const words =
      'Nothing was done. The form is of another page, or stood open too long: open it again.';
    show(req, res, tellTrouble(403, 'This form cannot be taken', words));
  };
}

export type Show = (req: Request, res: Response, page: ViewPage | Elsewhere) => void;

/** Sends a page of the view, or leads elsewhere. */
export const showBy =
  (deps: OperatorDeps, place: Place, headers: PageHeaders): Show =>
  (req, res, page) => {
    if (res.headersSent) return;
    if ('goTo' in page) return res.redirect(303, page.goTo);
    const visit = visitOf(deps, place, req, res);
    const nonce = headers.nonceOf(res);
    res.status(page.status).type('html');
    res.send(visit === null ? gate(page, nonce) : renderView(page, visit, nonce));
  };

const gate = (page: ViewPage, nonce: string): string =>
  renderGate(page.title, html`<div class="card">${page.main}</div>`, nonce);

/** The request of who is signed in; null for anybody else. */
export function visitOf(
  { clock, secrets }: OperatorDeps,
  { base }: Place,
  req: Request,
  res: Response,
): Visit | null {
  const { session, requestId } = localsOf(res);
  if (session === undefined) return null;
  const now = clock.now();
  const texts = Object.entries(req.query).filter(([, value]) => typeof value === 'string');
  return {
    session,
    base,
    now,
    requestId,
    query: Object.fromEntries(texts) as Record<string, string>,
    fields: fieldsOf(req),
    nonce: signForm(formOf(session.id), now, secrets),
  };
}

/** The values of a posted form by name. */
export function fieldsOf(req: Request): Record<string, string[]> {
  const body: unknown = req.body;
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, [value].flat().filter(isText)]),
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';

function readCookie(req: Request, name: string): string {
  const pairs = (req.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

/** What a page ends in that failed: why, in plain words, and what to look for in the log. */
export function answerErrorsBy({ log }: OperatorDeps, show: Show): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const { code, facts } = problemOfError(error);
    const { requestId } = localsOf(res);
    if (code === 'temporarily-unavailable') {
      log.warn({ err: error, requestId }, 'database away');
      const words = 'The database does not answer. Nothing is known to have been done: look again.';
      return show(req, res, tellTrouble(503, 'Try again in a moment', words));
    }
    if (code === 'internal-error') {
      log.error({ err: error, requestId }, 'page failed');
      return show(
        req,
        res,
        tellTrouble(500, 'Something went wrong', `The log has it under ${requestId}.`),
      );
    }
    const status = code.startsWith('unknown-') ? 404 : 400;
    show(
      req,
      res,
      tellTrouble(status, 'This cannot be shown', facts.detail ?? 'Go back and try again.'),
    );
  };
}
