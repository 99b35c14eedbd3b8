import { loopHeader } from './loop-header.ts';
import type { TakenApart } from './mail-parts.ts';

/** Fields that only programs write, whatever they say. */
const automaticFields = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-autoreply-from',
  'x-auto-response-suppress',
  'x-mail-autoreply',
  'list-id',
  'list-post',
  'list-help',
  'list-unsubscribe',
  'list-subscribe',
  'list-owner',
  'list-archive',
  loopHeader.toLowerCase(),
];

const automaticSenders =
  /^(mailer-daemon|postmaster|mail-daemon|no-?reply|do-?not-?reply|bounces?)(\+.*)?@/;

/** Absence notes seen with no other mark at all. */
const automaticSubjects = [
  /^\s*\[?auto(matic)?[ -]?(reply|response|replied|answer)\b/i,
  /^\s*(out of (the )?office|vacation|on vacation)\b/i,
  /^\s*(abwesenheit|automatische antwort|r[ée]ponse automatique|respuesta autom[áa]tica|auto:)/i,
];

/**
 * Whether a program wrote this mail (RFC 3834 §2): such a mail is never answered. Says nothing
 * about a calendar part, which real clients send in mails marked automatic.
 */
export function isAutomatic(mail: TakenApart, envelopeFrom: string): boolean {
  const first = (name: string) => mail.headers.get(name)?.[0]?.toLowerCase() ?? '';
  const submitted = first('auto-submitted')
    .replace(/[;(].*$/s, '')
    .trim();
  if (submitted !== '' && submitted !== 'no') return true;
  if (/^\s*(bulk|list|junk|auto[_-]?reply)\b/.test(first('precedence'))) return true;
  if (/vacation/.test(first('x-apple-action'))) return true;
  if (automaticFields.some((name) => mail.headers.has(name))) return true;
  // RFC 5321 §4.5.5: the null sender marks what must not be answered.
  if (envelopeFrom === '') return true;
  if (mail.from.some((address) => automaticSenders.test(address))) return true;
  if (isReadReceipt(mail)) return true;
  return automaticSubjects.some((pattern) => pattern.test(mail.subject ?? ''));
}

/** RFC 8098: a disposition notification. */
function isReadReceipt(mail: TakenApart): boolean {
  return (
    mail.parameters.get('report-type')?.toLowerCase() === 'disposition-notification' ||
    mail.parts.some((part) => part.contentType === 'message/disposition-notification')
  );
}
