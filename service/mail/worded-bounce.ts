import { cleanLine } from '../calendar/sanitise.ts';
import {
  type DeliveryReport,
  findOriginalMessageId,
  isReturnedMail,
  pickStatus,
} from './bounce-rules.ts';
import { readAddress, type TakenApart } from './mail-parts.ts';
import type { ReportedRecipient } from './mail-reading.ts';

/** Mail systems, not people, by the name they send under. */
const systemSenders = /^(mailer-daemon|mail-daemon|mdaemon|postmaster|mail\.?delivery\S*)@/;
const bounceSubjects = [
  /undeliver|not delivered|non-?deliver|returned (mail|message)|could not send/i,
  /delivery (status|problem|fail|has failed)|mail delivery|failure (notice|delivery)/i,
  /(mail|delivery|message) (failure|failed|delayed|error|returned)/i,
  /permanent (delivery|fail|error)/i,
];
/** Where the words of the mail system end and the returned mail begins. */
const returnedFrom = [
  /^.*(original message|copy of (the|your) message|message follows|below this line).*$/im,
  /^.*(returned message|unsent message|headers? of the|message header).*$/im,
  /^(received|return-path):/im,
];
const mailboxMissing = [
  /user (is )?unknown|unknown user|unrouteable address|isn't a valid/i,
  /no such (user|recipient|mailbox|person|address)|invalid (recipient|mailbox|address)/i,
  /(user|mailbox|address|account|recipient)[^\n]{0,80}(does(n't| not) exist|not (found|listed))/i,
];

/**
 * Reads a bounce written in words alone, as mail systems without RFC 3464 send it. Null: this is
 * no bounce. What cannot be read stays unknown, which nobody acts on.
 */
export function readWordedBounce(mail: TakenApart, envelopeFrom: string): DeliveryReport | null {
  const failed = mail.headers.get('x-failed-recipients')?.[0] ?? null;
  if (failed === null && !isBounceByWords(mail, envelopeFrom)) return null;
  return { recipients: readWords(mail, failed), originalMessageId: findOriginalMessageId(mail) };
}

/** What the words of a bounce say of its recipients; at least one, maybe without an address. */
export function readWords(mail: TakenApart, failed: string | null): readonly ReportedRecipient[] {
  const words = mail.text.slice(0, 32_000);
  const ends = returnedFrom.map((mark) => words.search(mark)).filter((end) => end > 0);
  const said = words.slice(0, Math.min(4_000, ...ends));
  const addresses = failed === null ? findAddresses(said, mail) : splitAddresses(failed);
  return (addresses.length === 0 ? [null] : addresses).map((address) =>
    describeRecipient(address, said, mail.subject ?? ''),
  );
}

function isBounceByWords(mail: TakenApart, envelopeFrom: string): boolean {
  const isSystem =
    mail.from.some((address) => systemSenders.test(address)) ||
    // Some write their name and no address at all.
    (mail.from.length === 0 && /mailer-daemon/i.test(mail.headers.get('from')?.[0] ?? ''));
  if (!isSystem && envelopeFrom !== '' && !systemSenders.test(envelopeFrom.toLowerCase())) {
    return false;
  }
  const { subject } = mail;
  if (bounceSubjects.some((pattern) => pattern.test(subject ?? ''))) return true;
  return mail.parts.some(isReturnedMail);
}

function describeRecipient(
  address: string | null,
  said: string,
  subject: string,
): ReportedRecipient {
  const status = pickStatus(said);
  const isDelay = status?.startsWith('4') === true || /delayed|warning: /i.test(subject);
  const isMissing = mailboxMissing.some((words) => words.test(said) || words.test(subject));
  const isVague = status === null || status.endsWith('.0.0');
  return {
    address,
    action: isDelay ? 'delayed' : 'failed',
    status: isVague && isMissing && !isDelay ? '5.1.1' : status,
    diagnostic: cleanLine(said, 500) || null,
  };
}

function splitAddresses(field: string): readonly string[] {
  const addresses = field
    .slice(0, 4_000)
    .split(/[,;\s]+/)
    .map(readAddress);
  return addresses.filter((address) => address.includes('@')).slice(0, 50);
}

/** The first addresses the words name, the reporting system's own left out. */
function findAddresses(said: string, mail: TakenApart): readonly string[] {
  const found = said.match(/[^\s<>()[\]",;:]{1,64}@[^\s<>()[\]",;:]{1,255}/g) ?? [];
  const addresses = found.map((text) => readAddress(text.replace(/[.>]+$/, '')));
  const others = addresses.filter(
    (address) => !mail.from.includes(address) && !systemSenders.test(address),
  );
  return [...new Set(others)].slice(0, 1);
}
