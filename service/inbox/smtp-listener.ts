import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { limits } from '../limits.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { withDeadline } from '../ops/with-deadline.ts';
import { createByteBudget } from './byte-budget.ts';
import { isLooping } from './loop-guard.ts';
import type { MailIntake } from './receive-mail.ts';
import type { Recipient } from './recipient-views.ts';
import { collectMail, type MailData } from './smtp/collect-mail.ts';
import { type PaceLimits, watchPace } from './smtp/data-pace.ts';
import { findOwnMailbox, reasonOf, refuseInvisible } from './smtp/judge-address.ts';
import { createSessionWatch, type SessionWatch, type WatchLimits } from './smtp/session-watch.ts';
import { answer, SmtpRefusal } from './smtp/smtp-refusal.ts';

/** What the listener bounds; `limits.ts` says why. Sizes in bytes. */
export interface ListenerLimits extends WatchLimits, PaceLimits {
  readonly mailBytes: number;
  /** Unfinished mail of all sessions together, but for the first bytes of each. */
  readonly bufferedBytes: number;
  readonly freeBytes: number;
  readonly recipients: number;
  readonly idleTimeoutMs: number;
  readonly closeTimeoutMs: number;
}

const defaultLimits: ListenerLimits = {
  mailBytes: limits.inboundMailBytes,
  bufferedBytes: limits.smtpBufferedBytes,
  freeBytes: limits.smtpFreeBytes,
  recipients: limits.inboundRecipients,
  connections: limits.smtpConnections,
  connectionsPerAddress: limits.smtpConnectionsPerAddress,
  connectionsPerRelay: limits.smtpConnectionsPerRelay,
  dawdleMs: limits.smtpDawdleMs,
  idleTimeoutMs: limits.smtpIdleTimeoutMs,
  firstMailTimeoutMs: limits.smtpFirstMailTimeoutMs,
  dataTimeoutMs: limits.smtpDataTimeoutMs,
  dataGraceMs: limits.smtpDataGraceMs,
  dataBytesPerSecond: limits.smtpDataBytesPerSecond,
  sessionTimeoutMs: limits.smtpSessionTimeoutMs,
  handlerTimeoutMs: limits.smtpHandlerTimeoutMs,
  guessesPerSession: limits.smtpGuessesPerSession,
  guessesPerAddress: limits.smtpGuessesPerAddress,
  closeTimeoutMs: 10_000,
};

/** How long a client is given to read the last answer before its socket is gone. */
const partingMs = 500;
/** Sockets at once per session allowed: those that are refused or leaving, briefly. */
const socketsPerSession = 3;

export interface ListenerDeps {
  readonly intake: MailIntake;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'smtpSession' | 'recipientRefused'>;
  readonly host: string;
  /** 0: a free port. */
  readonly port: number;
  /** The name in the greeting. */
  readonly inboundDomain: string;
  /** PEM texts. Null: no STARTTLS, for the built-in certificate of smtp-server is public. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** True behind a balancer that speaks the PROXY protocol, version 1. */
  readonly proxy: boolean;
  readonly limits?: Partial<ListenerLimits>;
}

export interface SmtpListener {
  /** Begins to listen; rejects when the port is taken. */
  start(): Promise<{ readonly port: number }>;
  /** Takes no new connection, lets mails in transfer end, and closes. */
  stop(): Promise<void>;
  /** Cuts every connection at once; what was not answered with 250 is sent again by its sender. */
  kill(): void;
}

/** Commands nobody needs here; some of them smtp-server would answer for fun. */
const disabledCommands = [
  'AUTH',
  'VRFY',
  'EXPN',
  'HELP',
  'XCLIENT',
  'XFORWARD',
  'WIZ',
  'SHELL',
  'KILL',
];

/** The mail door: answers 250 only after the raw mail is committed, and never relays. */
export function createSmtpListener(deps: ListenerDeps): SmtpListener {
  const bounds = { ...defaultLimits, ...deps.limits };
  const watch = createSessionWatch(bounds, (id) => hangUp(server, id, '4.4.2 too slow'));
  const server = createServer(deps, bounds, watch);
  return {
    async start() {
      const listening = Promise.withResolvers<void>();
      server.server.once('error', listening.reject);
      server.listen(deps.port, deps.host, () => listening.resolve());
      await listening.promise;
      return { port: (server.server.address() as AddressInfo).port };
    },
    async stop() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      for (const { id } of server.connections) {
        if (!watch.isBusy(id)) hangUp(server, id, '4.3.2 shutting down');
      }
      await closed.promise;
    },
    kill() {
      server.close();
      for (const connection of server.connections) connection._socket.destroy();
    },
  };
}

function createServer(deps: ListenerDeps, bounds: ListenerLimits, watch: SessionWatch): SMTPServer {
  const server = new SMTPServer({
    name: deps.inboundDomain,
    logger: false,
    ...(deps.tls ?? {}),
    disabledCommands: deps.tls ? disabledCommands : [...disabledCommands, 'STARTTLS'],
    disableReverseLookup: true,
    useProxy: deps.proxy,
    size: bounds.mailBytes,
    rejectOversized: true,
    maxRecipients: bounds.recipients,
    maxClients: socketsPerSession * bounds.connections,
    maxCommandLength: 4096,
    socketTimeout: bounds.idleTimeoutMs,
    closeTimeout: bounds.closeTimeoutMs,
    ...createSteps(deps, bounds, watch),
  });
  // A failed connection is its client's affair; without a listener it would end the process.
  server.on('error', (error) => deps.log.debug({ err: error }, 'SMTP connection failed'));
  cutSockets(server, bounds.sessionTimeoutMs + 2 * bounds.handlerTimeoutMs);
  return server;
}

/** What happens at each step of a session, each answered once and in time. */
function createSteps(deps: ListenerDeps, bounds: ListenerLimits, watch: SessionWatch) {
  const recipients = new WeakMap<object, Recipient>();
  const budget = createByteBudget(bounds.bufferedBytes, bounds.freeBytes);
  const faultIn = (session: SMTPServerSession, step: string) => (error: unknown) => {
    watch.note(session.id, 'fault');
    deps.log.warn({ err: error, smtpSessionId: session.id, step }, 'SMTP step failed');
  };
  return {
    onConnect(session, callback) {
      if (watch.open(session.id, session.remoteAddress)) return callback();
      callback(new SmtpRefusal(421, '4.7.0 too many connections, please try again later'));
    },
    // The null sender is taken for every mailbox, not for bounce addresses only: calendar servers
    // and vacation programs send answers to reply addresses with it (RFC 3834 §3.3).
    onMailFrom(address, session, callback) {
      const judge = async () => {
        refuseInvisible(address.address);
        watch.step(session.id, 'sender');
      };
      answer(judge(), bounds.handlerTimeoutMs, callback, faultIn(session, 'sender'));
    },
    onRcptTo(address, session, callback) {
      const find = async () => {
        const mayGuessOn = () => watch.mayGuessOn(session.id);
        recipients.set(address, await findOwnMailbox(deps.intake, address.address, mayGuessOn));
        watch.step(session.id, 'recipient');
      };
      const reply = (refusal: SmtpRefusal | null) => {
        if (refusal) {
          watch.note(session.id, 'rejected');
          deps.metrics.recipientRefused(reasonOf(refusal));
        }
        callback(refusal);
      };
      answer(find(), bounds.handlerTimeoutMs, reply, faultIn(session, 'recipient'));
    },
    onData(stream, session, callback) {
      watch.enter(session.id, 'receiving');
      watchPace(stream, bounds, () => watch.expire(session.id));
      const take = collectMail(stream as MailData, budget, (raw) => {
        watch.enter(session.id, 'storing');
        return withDeadline(store(deps.intake, session, recipients, raw), bounds.handlerTimeoutMs);
      });
      // The transfer is bounded by the session's deadline, so this only ever fires after it.
      const timeoutMs = bounds.sessionTimeoutMs + 2 * bounds.handlerTimeoutMs;
      const reply = (refusal: SmtpRefusal | null, id?: string) => {
        watch.enter(session.id, 'talking');
        watch.note(session.id, refusal ? 'rejected' : 'stored');
        if (!refusal) watch.step(session.id, 'mail');
        callback(refusal, refusal ? undefined : `2.0.0 stored as ${id}`);
      };
      answer(take, timeoutMs, reply, faultIn(session, 'data'));
    },
    onClose(session) {
      // Sessions never opened were refused: too many in all, or a client that talked too soon.
      deps.metrics.smtpSession(watch.close(session.id) ?? 'refused');
    },
  } satisfies SMTPServerOptions;
}

async function store(
  intake: MailIntake,
  session: SMTPServerSession,
  recipients: WeakMap<object, Recipient>,
  raw: Buffer,
): Promise<string> {
  if (isLooping(raw)) throw new SmtpRefusal(554, '5.4.6 this mail goes in circles');
  const { mailFrom, rcptTo } = session.envelope;
  const ids = await intake.receive({
    source: 'smtp',
    remoteAddress: session.remoteAddress,
    helo: session.hostNameAppearsAs || null,
    envelopeFrom: mailFrom ? mailFrom.address : '',
    recipients: rcptTo.flatMap((address) => recipients.get(address) ?? []),
    raw,
  });
  return ids.join(' ');
}

function hangUp(server: SMTPServer, sessionId: string, text: string): void {
  for (const connection of server.connections) {
    if (connection.id === sessionId) connection.send(421, text);
  }
}

/**
 * The last resort: no socket lives longer than this, whatever state its session is in, and none
 * lingers that was hung up on. Refused clients would else hold sockets by never closing theirs.
 */
function cutSockets(server: SMTPServer, timeoutMs: number): void {
  server.server.on('connection', (socket: Socket) => {
    const destroyAfter = (ms: number) => {
      const timer = setTimeout(() => socket.destroy(), ms).unref();
      socket.once('close', () => clearTimeout(timer));
    };
    destroyAfter(timeoutMs);
    socket.once('finish', () => destroyAfter(partingMs));
  });
}
