import { createPrivateKey } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import DKIM from 'nodemailer/lib/dkim';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { limits } from '../../limits.ts';
import type { Log } from '../../ops/log.ts';
import type { Metrics } from '../../ops/metrics.ts';
import type { Clock, MailTransport, OutgoingMail, Random } from '../../ports.ts';
import { connectSocket } from './connect-socket.ts';
import type { RestLimits } from './relay-health.ts';
import type { RelayDeadlines } from './relay-turn.ts';
import { parseRelayUrl, type RelayAddress } from './relay-url.ts';
import { createRelays } from './relays.ts';
import type { SmtpFault } from './smtp-outcome.ts';
import { createSmtpRelay } from './smtp-relay.ts';
import type { OpenSession, SmtpSession } from './smtp-session.ts';

export interface SmtpTransportOptions {
  /** Connection URLs (`SMTP_URL`), tried in order. */
  readonly urls: readonly string[];
  readonly dkim: {
    readonly domain: string;
    readonly selector: string;
    /** PEM of an RSA key. */
    readonly privateKey: string;
  } | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'relayResting'>;
  /** Shorter deadlines and rests, for tests. */
  readonly deadlines?: Partial<RelayDeadlines>;
  readonly rests?: Partial<RestLimits>;
}

const standardDeadlines: RelayDeadlines = {
  connectMs: limits.relayConnectMs,
  greetingMs: limits.relayGreetingMs,
  answerMs: limits.relayAnswerMs,
  toDotMs: limits.sendToDotMs,
  afterDotMs: limits.sendAfterDotMs,
  farewellMs: limits.relayFarewellMs,
  idleMs: limits.relayIdleMs,
  closeMs: limits.sendPatienceMs,
};

/**
 * Hands mails to relays over connections that are kept open. Throws when an URL or the DKIM key
 * cannot be used; after that, whatever goes wrong is a report.
 */
export function createSmtpTransport(options: SmtpTransportOptions): MailTransport {
  const sign = createSigner(options.dkim);
  const relays = options.urls.map((url) => {
    const address = parseRelayUrl(url);
    const { connectMs, greetingMs } = address;
    const deadlines = {
      ...standardDeadlines,
      ...options.deadlines,
      ...(connectMs && { connectMs }),
      ...(greetingMs && { greetingMs }),
    };
    const openSession: OpenSession = (signal, onGreeted) =>
      openSmtpSession(address, deadlines, signal, onGreeted);
    return createSmtpRelay({ address, deadlines, openSession });
  });
  const transport = createRelays(relays, { ...options, probePatienceMs: limits.sendPatienceMs });
  return {
    ...transport,
    async send(mail, terms) {
      if (!isPlainAddress(mail.envelopeTo)) {
        const response = 'the recipient is not one plain address';
        return { outcome: 'final', response, relay: null };
      }
      return transport.send(await sign(mail), terms);
    },
  };
}

/** One mail, one recipient: what could parse into another or several addresses never leaves. */
function isPlainAddress(address: string): boolean {
  return /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/u.test(address);
}

/**
 * Adds a DKIM signature (RFC 6376) that depends on nothing but mail and key: RSA with PKCS #1 v1.5
 * has no randomness and no `t=` is written, so every attempt sends the same bytes.
 */
function createSigner(dkim: SmtpTransportOptions['dkim']) {
  if (dkim === null) return async (mail: OutgoingMail) => mail;
  // nodemailer writes rsa-sha256 only, and would send unsigned what it cannot sign.
  if (createPrivateKey(dkim.privateKey).asymmetricKeyType !== 'rsa') {
    throw new Error('DKIM_PRIVATE_KEY must be an RSA key');
  }
  const { domain: domainName, selector: keySelector, privateKey } = dkim;
  const signer = new DKIM({ domainName, keySelector, privateKey });
  return async (mail: OutgoingMail): Promise<OutgoingMail> => ({
    ...mail,
    raw: await buffer(signer.sign(mail.raw)),
  });
}

/** What a relay let us do that has got no mail. */
export interface RelayTrial {
  readonly isEncrypted: boolean;
  readonly isLoggedIn: boolean;
}

/** Does with a relay all that comes before a mail, and leaves. Rejects with an SmtpFault. */
export async function tryRelay(url: string): Promise<RelayTrial> {
  const address = parseRelayUrl(url);
  const deadlines = { ...standardDeadlines, greetingMs: limits.relayConnectMs };
  const signal = AbortSignal.timeout(deadlines.connectMs + deadlines.answerMs);
  const session = await openSmtpSession(address, deadlines, signal, () => {});
  await session.quit().catch(() => {});
  return session.trial;
}

/** Connects, greets, starts TLS and logs in. Rejects with an SmtpFault. */
async function openSmtpSession(
  address: RelayAddress,
  deadlines: RelayDeadlines,
  signal: AbortSignal,
  onGreeted: () => void,
): Promise<SmtpSession & { readonly trial: RelayTrial }> {
  const socket = await connectSocket(address, deadlines.connectMs, signal);
  const { greetingMs, toDotMs, afterDotMs } = deadlines;
  const connection = new SMTPConnection({
    ...address.session,
    host: address.host,
    port: address.port,
    secure: address.secure,
    connection: socket,
    // From the greeting to the end of the TLS handshake.
    connectionTimeout: greetingMs,
    greetingTimeout: greetingMs,
    // Silence is bounded by the deadlines of each mail; this only ends what no mail uses.
    socketTimeout: toDotMs + afterDotMs,
    socketCloseTimeout: 0,
  });
  const session = wrapConnection(connection, () => socket.destroy(), deadlines.farewellMs);
  const onAbort = () => session.cut();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    await session.settle((done) => connection.connect(done));
    onGreeted();
    // nodemailer's pool does the same: no AUTH offered, no login asked for.
    const isLoggedIn = address.login !== null && connection.allowsAuth;
    if (isLoggedIn) {
      const { login } = address;
      await session.settle((done) => connection.login({ ...login }, done));
    }
    return { ...session, trial: { isEncrypted: connection.secure, isLoggedIn } };
  } catch (error) {
    session.cut();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

type Done<T> = (fault?: SmtpFault | null, result?: T) => void;

interface WrappedSession extends SmtpSession {
  /** Promises what a method of the connection calls back, or the fault that ended it meanwhile. */
  settle<T>(begin: (done: Done<T>) => void): Promise<T | undefined>;
}

function wrapConnection(
  connection: SMTPConnection,
  destroySocket: () => void,
  farewellMs: number,
): WrappedSession {
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const ended = Promise.withResolvers<void>();
  let isOpen = true;
  connection.on('error', (error: SmtpFault) => broken.reject(error));
  connection.once('end', () => {
    isOpen = false;
    ended.resolve();
    // The method in progress calls back right after, and knows more about the reason.
    setImmediate(() => broken.reject({ code: 'ECONNECTION', message: 'Connection closed' }));
  });

  function cut(because?: SmtpFault): void {
    if (because) broken.reject(because);
    connection.close();
    destroySocket();
  }
  async function settle<T>(begin: (done: Done<T>) => void): Promise<T | undefined> {
    const called = Promise.withResolvers<T | undefined>();
    begin((fault, result) => (fault ? called.reject(fault) : called.resolve(result)));
    return Promise.race([called.promise, broken.promise]);
  }
  async function within(work: Promise<unknown>): Promise<void> {
    const timer = setTimeout(() => cut(), farewellMs);
    try {
      await work;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    isOpen: () => isOpen,
    settle,
    cut,
    lastReply: () => connection.lastServerResponse || '',
    async send({ from, to, sizeBytes }, mail) {
      const envelope = { from, to: [to], size: sizeBytes };
      const info = await settle<{ response: string }>((done) =>
        connection.send(envelope, mail, done),
      );
      return info?.response ?? '';
    },
    reset: () => within(settle((done) => connection.reset(done))),
    async quit() {
      connection.quit();
      await within(ended.promise);
    },
  };
}
