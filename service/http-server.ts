import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from './limits.ts';

type Answerer = (req: IncomingMessage, res: ServerResponse) => void;

/** An HTTP server whose port is known before what answers on it is built. */
export interface HttpServer {
  readonly port: number;
  /** From now on requests are answered; before, they get 503. */
  answerWith(answerer: Answerer): void;
  /**
   * Takes no new connection and lets the running requests end. Before, for `noticeMs`, it goes on
   * answering and closes each connection with its answer: a balancer that asks `/readyz` is gone by
   * the time nothing is taken any more.
   */
  stop(noticeMs?: number): Promise<void>;
  /** Cuts everything. */
  kill(): void;
}

/** Listens on `port` (0: a free one) of all interfaces; rejects when it is taken. */
export async function listenHttp(port: number): Promise<HttpServer> {
  let answerer: Answerer = (_req, res) => {
    res.writeHead(503, { 'retry-after': '1', 'content-type': 'text/plain' }).end('starting\n');
  };
  const running = new Set<ServerResponse>();
  let isLeaving = false;
  const server = createServer({ connectionsCheckingInterval: 1_000 }, (req, res) => {
    running.add(res);
    res.once('close', () => running.delete(res));
    if (isLeaving) sayLast(res);
    answerer(req, res);
  });
  // Looked at each second, so that a limit of 15 seconds is not one of 45.
  server.requestTimeout = limits.requestTimeoutMs;
  server.headersTimeout = limits.requestTimeoutMs;
  // A client that takes no byte of its answer would else hold it for ever.
  server.timeout = 2 * limits.requestTimeoutMs;
  server.maxConnections = limits.httpConnections;
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen(port, () => listening.resolve());
  await listening.promise;
  return {
    port: (server.address() as AddressInfo).port,
    answerWith(next) {
      answerer = next;
    },
    async stop(noticeMs = 0) {
      isLeaving = true;
      for (const res of running) sayLast(res);
      if (noticeMs > 0) await pause(noticeMs);
      await stopServer(server);
    },
    kill() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function stopServer(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => closed.resolve());
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), limits.requestTimeoutMs);
  await closed.promise;
  clearTimeout(late);
}

/** A connection kept open for more requests would hold up a stop for seconds. */
function sayLast(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
}
