import type { IncomingMessage, ServerResponse } from 'node:http';
import { limits } from '../limits.ts';
import type { Random } from '../ports.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { commonProblems, writeProblemDocument } from './problem-document.ts';
import { chooseRequestId } from './request-id.ts';

/** At how much work at once the next request is turned away. */
export interface ShedBounds {
  /** Requests being answered in this process. */
  readonly requests: number;
  /** Of these, waiting for a connection to the database. */
  readonly waiting: number;
  /** Who sends no body, or takes no answer, for this long makes way when all is full. */
  readonly dawdleMs: number;
}

export interface ShedDeps {
  readonly pool: { readonly waitingCount: number };
  readonly random: Random;
  readonly metrics: Pick<Metrics, 'httpRequest'>;
  readonly log: Log;
  /** Answers a person's browser with 503; programs get a problem document. */
  readonly sendBusyPage: (req: IncomingMessage, res: ServerResponse) => void;
  readonly bounds?: Partial<ShedBounds>;
}

type Gate = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

const defaultBounds: ShedBounds = {
  requests: limits.httpRequestsInFlight,
  waiting: limits.databaseWaiting,
  dawdleMs: limits.httpDawdleMs,
};

/** At most one line in this time says that requests were turned away. */
const tellEveryMs = 10_000;

/**
 * Lets requests in while there is room, and else answers 503 with Retry-After at once, before their
 * body is read: work that is not begun costs nothing, and what was begun is finished in
 * time. A slow client must not keep others out, so at the cap the oldest of them makes way.
 */
export function createLoadShedding(deps: ShedDeps): Gate {
  const bounds = { ...defaultBounds, ...deps.bounds };
  const inFlight = new Map<
    ServerResponse,
    { readonly req: IncomingMessage; readonly at: number }
  >();
  const tell = createTelling(deps.log);
  return (req, res, next) => {
    const isCrowded = deps.pool.waitingCount >= bounds.waiting;
    if (!isCrowded && inFlight.size >= bounds.requests) dropDawdler(inFlight, bounds.dawdleMs);
    if (isCrowded || inFlight.size >= bounds.requests) {
      tell();
      return turnAway(deps, req, res);
    }
    inFlight.set(res, { req, at: performance.now() });
    res.once('close', () => inFlight.delete(res));
    next();
  };
}

/** Cuts the oldest request that waits for its client and not for us: nothing of ours is lost. */
function dropDawdler(
  inFlight: Map<ServerResponse, { readonly req: IncomingMessage; readonly at: number }>,
  dawdleMs: number,
): void {
  const before = performance.now() - dawdleMs;
  for (const [res, { req, at }] of inFlight) {
    if (at > before) return;
    if (req.complete && !res.writableEnded) continue;
    inFlight.delete(res);
    req.destroy();
    return;
  }
}

function turnAway(deps: ShedDeps, req: IncomingMessage, res: ServerResponse): void {
  const { method = 'GET', headers } = req;
  const given = headers['x-request-id'];
  const requestId = chooseRequestId(Array.isArray(given) ? given[0] : given, deps.random);
  res.setHeader('X-Request-Id', requestId);
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Retry-After', String(limits.retryAfterSeconds));
  deps.metrics.httpRequest('shed', method, 503, 0);
  if (/\btext\/html\b/i.test(headers.accept ?? '')) deps.sendBusyPage(req, res);
  else sendProblem(res, requestId);
}

function sendProblem(res: ServerResponse, requestId: string): void {
  const code = 'temporarily-unavailable';
  const problem = writeProblemDocument(code, commonProblems[code], {}, requestId);
  res.writeHead(503, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
}

/** A flood must not become one of log lines. */
function createTelling(log: Log): () => void {
  let count = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return () => {
    count += 1;
    if (performance.now() - toldAt < tellEveryMs) return;
    log.warn({ count }, 'more requests than can be answered: some are told to come again');
    toldAt = performance.now();
    count = 0;
  };
}
