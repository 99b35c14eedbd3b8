import type { SendReport } from '../ports.ts';

/** What nodemailer says about a failure; all of it is optional. */
export interface SmtpFault {
  readonly message: string;
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
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

/** A relay's words are kept on one line and short. */
const responseLength = 500;

/**
 * Sorts a failed hand-over. `finalDotWritten`: the whole message had been taken from us, so without
 * the server's reply nobody knows whether it arrived.
 */
export function judgeFault(fault: SmtpFault, finalDotWritten: boolean): SendReport {
  const words = (fault.response ?? fault.message).replace(/\s+/gu, ' ').trim();
  const response = words.slice(0, responseLength);
  return { outcome: outcomeOf(fault, finalDotWritten), response };
}

function outcomeOf(fault: SmtpFault, finalDotWritten: boolean): SendReport['outcome'] {
  const { code = '', command = '', responseCode = 0 } = fault;
  if (configurationCodes.has(code) || authenticationReplies.has(responseCode)) {
    return 'configuration';
  }
  if (responseCode >= 400 && responseCode < 500) return 'temporary';
  if (responseCode >= 500) return outcomeOfRefusal(command, responseCode);
  if (finalDotWritten) return 'unknown';
  // Refused before anything was said: no valid recipient, larger than the server's SIZE.
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return 'final';
  return 'temporary';
}

/** A 5xx speaks of this mail only at RCPT and after DATA; before that, of who we are. */
function outcomeOfRefusal(command: string, responseCode: number): SendReport['outcome'] {
  if (command === 'RCPT TO' || command === 'DATA') return 'final';
  // 552 answers the SIZE parameter of MAIL FROM (RFC 1870 §6.1).
  return command === 'MAIL FROM' && responseCode === 552 ? 'final' : 'configuration';
}
