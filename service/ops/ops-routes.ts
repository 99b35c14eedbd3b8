import { type Request, type Response, Router } from 'express';
import type pg from 'pg';
import type { Clock } from '../ports.ts';
import type { Health } from './health.ts';
import { lookAtHouse } from './house-facts.ts';
import { type Ledger, viewLedger } from './ledger-views.ts';
import type { Metrics } from './metrics.ts';
import { withDeadline } from './with-deadline.ts';

/** A scrape is given up after some seconds, and the counters with it. */
const patienceMs = 4_000;

export interface OpsDeps {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly health: Health;
  readonly metrics: Metrics;
  /** Where an embedded database would be. */
  readonly dataDir?: string | null;
  /** Of the SMTP listener, as PEM. */
  readonly certificate?: string | null;
}

/** `/livez` and `/readyz`: for whoever restarts processes and whoever sends them work. */
export function createProbeRoutes(deps: Pick<OpsDeps, 'health'>): Router {
  const router = Router();
  router.get('/livez', (_req, res) => {
    uncached(res).type('text/plain').send('ok\n');
  });
  router.get('/readyz', async (_req, res) => {
    const { isReady, checks } = await deps.health.readiness();
    uncached(res)
      .status(isReady ? 200 : 503)
      .json({ status: isReady ? 'ready' : 'not-ready', checks });
  });
  return router;
}

/** `/metrics` for Prometheus: on the main port, or alone on `METRICS_PORT`. */
export function createMetricsRoutes(deps: Omit<OpsDeps, 'health'>): Router {
  const router = Router();
  /** However many ask at once, the database is asked once: this door has no load shedding. */
  let asking: Promise<Ledger | null> | null = null;
  const ask = async () => {
    const view = viewLedger(deps.pool, deps.clock.now());
    const ledger = await withDeadline(view, patienceMs).catch(() => null);
    asking = null;
    return ledger;
  };
  router.get('/metrics', async (_req: Request, res: Response) => {
    // The counters stay readable when the database is away; its gauges are then not a number.
    asking ??= ask();
    deps.metrics.showLedger(await asking);
    deps.metrics.showHouse(await lookAtHouse(deps.dataDir ?? null, deps.certificate ?? null));
    uncached(res)
      .set('content-type', deps.metrics.contentType)
      .send(await deps.metrics.render());
  });
  return router;
}

function uncached(res: Response): Response {
  return res.set('cache-control', 'no-store');
}
