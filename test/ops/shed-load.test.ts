import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { type HttpServer, listenHttp } from '../../service/http-server.ts';
import { createLog } from '../../service/ops/log.ts';
import { createLoadShedding, type ShedBounds } from '../../service/ops/shed-load.ts';
import { createTestRandom } from '../house/test-random.ts';
import { waitFor } from '../house/wait-for.ts';

const lines: string[] = [];
const log = createLog({
  level: 'info',
  format: 'json',
  destination: { write: (line: string) => void lines.push(line) },
});
const pool = { waitingCount: 0 };
let server: HttpServer;
/** Requests that were let in and wait for their answer. */
let inside: ServerResponse[] = [];
let counted: unknown[][] = [];

async function open(bounds: Partial<ShedBounds>): Promise<string> {
  inside = [];
  counted = [];
  pool.waitingCount = 0;
  const shed = createLoadShedding({
    pool,
    random: createTestRandom(),
    metrics: { httpRequest: (...seen) => void counted.push(seen) },
    log,
    sendBusyPage: (_req: IncomingMessage, res: ServerResponse) => {
      res.writeHead(503, { 'Content-Type': 'text/html' }).end('<p>busy</p>');
    },
    bounds,
  });
  server = await listenHttp(0);
  server.answerWith((req, res) => shed(req, res, () => void inside.push(res)));
  return `http://127.0.0.1:${server.port}/x`;
}
afterEach(() => server.kill());

test('over the cap a request is told at once to come again, and let in when one has left', async () => {
  const url = await open({ requests: 2 });
  const first = [fetch(url), fetch(url)];
  await waitFor(() => inside.length === 2);
  const body = 'x'.repeat(1_000_000);
  const refused = await fetch(url, { method: 'POST', body, headers: { 'x-request-id': 'mine' } });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(refused.headers.get('cache-control')).toBe('no-store');
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(await refused.json()).toMatchObject({
    code: 'temporarily-unavailable',
    requestId: 'mine',
  });
  expect(counted).toEqual([['shed', 'POST', 503, 0]]);
  const page = await fetch(url, { headers: { accept: 'text/html,*/*;q=0.8' } });
  expect([page.status, await page.text()]).toEqual([503, '<p>busy</p>']);
  inside.shift()?.end('done');
  expect(await (await Promise.race(first)).text()).toBe('done');
  const next = fetch(url);
  await waitFor(() => inside.length === 2);
  for (const res of inside) res.end('done');
  expect((await next).status).toBe(200);
  await Promise.all(first);
});

test('while too many wait for the database nobody is let in to wait behind them', async () => {
  const url = await open({ waiting: 3 });
  pool.waitingCount = 3;
  expect((await fetch(url)).status).toBe(503);
  pool.waitingCount = 2;
  const asked = fetch(url);
  await waitFor(() => inside.length === 1);
  inside[0]?.end();
  expect((await asked).status).toBe(200);
});

test('bodies that never come keep nobody out; one that is there is never cut', async () => {
  const url = await open({ requests: 2, dawdleMs: 0 });
  const whole = fetch(url, { method: 'POST', body: 'all of it' });
  await waitFor(() => inside.length === 1);
  inside[0]?.req.resume();
  await waitFor(() => inside[0]?.req.complete === true);
  const slow = connect(server.port, '127.0.0.1');
  slow.write('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
  const cut = once(slow, 'close');
  slow.on('error', () => {});
  await waitFor(() => inside.length === 2);
  const next = fetch(url);
  await cut;
  await waitFor(() => inside.length === 3);
  expect((await fetch(url)).status).toBe(503);
  for (const res of inside) res.end();
  expect([(await whole).status, (await next).status]).toEqual([200, 200]);
});

test('answers that nobody takes keep nobody out', async () => {
  const url = await open({ requests: 1, dawdleMs: 0 });
  const deaf = connect(server.port, '127.0.0.1').pause();
  deaf.on('error', () => {});
  deaf.write('GET /x HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitFor(() => inside.length === 1);
  inside[0]?.end(Buffer.alloc(32 * 1024 * 1024));
  await waitFor(() => inside[0]?.req.complete === true);
  const next = fetch(url);
  await waitFor(() => inside.length === 2);
  inside[1]?.end('done');
  expect((await next).status).toBe(200);
  deaf.destroy();
});

test('a flood is told in one line', async () => {
  lines.length = 0;
  const url = await open({ requests: 0 });
  await Promise.all(Array.from({ length: 20 }, () => fetch(url)));
  expect(lines).toHaveLength(1);
});
