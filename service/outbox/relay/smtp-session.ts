import type { Readable } from 'node:stream';
import type { SmtpFault } from './smtp-outcome.ts';

interface SmtpEnvelope {
  readonly from: string;
  readonly to: string;
  readonly sizeBytes: number;
}

/** An SMTP connection past greeting, TLS and login. What rejects, rejects with an SmtpFault. */
export interface SmtpSession {
  isOpen(): boolean;
  /** Resolves with the relay's reply to the final dot. */
  send(envelope: SmtpEnvelope, mail: Readable): Promise<string>;
  /** The last reply that was read. */
  lastReply(): string;
  /** Forgets a mail that was refused (RSET). */
  reset(): Promise<void>;
  /** Says QUIT; resolves when the connection is closed, and closes it when nobody answers. */
  quit(): Promise<void>;
  /** Gives the socket up at once; what is under way rejects with `because`. */
  cut(because?: SmtpFault): void;
}

/**
 * Connects, greets, starts TLS and logs in; `onGreeted` is called before the login. When `signal`
 * aborts, nothing of the connection is left.
 */
export type OpenSession = (signal: AbortSignal, onGreeted: () => void) => Promise<SmtpSession>;
