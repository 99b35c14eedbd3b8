import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { limits } from '../limits.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { collectMail, createByteBudget, type MailData } from './collect-mail.ts';
import { isLooping } from './loop-guard.ts';
import type { MailIntake } from './receive-mail.ts';
import type { Recipient } from './recipient-views.ts';
import { createSessionWatch, type SessionWatch } from './session-watch.ts';
import { answer, SmtpRefusal, withDeadline } from './smtp-refusal.ts';

/** What the listener bounds; `limits.ts` says why. Sizes in bytes. */
export interface ListenerLimits {
  readonly mailBytes: number;
  /** Unfinished mail of all sessions together. */
  readonly bufferedBytes: number;
  readonly recipients: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly idleTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly handlerTimeoutMs: number;
  readonly closeTimeoutMs: number;
}

const defaultLimits: ListenerLimits = {
  mailBytes: limits.inboundMailBytes,
  bufferedBytes: 16 * limits.inboundMailBytes,
  recipients: limits.inboundRecipients,
  connections: limits.smtpConnections,
  connectionsPerAddress: limits.smtpConnectionsPerAddress,
  idleTimeoutMs: limits.smtpIdleTimeoutMs,
  sessionTimeoutMs: limits.smtpSessionTimeoutMs,
  handlerTimeoutMs: limits.smtpHandlerTimeoutMs,
  closeTimeoutMs: 10_000,
};

export interface ListenerDeps {
  readonly intake: MailIntake;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'smtpSession'>;
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
  const watch = createSessionWatch(bounds, (id) => hangUp(server, id, '4.4.2 session too long'));
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
  const recipients = new WeakMap<object, Recipient>();
  const budget = createByteBudget(bounds.bufferedBytes);
  const faultIn = (session: SMTPServerSession, step: string) => (error: unknown) => {
    watch.note(session.id, 'fault');
    deps.log.warn({ err: error, smtpSessionId: session.id, step }, 'SMTP step failed');
  };
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
    maxClients: bounds.connections,
    maxCommandLength: 4096,
    socketTimeout: bounds.idleTimeoutMs,
    closeTimeout: bounds.closeTimeoutMs,
    onConnect(session, callback) {
      if (watch.open(session.id, session.remoteAddress)) return callback();
      callback(new SmtpRefusal(421, '4.7.0 too many connections from your address'));
    },
    onRcptTo(address, session, callback) {
      const find = async () => {
        recipients.set(address, await findOwn(deps.intake, watch, session.id, address.address));
      };
      answer(find(), bounds.handlerTimeoutMs, callback, faultIn(session, 'recipient'));
    },
    onData(stream, session, callback) {
      watch.enter(session.id, 'receiving');
      const take = collectMail(stream as MailData, budget, (raw) => {
        watch.enter(session.id, 'storing');
        return withDeadline(store(deps.intake, session, recipients, raw), bounds.handlerTimeoutMs);
      });
      // The transfer is bounded by the session's deadline, so this only ever fires after it.
      const timeoutMs = bounds.sessionTimeoutMs + 2 * bounds.handlerTimeoutMs;
      const reply = (refusal: SmtpRefusal | null, id?: string) => {
        watch.enter(session.id, 'talking');
        watch.note(session.id, refusal ? 'rejected' : 'stored');
        callback(refusal, refusal ? undefined : `2.0.0 stored as ${id}`);
      };
      answer(take, timeoutMs, reply, faultIn(session, 'data'));
    },
    onClose(session) {
      // Sessions never opened were refused: too many in all, or a client that talked too soon.
      deps.metrics.smtpSession(watch.close(session.id) ?? 'refused');
    },
  });
  // A failed connection is its client's affair; without a listener it would end the process.
  server.on('error', (error) => deps.log.debug({ err: error }, 'SMTP connection failed'));
  cutSockets(server, bounds.sessionTimeoutMs + 2 * bounds.handlerTimeoutMs);
  return server;
}

/** The mailbox a recipient address names; refuses what is not ours (RFC 5321 §3.6.2: no relay). */
async function findOwn(
  intake: MailIntake,
  watch: SessionWatch,
  sessionId: string,
  address: string,
): Promise<Recipient> {
  const found = await intake.findRecipient(address);
  if (typeof found === 'object') return found;
  watch.note(sessionId, 'rejected');
  if (found === 'full') throw new SmtpRefusal(452, '4.2.1 too much mail, please try again later');
  // Guessing addresses costs a connection for every few guesses.
  if (watch.countUnknown(sessionId) > limits.inboundRecipients) {
    throw new SmtpRefusal(421, '4.7.0 too many unknown recipients');
  }
  if (found === 'foreign') throw new SmtpRefusal(550, '5.7.1 no relaying');
  throw new SmtpRefusal(550, '5.1.1 no such mailbox');
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

/** The last resort: no socket lives longer than this, whatever state its session is in. */
function cutSockets(server: SMTPServer, timeoutMs: number): void {
  server.server.on('connection', (socket: Socket) => {
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  });
}
