import type { SendOutcome } from '../../ports.ts';
import type { RelayFault } from './relay-health.ts';

/** What nodemailer says about a failure; all of it is optional. */
export interface SmtpFault {
  readonly message: string;
  readonly code?: string | undefined;
  /** Node's own code, when nodemailer put another in its place. */
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

export interface Judgement {
  readonly outcome: SendOutcome;
  /** Whose fault it is: the relay's, then another may take the mail, or the mail's. */
  readonly blame: RelayFault | 'mail';
  /** The relay's words, or nodemailer's, on one line and short. */
  readonly response: string;
}

/** Faults of our own set-up; they are marked permanent, but no mail is to blame. */
const configurationCodes = new Set([
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'ETLS',
  'EREQUIRETLS',
  'EPROXY',
  'ECONFIG',
]);

/** "Authenticate first" and its kin (RFC 4954 §6), whichever command they answer. */
const authenticationReplies = new Set([530, 534, 535, 538]);

/** A certificate that is not trusted, or TLS that does not come about (Node, "OpenSSL errors"). */
const tlsCodes = /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_)|SELF_SIGNED|_CA$/;

/** nodemailer's words for a connection that ended while TLS came about. */
const closedWords = /closed unexpectedly|socket disconnected|ECONNRESET/;

const responseLength = 500;
/** The end of a long reply is kept as well: there stands what the relay called the mail. */
const endLength = 200;

/**
 * What a relay said as it is kept: on one line, short, and without the control characters that the
 * database cannot hold (NUL) or a terminal would obey. A relay may say a megabyte of anything.
 */
export function tidyWords(words: string): string {
  const line = words.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (line.length <= responseLength) return line.toWellFormed();
  const start = line.slice(0, responseLength - endLength - 3);
  return `${start} … ${line.slice(-endLength)}`.toWellFormed();
}

/**
 * Sorts a failed hand-over. `dotWritten`: the final dot was let go, so without the relay's reply
 * nobody knows whether the mail arrived.
 */
export function judgeFault(fault: SmtpFault, dotWritten: boolean): Judgement {
  const response = tidyWords(fault.response ?? fault.message);
  return { ...sortFault(fault, dotWritten), response };
}

type Sorted = Omit<Judgement, 'response'>;

const away: Sorted = { outcome: 'temporary', blame: 'away' };
const refuses: Sorted = { outcome: 'configuration', blame: 'refuses' };
const putOff: Sorted = { outcome: 'temporary', blame: 'mail' };
const refused: Sorted = { outcome: 'final', blame: 'mail' };

function sortFault(fault: SmtpFault, dotWritten: boolean): Sorted {
  const { code = '', command = '', responseCode = 0 } = fault;
  const speaksOfMail = command === 'RCPT TO' || command === 'DATA';
  const isRefusal = responseCode >= 400 && responseCode < 600;
  // A reply that belongs to no command says nothing about the mail.
  if (dotWritten && !(isRefusal && speaksOfMail) && responseCode !== 421) {
    return { outcome: 'unknown', blame: 'away' };
  }
  // 421: the relay is closing down, whatever it was asked (RFC 5321 §3.8).
  if (responseCode === 421) return away;
  if (authenticationReplies.has(responseCode)) return refuses;
  if (isRefusal) return sortRefusal(responseCode, command, speaksOfMail);
  if (configurationCodes.has(code)) return isCutOff(fault) ? away : refuses;
  if (tlsCodes.test(fault.originalCode ?? '')) return refuses;
  // Refused before anything was said: no valid recipient, larger than the relay's SIZE.
  if ((code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode === 0) return refused;
  return away;
}

/** A reply speaks of this mail only at RCPT and after DATA; before that, of who we are. */
function sortRefusal(responseCode: number, command: string, speaksOfMail: boolean): Sorted {
  if (responseCode < 500) return speaksOfMail ? putOff : away;
  // 552 answers the SIZE parameter of MAIL FROM (RFC 1870 §6.1).
  if (command === 'MAIL FROM' && responseCode === 552) return refused;
  if (!speaksOfMail) return refuses;
  // "Bad sequence of commands": the session is muddled, the mail was not looked at.
  return responseCode === 503 ? away : refused;
}

/** A connection that broke during the TLS handshake: the network, until it happens otherwise. */
function isCutOff({ code, message, originalCode = '' }: SmtpFault): boolean {
  return code === 'ETLS' && (closedWords.test(message) || closedWords.test(originalCode));
}
