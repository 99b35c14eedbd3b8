import { type Request, type Response, Router } from 'express';
import { inTransaction, type Tx } from '../db/transaction.ts';
import { limits } from '../limits.ts';
import { openForm, signForm } from '../links/form-nonce.ts';
import { isFromOwnPage } from '../ops/own-page.ts';
import type { PageHeaders } from '../ops/page-headers.ts';
import { createVisitLimiter } from '../ops/visit-limiter.ts';
import { beginAction, recordBatch } from './action-store.ts';
import type { OperatorDeps } from './operator-deps.ts';
import { drawSignIn } from './pages/show-sign-in.ts';
import { renderGate } from './pages/view-layout.ts';
import { judgeKey, type Mode, signSession } from './session.ts';
import { endSession, insertSession, type Session } from './session-store.ts';
import { fieldsOf, localsOf, type Place } from './view-entry-routes.ts';

const form = 'operator sign-in';
const nameLength = 64;

interface Trouble {
  readonly status: number;
  readonly words: string;
}

/** The door: the operator's key typed once becomes a session. */
export function createSignIn(deps: OperatorDeps, place: Place, headers: PageHeaders): Router {
  const router = Router();
  const tries = createVisitLimiter(deps.clock, limits.operatorSignInsPerMinute);
  const show = (req: Request, res: Response, next: string, trouble: Trouble | null = null) => {
    const nonce = signForm(form, deps.clock.now(), deps.secrets);
    const main = drawSignIn({
      base: place.base,
      nonce,
      next,
      name: fieldsOf(req).name?.[0]?.slice(0, nameLength) ?? '',
      trouble: trouble?.words ?? null,
      isFromElsewhere: req.get('sec-fetch-site') === 'cross-site',
    });
    res.status(trouble?.status ?? 200).type('html');
    res.send(renderGate('Sign in', main, headers.nonceOf(res)));
  };
  router.get('/sign-in', (req, res) => show(req, res, safeNext(req.query.next)));
  router.post('/sign-in', async (req, res) => {
    const fields = fieldsOf(req);
    const next = safeNext(fields.next?.[0]);
    const fault = tries.allow(req.ip ?? '') ? judgeForm(deps, req) : tooMany;
    if (fault !== null) {
      if (fault.status === 429) res.set('Retry-After', '60');
      return show(req, res, next, fault);
    }
    const [key = ''] = fields.key ?? [];
    const allowed = judgeKey(key, deps);
    const actor = readName(fields.name?.[0] ?? '');
    if (allowed === null || actor === '') {
      deps.log.warn({ requestId: localsOf(res).requestId }, 'an operator was not let in');
      return show(req, res, next, allowed === null ? wrongKey : noName);
    }
    const mode: Mode = fields.look?.[0] === 'only' ? 'read' : allowed;
    const session = await begin(deps, actor, mode, localsOf(res).requestId);
    const seconds = Math.floor(limits.operatorSessionMs / 1000);
    setCookie(res, place, signSession(session.id, key, deps.secrets), seconds);
    res.redirect(303, `${place.base}${next}`);
  });
  return router;
}

const tooMany: Trouble = { status: 429, words: 'Too many tries. Wait a minute, then try again.' };
const wrongKey: Trouble = { status: 401, words: 'This key opens nothing here.' };
const noName: Trouble = { status: 422, words: 'Type your name: what you do is noted under it.' };
const stale: Trouble = {
  status: 403,
  words: 'The form was not of this page, or too old. Try again.',
};

function judgeForm(deps: OperatorDeps, req: Request): Trouble | null {
  const [nonce = ''] = fieldsOf(req).nonce ?? [];
  if (!req.is('urlencoded') || !isFromOwnPage(req.headers, deps.publicUrl)) return stale;
  const state = openForm(nonce, form, deps.secrets, deps.clock.now());
  return state === 'fresh' || state === 'early' ? null : stale;
}

/** Ends the session at once and takes its cookie back. */
export async function signOut(deps: OperatorDeps, place: Place, res: Response): Promise<void> {
  const { session, requestId } = localsOf(res);
  if (session !== undefined) {
    await inTransaction(deps.database, 'operator-sign-out', async (tx) => {
      await endSession(tx, session.id, deps.clock.now());
      await noteVisit(deps, tx, 'sign-out', session.actor, requestId);
    });
  }
  setCookie(res, place, '', 0);
}

async function begin(
  deps: OperatorDeps,
  actor: string,
  mode: Mode,
  requestId: string,
): Promise<Session> {
  const now = deps.clock.now();
  const expiresAt = new Date(now.getTime() + limits.operatorSessionMs);
  const session = { id: deps.random.uuid(), actor, mode, expiresAt };
  await inTransaction(deps.database, 'operator-sign-in', async (tx) => {
    await insertSession(tx, session, now);
    await noteVisit(deps, tx, 'sign-in', actor, requestId);
  });
  return session;
}

async function noteVisit(
  { random, clock }: OperatorDeps,
  tx: Tx,
  action: 'sign-in' | 'sign-out',
  actor: string,
  requestId: string,
): Promise<void> {
  const id = random.uuid();
  const at = clock.now();
  const nothing = { list: null, ids: [], applicationId: null, matched: 0, detail: {}, after: null };
  await beginAction(tx, { ...nothing, id, at, actor, door: 'page', action, requestId });
  await recordBatch(tx, id, { done: 0, refusals: {}, next: null }, at);
}

function setCookie(res: Response, place: Place, value: string, maxAgeSeconds: number): void {
  res.append(
    'Set-Cookie',
    `${place.cookie}=${value}; Path=${place.base}; Max-Age=${maxAgeSeconds}; ` +
      `HttpOnly; SameSite=Strict${place.isSecure ? '; Secure' : ''}`,
  );
}

/** A path inside the view, and nothing that a browser takes for another host. */
function safeNext(text: unknown): string {
  const isPath = typeof text === 'string' && /^\/(?![/\\])[\w/?=&%.:+-]*$/.test(text);
  return isPath && text !== '/' && !text.startsWith('/sign-') ? text : '';
}

/** One line without what cannot be seen. */
const readName = (text: string): string =>
  text.replace(/\p{C}/gu, '').trim().slice(0, nameLength).trim();
