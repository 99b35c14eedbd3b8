import nodemailer from 'nodemailer';
import { limits } from '../limits.ts';
import type { Log } from '../ops/log.ts';
import type { MailTransport, OutgoingMail, SendReport } from '../ports.ts';
import { judgeFault, type SmtpFault } from './smtp-outcome.ts';

export interface SmtpTransportOptions {
  /** Connection URLs (`SMTP_URL`), tried in order. */
  readonly urls: readonly string[];
  readonly dkim: {
    readonly domain: string;
    readonly selector: string;
    readonly privateKey: string;
  } | null;
  readonly log: Log;
  /** Shorter deadlines, for tests. */
  readonly timeouts?: { connectMs: number; greetingMs: number; socketMs: number };
}

const defaultTimeouts = { connectMs: 10_000, greetingMs: 10_000, socketMs: 60_000 };

/**
 * Hands mails to a relay over pooled connections. The next relay is tried when one is away or
 * misconfigured; a refusal of the mail itself, or doubt whether it arrived, ends the attempt.
 */
export function createSmtpTransport(options: SmtpTransportOptions): MailTransport {
  const relays = options.urls.map((url) => openRelay(url, options));
  return {
    async send(mail, signal) {
      const reports: SendReport[] = [];
      for (const [index, relay] of relays.entries()) {
        const report = await relay.send(mail, signal);
        reports.push(report);
        if (report.outcome === 'configuration') {
          options.log.error({ relay: index + 1 }, 'the relay refuses us: check SMTP_URL');
        }
        if (report.outcome !== 'temporary' && report.outcome !== 'configuration') break;
        if (signal?.aborted) break;
      }
      return combine(reports);
    },
    async close() {
      for (const relay of relays) relay.close();
    },
  };
}

/** The last word counts, but a relay that was only away keeps the mail's hope and its count. */
function combine(reports: readonly SendReport[]): SendReport {
  const last = reports.at(-1) ?? { outcome: 'configuration', response: 'no relay is configured' };
  if (reports.length < 2) return last;
  const hopeful =
    last.outcome === 'configuration' && reports.some((r) => r.outcome === 'temporary');
  return {
    outcome: hopeful ? 'temporary' : last.outcome,
    response: reports.map((r, index) => `relay ${index + 1}: ${r.response}`).join('; '),
  };
}

interface Relay {
  send(mail: OutgoingMail, signal?: AbortSignal): Promise<SendReport>;
  close(): void;
}

function openRelay(url: string, options: SmtpTransportOptions): Relay {
  const pool = nodemailer.createTransport(poolOptions(url, options));
  /** By the bytes being sent: what became of them so far. */
  const watched = new WeakMap<object, { finalDotWritten: boolean }>();

  pool.use('stream', ({ message, data }, done) => {
    const { to } = message.getEnvelope();
    if (to.length !== 1 || !isPlainAddress(to[0] ?? '')) {
      return done(Object.assign(new Error('not exactly one recipient'), { code: 'EENVELOPE' }));
    }
    const createReadStream = message.createReadStream.bind(message);
    // nodemailer reports a drop after the final dot like one before DATA. The connection reads
    // this stream only after the server's 354, so its end tells the two apart.
    message.createReadStream = (streamOptions) => {
      const stream = createReadStream(streamOptions);
      const progress = watched.get(data.raw as object);
      stream.once('end', () => {
        if (progress) progress.finalDotWritten = true;
      });
      return stream;
    };
    done();
  });

  return {
    async send({ envelopeFrom, envelopeTo, raw }, signal) {
      const progress = { finalDotWritten: false };
      watched.set(raw, progress);
      const envelope = { from: envelopeFrom, to: [envelopeTo] };
      if (!isPlainAddress(envelopeTo)) {
        return { outcome: 'final', response: 'the recipient is not one plain address' };
      }
      try {
        const { response } = await pool.sendMail({ raw, envelope, ...(signal && { signal }) });
        return { outcome: 'accepted', response };
      } catch (error) {
        return judgeFault(error as SmtpFault, progress.finalDotWritten);
      }
    },
    // Whoever closes has waited long enough: a stalled relay must not keep the process alive.
    close: () => pool.close({ force: true }),
  };
}

/** One mail, one recipient: what could parse into another or several addresses never leaves. */
function isPlainAddress(address: string): boolean {
  return /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/u.test(address);
}

function poolOptions(url: string, { dkim, timeouts = defaultTimeouts }: SmtpTransportOptions) {
  return {
    url,
    pool: true as const,
    maxConnections: limits.sendConcurrency,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.socketMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && {
      dkim: {
        domainName: dkim.domain,
        keySelector: dkim.selector,
        privateKey: dkim.privateKey,
      },
    }),
  };
}
