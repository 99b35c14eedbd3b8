import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A balancer in front of processes that come and go. */
export interface Balancer {
  readonly url: string;
  /** Requests passed on. */
  passed(): number;
  /** What went wrong, as its clients saw it: no answer, or one from 500 on. One sentence each. */
  failures(): readonly string[];
  /** Processes that were asked and not ready, by URL: how often. */
  notReady(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const askEveryMs = 100;
const readyTimeoutMs = 1_000;
const noBackendMs = 5_000;

/**
 * Starts a balancer that asks every process for `/readyz` and passes requests to the ready ones in
 * turns, over kept connections. It tries nothing twice: whatever fails behind it, its client sees.
 */
export async function startBalancer(backends: () => readonly string[]): Promise<Balancer> {
  const ready = new Set<string>();
  const notReady = new Map<string, number>();
  const failures: string[] = [];
  const agent = new http.Agent({ keepAlive: true });
  const closing = new AbortController();
  let passed = 0;
  const ask = async (url: string) => {
    const signal = AbortSignal.timeout(readyTimeoutMs);
    const status = await fetch(`${url}/readyz`, { signal }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    if (status === 200) ready.add(url);
    else ready.delete(url);
    if (status === 503) notReady.set(url, (notReady.get(url) ?? 0) + 1);
  };
  const watch = async () => {
    while (!closing.signal.aborted) {
      await Promise.all([...new Set(backends())].map(ask));
      await pause(askEveryMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  };
  const choose = async (): Promise<string | null> => {
    const until = performance.now() + noBackendMs;
    for (;;) {
      const urls = [...ready];
      const url = urls[passed % urls.length];
      if (url !== undefined) return url;
      if (performance.now() > until) return null;
      await pause(askEveryMs);
    }
  };
  const server = http.createServer(async (req, res) => {
    const what = `${req.method} ${req.url?.split('?')[0]}`;
    const url = await choose();
    passed += 1;
    const failure = url === null ? 'nobody was ready' : await passOn(req, res, url, agent);
    if (failure !== null) failures.push(`${what}: ${failure}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const watching = watch();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: () => passed,
    failures: () => failures,
    notReady: () => notReady,
    async close() {
      closing.abort();
      await watching;
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Resolves with what went wrong, null when nothing did. */
async function passOn(
  req: IncomingMessage,
  res: ServerResponse,
  url: string,
  agent: http.Agent,
): Promise<string | null> {
  const { method, headers } = req;
  const onward = http.request(`${url}${req.url}`, { method, headers, agent });
  const done = Promise.withResolvers<string | null>();
  const fail = (error: Error) => {
    done.resolve(error.message);
    res.destroy();
  };
  onward.on('error', fail);
  onward.on('response', (answer) => {
    const status = answer.statusCode ?? 0;
    const { connection: _ours, ...kept } = answer.headers;
    res.writeHead(status, kept);
    answer.on('error', fail);
    answer.pipe(res);
    answer.on('end', () => done.resolve(status >= 500 ? String(status) : null));
  });
  req.pipe(onward);
  return done.promise;
}
