import express, { type Express } from 'express';
import { createApiRoutes } from './api/api-routes.ts';
import { ensureApplication } from './api/bootstrap.ts';
import { createLastAnswers } from './api/last-answer-routes.ts';
import { isTimeZone } from './calendar/time-zone.ts';
import type { Config } from './config.ts';
import { createDoorbell } from './db/doorbell.ts';
import { openPool } from './db/pool.ts';
import { createMailboxRoutes } from './dev/mailbox-routes.ts';
import { createMailboxTransport } from './dev/mailbox-transport.ts';
import type { Ground, ServiceConfig } from './ground.ts';
import { type HttpServer, listenHttp } from './http-server.ts';
import { createHookRoutes } from './inbox/hook-routes.ts';
import type { MailParser } from './inbox/mail-parser.ts';
import { createMailIntake } from './inbox/receive-mail.ts';
import { createSmtpListener, type SmtpListener } from './inbox/smtp-listener.ts';
import { createStatusIntake } from './inbox/status/status-intake.ts';
import { createStatusRoutes } from './inbox/status/status-routes.ts';
import { limits } from './limits.ts';
import { centralAddressOf } from './links/reply-address.ts';
import { parseSecrets } from './links/secrets.ts';
import { createMint, createPen } from './mint.ts';
import { createOperatorApi } from './operator/operator-api-routes.ts';
import { createViewRoutes } from './operator/view-routes.ts';
import { createHealth } from './ops/health.ts';
import { createLog, type Log } from './ops/log.ts';
import { createMetrics } from './ops/metrics.ts';
import { createMetricsRoutes, createProbeRoutes } from './ops/ops-routes.ts';
import { createLoadShedding } from './ops/shed-load.ts';
import { withDeadline } from './ops/with-deadline.ts';
import { createSmtpTransport } from './outbox/relay/smtp-transport.ts';
import { createBusyPage } from './pages/busy-page.ts';
import { createPageRoutes } from './pages/page-routes.ts';
import type { Ports } from './ports.ts';
import { machineClock, machineDns, machineFetchText, machineRandom } from './real-ports.ts';
import { createWaist } from './rooms/apply.ts';
import { createEventBell } from './webhooks/event-bell.ts';
import { createWorker, type Worker } from './worker.ts';

export interface ServiceOptions {
  /** Replaces ports of the real world; tests do. */
  readonly ports?: Partial<Ports>;
  readonly log?: Log;
  /** Reads mail in place of a child of this service's own; tests share one, warm. */
  readonly parser?: MailParser;
  /** Checks every API answer against the OpenAPI document; tests do. */
  readonly validateResponses?: boolean;
}

export interface Service {
  readonly httpPort: number;
  readonly metricsPort: number | null;
  /** Null when this process does not listen for mail. */
  readonly smtpPort: number | null;
  readonly publicUrl: string;
  /** Drains: not ready, takes nothing new, finishes what runs, closes. */
  stop(): Promise<void>;
  /** Ends at once and finishes nothing; what the database holds must be enough to go on. */
  kill(): void;
}

/** Starts the roles of `config` on a migrated database; rejects when a port is taken. */
export async function startService(
  config: ServiceConfig,
  options: ServiceOptions = {},
): Promise<Service> {
  const http = await listenHttp(config.port);
  let metricsServer: HttpServer | null = null;
  let smtp: SmtpListener | null = null;
  try {
    metricsServer = config.metricsPort === null ? null : await listenHttp(config.metricsPort);
    const ground = layGround(config, http, options);
    const has = (role: Config['roles'][number]) => config.roles.includes(role);
    if (has('api') && config.apiKey !== null) {
      await ensureApplication(ground.database.pool, config.apiKey, ground.clock, ground.random);
    }
    smtp = has('smtp') ? createListener(ground) : null;
    const smtpPort = smtp ? (await smtp.start()).port : null;
    const transport = chooseTransport(ground, options);
    const worker = has('worker') ? createWorker(ground, transport, options.parser) : null;
    worker?.start();
    http.answerWith(createApp(ground, options));
    // Probes answer here as well: no stranger can take up all connections of this port.
    metricsServer?.answerWith(
      express()
        .use(createProbeRoutes(ground))
        .use(createMetricsRoutes(opsDepsOf(ground))),
    );
    const parts = { ground, http, metricsServer, smtp, worker };
    return {
      httpPort: http.port,
      metricsPort: metricsServer?.port ?? null,
      smtpPort,
      publicUrl: ground.publicUrl,
      stop: () => stopParts(parts),
      kill: () => killParts(parts),
    };
  } catch (error) {
    http.kill();
    metricsServer?.kill();
    await smtp?.stop();
    throw error;
  }
}

function layGround(config: ServiceConfig, http: HttpServer, options: ServiceOptions): Ground {
  const {
    clock = machineClock,
    random = machineRandom,
    resolveDns = machineDns,
    fetchText = machineFetchText,
    afterCommit = () => {},
  } = options.ports ?? {};
  const log = options.log ?? createLog(config.log);
  const pool = openPool(config.databaseUrl, { max: limits.databaseConnections });
  const doorbell = createDoorbell(pool, (error) => log.warn({ err: error }, 'a wake-up was lost'));
  const tellPosters = createEventBell(pool, doorbell);
  const secrets = parseSecrets(config.tokenSecrets);
  const publicUrl = config.publicUrl ?? `http://localhost:${http.port}`;
  const home = {
    fromAddress: config.outbound.fromEmail,
    inboundDomain: config.inbound.domain,
    publicUrl,
  };
  return {
    config,
    publicUrl,
    database: {
      pool,
      afterCommit: (name) => {
        tellPosters(name);
        return afterCommit(name);
      },
    },
    clock,
    random,
    resolveDns,
    fetchText,
    centralAddress: centralAddressOf(config.outbound.fromEmail, config.inbound.domain),
    secrets,
    doorbell,
    waist: createWaist({ clock, random, mint: createMint(secrets), home }),
    health: createHealth(pool),
    metrics: createMetrics(),
    log,
  };
}

function chooseTransport(ground: Ground, { ports }: ServiceOptions) {
  const { config, database, clock } = ground;
  if (ports?.mail) return ports.mail;
  const { smtpUrls, dkim } = config.outbound;
  if (smtpUrls.length === 0) return createMailboxTransport(database, clock);
  return createSmtpTransport({ ...ground, urls: smtpUrls, dkim });
}

const intakeOf = (ground: Ground) =>
  createMailIntake({ ...ground, inboundDomain: ground.config.inbound.domain });

function createListener(ground: Ground): SmtpListener {
  const { host, port, domain, tls, isBehindProxy } = ground.config.inbound;
  return createSmtpListener({
    intake: intakeOf(ground),
    log: ground.log,
    metrics: ground.metrics,
    host,
    port,
    inboundDomain: domain,
    tls,
    proxy: isBehindProxy,
  });
}

const opsDepsOf = ({ database, clock, metrics, config }: Ground) => ({
  pool: database.pool,
  clock,
  metrics,
  dataDir: config.dataDir,
  certificate: config.inbound.tls?.cert ?? null,
});

/** The doors that speak HTTP; a process without the `api` role answers only for its operator. */
function createApp(ground: Ground, options: ServiceOptions): Express {
  const { config, health } = ground;
  const app = express();
  app.disable('x-powered-by');
  // A hash of the body is no version; rooms carry their own.
  app.disable('etag');
  app.use(createProbeRoutes({ health }));
  if (config.metricsPort === null) app.use(createMetricsRoutes(opsDepsOf(ground)));
  if (!config.roles.includes('api')) return app.use(...createLastAnswers(ground));
  const sendBusyPage = createBusyPage(ground.publicUrl, ground.random);
  app.use(createLoadShedding({ ...ground, pool: ground.database.pool, sendBusyPage }));
  const { hookSecret, inbound, providers } = config;
  app.use(createHookRoutes({ ...ground, intake: intakeOf(ground), hookSecret }));
  const intake = createStatusIntake({ ...ground, inboundDomain: inbound.domain });
  app.use(createStatusRoutes({ ...ground, intake, secrets: { hookSecret, ...providers } }));
  if (config.outbound.smtpUrls.length === 0) app.use(createMailboxRoutes(ground));
  app.use(createPageRoutes({ ...ground, linkConfirmation: config.linkConfirmation }));
  const deps = {
    ...ground,
    isTimeZone,
    pen: createPen(ground.secrets),
    adminKey: config.adminKey,
    adminReadKey: config.adminReadKey,
    requestsPerMinute: config.apiRequestsPerMinute,
    webhookAllowPrivate: config.webhookAllowPrivate,
    validateResponses: options.validateResponses ?? false,
  };
  app.use(createViewRoutes(deps));
  app.use(createApiRoutes(deps, [createOperatorApi(deps)]));
  return app.use(...createLastAnswers(ground));
}

interface Parts {
  readonly ground: Ground;
  readonly http: HttpServer;
  readonly metricsServer: HttpServer | null;
  readonly smtp: SmtpListener | null;
  readonly worker: Worker | null;
}

async function stopParts({ ground, http, metricsServer, smtp, worker }: Parts): Promise<void> {
  ground.health.drain();
  const noticeMs = ground.config.drainNoticeSeconds * 1_000;
  await Promise.all([smtp?.stop(), http.stop(noticeMs), worker?.stop()]);
  await metricsServer?.stop();
  // A database that has vanished answers neither a last ring nor a goodbye.
  const closed = ground.doorbell.close().then(() => ground.database.pool.end());
  await withDeadline(closed, limits.goodbyeMs).catch(() => {});
}

function killParts({ ground, http, metricsServer, smtp, worker }: Parts): void {
  http.kill();
  metricsServer?.kill();
  worker?.kill();
  smtp?.kill();
  void ground.database.pool.end();
}
