import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { waitFor } from './wait-for.ts';

export interface SunkMail {
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly raw: Buffer;
}

/** Where in the dialogue the sink answers with its mode's code. */
type Stage = 'connect' | 'mail-from' | 'rcpt-to' | 'data';

export interface MailSink {
  readonly port: number;
  /** A value for `SMTP_URL`. */
  readonly url: string;
  /** Every mail taken with 250, in order. */
  readonly mails: SunkMail[];
  /** How often the sink refused. */
  readonly refusals: () => number;
  /** From now on refuses with `code` (say 451 or 550) at `stage`; `null` takes all again. */
  answerWith(code: number | null, stage?: Stage, words?: string): void;
  /** From now on cuts the connection after the final dot, having kept the mail or not. */
  dropAfterDot(mode: 'kept' | 'lost' | null): void;
  /** Waits until at least `count` mails are there and returns all. */
  waitForMails(count: number, timeoutMs?: number): Promise<SunkMail[]>;
  clear(): void;
  close(): Promise<void>;
}

/**
 * A real SMTP server on a free loopback port that keeps what it is given. `isOld`: it knows of no
 * 8-bit mail (RFC 6152), so servers before it have to write such a mail anew.
 */
export async function startMailSink({ isOld = false } = {}): Promise<MailSink> {
  const mails: SunkMail[] = [];
  let refusal: { code: number; stage: Stage; words: string } | null = null;
  let drop: 'kept' | 'lost' | null = null;
  let refused = 0;

  /** The error to answer with at `stage`, if the mode says so. */
  function refuse(stage: Stage): Error | null {
    if (refusal?.stage !== stage) return null;
    refused += 1;
    return Object.assign(new Error(refusal.words), { responseCode: refusal.code });
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    hide8BITMIME: isOld,
    closeTimeout: 200,
    onConnect: (_session, callback) => callback(refuse('connect')),
    onMailFrom: (_address, _session, callback) => callback(refuse('mail-from')),
    onRcptTo: (_address, _session, callback) => callback(refuse('rcpt-to')),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const error = refuse('data');
        if (error !== null) return callback(error);
        const mail = {
          envelopeFrom: mailFrom ? mailFrom.address : '',
          envelopeTo: rcptTo.map((recipient) => recipient.address),
          raw: Buffer.concat(chunks),
        };
        if (drop !== 'lost') mails.push(mail);
        if (drop !== null) return cut(server);
        callback();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail sink has no port');

  return {
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    refusals: () => refused,
    answerWith(code, stage = 'data', words) {
      const usual = Number(code) < 500 ? 'try again later' : 'refused for good';
      refusal = code === null ? null : { code, stage, words: words ?? usual };
    },
    dropAfterDot(mode) {
      drop = mode;
    },
    async waitForMails(count, timeoutMs = 10_000) {
      const what = () => `${count} mails (there are ${mails.length})`;
      await waitFor(() => mails.length >= count, { timeoutMs, what });
      return [...mails];
    },
    clear: () => void mails.splice(0),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Cuts all connections without a word. */
function cut(server: SMTPServer): void {
  for (const connection of server.connections) {
    (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
  }
}

/** A sunk mail, read by mailparser. */
export const parseSunk = (mail: SunkMail) => simpleParser(mail.raw);
