/**
 * What the service needs from the outside world, as types only. Production implementations are
 * wired in `service.ts`; tests replace the clock and the far mail server, nothing else.
 */

/** Tells the time. Nothing else in the service may read a clock. */
export interface Clock {
  now(): Date;
}

/** Makes what must not repeat. Nothing else in the service may make randomness. */
export interface Random {
  /** A UUID version 7 (RFC 9562 §5.7): unique, and rising with time. */
  uuid(): string;
  /** Cryptographically strong bytes. */
  bytes(length: number): Buffer;
}

/** The record types that mail authentication asks for. */
export type DnsType = 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR' | 'CNAME';

/**
 * Asks DNS one question, answering as `node:dns` does (TXT: lists of strings, MX: exchange and
 * priority, else strings). Rejects with an error whose `code` is `ENOTFOUND` or `ENODATA` when
 * there is no such record, and with any other code when it is not known whether there is one.
 */
export type ResolveDns = (name: string, type: DnsType) => Promise<unknown>;

/** One finished mail and the SMTP envelope it travels in. */
export interface OutgoingMail {
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly raw: Buffer;
}

/**
 * What became of one attempt to hand over a mail.
 * - `accepted`: the far server answered 250 after the final dot.
 * - `temporary`: try again later (network, 4xx, greylisting).
 * - `final`: this recipient or mail will never be taken (5xx).
 * - `configuration`: our own fault (authentication, TLS, MAIL FROM refused); no mail is to blame.
 * - `unknown`: the connection broke after the final dot; the mail may or may not have arrived.
 * - `withdrawn`: broken off before the final dot because `mayFinish` said no; it did not arrive.
 */
export type SendOutcome =
  | 'accepted'
  | 'temporary'
  | 'final'
  | 'configuration'
  | 'unknown'
  | 'withdrawn';

export interface SendReport {
  readonly outcome: SendOutcome;
  /** The far server's words, or our own description of the fault. */
  readonly response: string;
  /** Who said so: host and port, never credentials; null when nobody was asked. */
  readonly relay: string | null;
}

export interface SendTerms {
  /** Ends the attempt as soon as possible; after the final dot its outcome is `unknown`. */
  readonly signal?: AbortSignal;
  /**
   * Asked once, when everything but the final dot is on the wire. Nothing but a true lets the dot
   * go out; a false or a rejection breaks the connection off and the outcome is `withdrawn`.
   */
  mayFinish(relay: string): Promise<boolean>;
}

/** How one relay is, as this process knows it. */
export interface RelayHealthNote {
  /** Its place in `SMTP_URL`, from 1. */
  readonly relay: number;
  /** Host and port, never credentials. */
  readonly name: string;
  readonly state: 'good' | 'away' | 'refuses';
  readonly restsUntil: Date | null;
}

/** Hands mails to the world. */
export interface MailTransport {
  /** How many mails it takes at once; more would wait inside it. */
  readonly concurrency: number;
  /** Null: mails may be handed over now. Else every relay rests until then. */
  restsUntil(): Date | null;
  /** The relays it hands mails to; absent where there are none. */
  relays?(): readonly RelayHealthNote[];
  /** Never rejects: every end is a report. All its phases have deadlines of their own. */
  send(mail: OutgoingMail, terms: SendTerms): Promise<SendReport>;
  close(): Promise<void>;
}

/** Gets a small text by HTTPS; rejects when it is away, too large or answers with an error. */
export type FetchText = (url: string) => Promise<string>;

/**
 * Called after every commit with the name of the transaction. In production it does nothing;
 * the crash tests use it to kill the service at exactly that point.
 */
export type AfterCommit = (transactionName: string) => void | Promise<void>;

export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly mail: MailTransport;
  readonly resolveDns: ResolveDns;
  readonly fetchText: FetchText;
  readonly afterCommit?: AfterCommit;
}
