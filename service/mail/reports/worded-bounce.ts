import { cleanLine } from '../../calendar/sanitise.ts';
import { readHead } from '../header-block.ts';
import { readAddress, type TakenApart } from '../mail-parts.ts';
import type { ReportedRecipient } from '../mail-reading.ts';
import { stripMarkup } from '../markup-words.ts';
import { pickStatus } from './bounce-rules.ts';
import { refineStatus } from './bounce-words.ts';
import { isReturnedMail } from './returned-mail.ts';

/** Mail systems, not people, by the name they send under. */
const systemSenders =
  /^(mailer-daemon|mail-daemon|mdaemon|post_?master|mail\.?delivery\S*|mmsc|sysadmin)(@|$)/;
/** Programs that may as well send something else. */
const programSenders =
  /^(no-?reply|do-?not-?reply|bounces?|notifications?)(\+[^@]*)?@|^[^@]*-(admin|owner|request|bounces)@/;
const bounceSubjects = [
  /undeliver|not delivered|non-?deliver|returned (mail|message)|could not send/i,
  /delivery (status|problem|fail|has failed)|mail delivery|failure (notice|delivery)/i,
  /(mail|delivery|message) (failure|failed|delayed|error|returned)/i,
  /^(warning: )?message .{0,80}\b(delayed|(has )?not (yet )?been delivered)/i,
  /(failed|delayed) (mail|delivery|message)|could not be delivered|^processing error$/i,
  /error (sending|delivering) your/i,
  /permanent (delivery|fail|error)|not (a )?member\b|メールエラー通知|配信エラー|エラーメール/i,
  /unzustellbar|nicht zugestellt|échec de (la )?(remise|livraison)|no se pudo entregar/i,
  /non recapitato|mancato recapito|não entregue|falha na entrega|onbestelbaar|не доставлено/i,
  /退信|无法投递|無法傳遞/,
];
/** What a mail system says when it did not deliver; needed where its name does not tell. */
const failingWords = [
  /(could not|cannot|can't|unable to) (be )?(deliver|sent)|(was|were|been) not delivered/i,
  /(wasn['’]t|was not|weren['’]t) able to deliver|not yet been delivered/i,
  /(mail|message) has been returned|trouble delivering|no such user here/i,
  /delivery (has )?failed|送信できません|you are not a member of/i,
];
/** Where the words of the mail system end and the returned mail begins. */
const returnedFrom = [
  /^.*(original message|copy of (the|your) message|message follows|below this line).*$/im,
  /^\W*(the )?(returned|unsent) message\b.{0,40}$/im,
  /^.*(headers? of the|message header).*$/im,
  /^(received|return-path):/im,
];

/**
 * Reads a bounce written in words alone, as mail systems without RFC 3464 send it. Null: this is
 * no bounce. What cannot be read stays unknown, which nobody acts on.
 */
export function readWordedBounce(
  mail: TakenApart,
  envelopeFrom: string,
): readonly ReportedRecipient[] | null {
  const failed = mail.headers.get('x-failed-recipients')?.[0] ?? null;
  if (failed === null && !isBounceByWords(mail, envelopeFrom)) return null;
  return readWords(mail, failed);
}

/** What the words of a bounce say of its recipients; at least one, maybe without an address. */
export function readWords(mail: TakenApart, failed: string | null): readonly ReportedRecipient[] {
  const words = readAllWords(mail);
  const ends = returnedFrom.map((mark) => words.search(mark)).filter((end) => end > 0);
  const said = words.slice(0, Math.min(4_000, ...ends));
  const addresses = failed === null ? findAddresses(said, mail) : splitAddresses(failed);
  const [first, ...others] = addresses;
  if (first === undefined || others.length === 0) {
    return [describeRecipient(first ?? findReturnedTo(mail), said, mail.subject ?? '')];
  }
  return addresses.map((one) => describeRecipient(one, wordsAbout(one, addresses, said), ''));
}

function readAllWords(mail: TakenApart): string {
  return mail.text.trim() === '' ? stripMarkup(mail.html) : mail.text.slice(0, 32_000);
}

function isBounceByWords(mail: TakenApart, envelopeFrom: string): boolean {
  const hasSubject = bounceSubjects.some((pattern) => pattern.test(mail.subject ?? ''));
  const hasReturned = mail.parts.some(isReturnedMail);
  const isMarked = hasSubject || hasReturned;
  const isNamed =
    mail.from.some((address) => systemSenders.test(address)) ||
    // Some write their name and no address at all.
    (mail.from.length === 0 && /mailer-daemon/i.test(mail.headers.get('from')?.[0] ?? ''));
  const isSystem = isNamed || envelopeFrom === '' || systemSenders.test(envelopeFrom.toLowerCase());
  if (isSystem && isMarked) return true;
  const isProgram = isMarked && mail.from.some((address) => programSenders.test(address));
  const said = readAllWords(mail).slice(0, 2_000);
  return (isNamed || isProgram) && failingWords.some((pattern) => pattern.test(said));
}

/** The words from one address to the next: no recipient gets what is said of another. */
function wordsAbout(address: string, addresses: readonly string[], said: string): string {
  const lower = said.toLowerCase();
  const start = lower.indexOf(address);
  if (start < 0) return '';
  const from = start + address.length;
  const next = addresses
    .filter((other) => other !== address)
    .map((other) => lower.indexOf(other, from))
    .filter((at) => at > 0);
  return said.slice(start, Math.min(said.length, ...next));
}

function describeRecipient(
  address: string | null,
  said: string,
  subject: string,
): ReportedRecipient {
  const status = pickStatus(said);
  const told = refineStatus(status, `${said}\n${subject}`);
  // Of someone who is not there no delay is worth a word, whatever the subject calls it.
  const isNobody = told?.startsWith('5.1.') === true;
  const isDelay =
    status?.startsWith('4') === true || (/delayed|warning: /i.test(subject) && !isNobody);
  return {
    address,
    action: isDelay ? 'delayed' : 'failed',
    status: isDelay ? status : told,
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

/** The first address the words name as one that failed; never ours or the reporting system's. */
function findAddresses(said: string, mail: TakenApart): readonly string[] {
  const own = (mail.headers.get('to') ?? []).join().slice(0, 4_000).toLowerCase();
  const lines = said
    .split('\n')
    .filter((line) => !/^\s*(to|cc|from|sender|subject|message-id|reply-to)\s*:/i.test(line))
    .map((line) => line.replace(/\bfrom:? +<?[^\s<>]{1,255}/gi, ''));
  const found = lines.join('\n').match(/[^\s<>()[\]",;:'|]{1,64}@[^\s<>()[\]",;:'|]{1,255}/g) ?? [];
  const addresses = found.map((text) => readAddress(text.replace(/[.>]+$/, '')));
  const others = addresses.filter(
    (address) =>
      !mail.from.includes(address) && !own.includes(address) && !systemSenders.test(address),
  );
  return [...new Set(others)].slice(0, 1);
}

/** Where the returned mail went, when the words do not tell. */
function findReturnedTo(mail: TakenApart): string | null {
  const returned = mail.parts.find(isReturnedMail);
  const field =
    returned === undefined
      ? (/^to:[ \t]*(.{1,300})$/im.exec(readAllWords(mail))?.[1] ?? '')
      : (readHead(returned.content).get('to') ?? '');
  const address = /[^\s<>"',;:]{1,64}@[^\s<>"',;:]{1,255}/.exec(field)?.[0];
  return address === undefined ? null : readAddress(address);
}
