import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, bad, page, readBody, redirect, type Visit } from './answer.ts';
import { html } from './html.ts';
import type { Live } from './live.ts';
import { renderLayout } from './pages/layout.ts';
import { tellProblem } from './problems.ts';
import type { WebhookReceiver } from './receive-webhook.ts';
import type { Routes } from './routes.ts';
import type { Cookies } from './sign-in.ts';

export interface Parts {
  readonly routes: Routes;
  readonly cookies: Cookies;
  readonly live: Live;
  readonly receiveWebhook: WebhookReceiver;
}

const formMaxBytes = 32 * 1024;
const types: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript' };
const folder = new URL('public/', import.meta.url);
/** What lies in the folder when the program starts, and nothing else, is given out. */
const files = new Map(
  (await readdir(folder)).map((name) => [`/${name}`, types[name.split('.').at(-1) ?? '']]),
);

/** Everything comes from this application itself; no page of another site may frame it. */
const headers = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

export function createApp(parts: Parts): Server {
  return createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answerRequest(parts, request, response).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'Content-Type': 'text/plain' }).end('Something broke.\n');
    });
  });
}

async function answerRequest(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const type = files.get(url.pathname);
  if (type !== undefined) {
    const content = await readFile(new URL(url.pathname.slice(1), folder));
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(content);
    return;
  }
  if (request.method === 'POST' && url.pathname === '/webhooks/parley') {
    response.writeHead(await parts.receiveWebhook(request)).end();
    return;
  }
  const person = parts.cookies.person(request);
  if (url.pathname === '/live') {
    if (person === null) response.writeHead(401).end();
    else parts.live.open(person, response);
    return;
  }
  const answer = await visit(parts, request, { url, person });
  send(parts, request, response, answer, person);
}

async function visit(
  { routes }: Parts,
  request: IncomingMessage,
  known: Pick<Visit, 'url' | 'person'>,
): Promise<Answer> {
  const { method = 'GET' } = request;
  const found = routes.find(method === 'HEAD' ? 'GET' : method, known.url.pathname);
  if (found === null) return noSuchPage;
  if (method === 'POST' && !isOwnForm(request)) {
    return page('Not from here', html`<h1>This form came from somewhere else</h1>`, {
      status: 403,
    });
  }
  const body = method === 'POST' ? await readBody(request, formMaxBytes) : '';
  const form = new URLSearchParams(body);
  try {
    return await found.act({ ...known, params: found.params, form });
  } catch (error) {
    const toast = bad(tellProblem(error));
    if (method === 'POST') return redirect(found.back, toast);
    const main = html`<h1>That cannot be shown just now</h1><p>${toast.text}</p>`;
    return page('Not now', main, { status: 503 });
  }
}

const noSuchPage = page('Not found', html`<h1>There is no such page</h1>`, { status: 404 });

/** Browsers say where a form comes from: no other site's page may act for who is signed in. */
function isOwnForm({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}

function send(
  { cookies }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  person: Visit['person'],
): void {
  if (answer.kind === 'redirect') {
    const set = [answer.cookie, answer.toast && cookies.keepToast(answer.toast)];
    response.setHeader(
      'Set-Cookie',
      set.filter((one) => one !== null),
    );
    response.writeHead(303, { Location: answer.to }).end();
    return;
  }
  const kept = cookies.toast(request);
  // A live refresh fetches the page, too, and must not take its toast away from the reader.
  const isRefresh = request.headers['x-refresh'] !== undefined;
  if (kept !== null && !isRefresh) response.setHeader('Set-Cookie', cookies.dropToast());
  const toast = answer.toast ?? (isRefresh ? null : kept);
  response
    .writeHead(answer.status, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(renderLayout({ ...answer, person, toast }));
}
