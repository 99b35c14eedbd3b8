import { cleanLine, cleanText } from '../calendar/sanitise.ts';
import { limits } from '../limits.ts';
import { judgeAutomatic } from './automatic-rules.ts';
import { findCalendar } from './calendar-parts.ts';
import { type TakenApart, takeApart } from './mail-parts.ts';
import type { MailReading, ReportedRecipient, Writer } from './mail-reading.ts';
import { stripMarkup } from './markup-words.ts';
import { readOwnWords } from './own-words.ts';
import { isDeliveryReport, readDeliveryReport, readRejection } from './reports/bounce-rules.ts';
import { type Feedback, readFeedback } from './reports/complaint-rules.ts';
import { readReturned } from './reports/returned-mail.ts';
import { readWordedBounce, readWords } from './reports/worded-bounce.ts';
import { readWish } from './wish/read-wish.ts';

/**
 * Reads one inbound mail. The order matters: a report first, for what it returns was not said by
 * its sender; then a calendar, before any mark of automatic mail, for real proposals carry those
 * marks. Never rejects: bytes that cannot be read come out as `unreadable`. Time and memory are
 * bounded by the size of the mail, not constant: hostile mail is read in a process of its own.
 */
export async function readMail(
  raw: Buffer,
  envelope: { readonly from: string; readonly to: string },
  writer: Writer | null = null,
): Promise<MailReading> {
  try {
    return await classify(await takeApart(raw), envelope.from, writer);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ...nothing, kind: 'unreadable', problemDetail: cleanLine(detail, 300) };
  }
}

const nothing = {
  messageId: null,
  from: [],
  sender: null,
  replyTo: [],
  references: [],
  subject: null,
  automatic: false,
  text: null,
  suggestedStartUtc: null,
  kindDetail: null,
  calendar: null,
  problem: null,
  problemDetail: null,
  recipients: [],
  originalMessageId: null,
  originalOrganizer: null,
  authentication: null,
} satisfies Partial<MailReading>;

async function classify(
  mail: TakenApart,
  envelopeFrom: string,
  writer: Writer | null,
): Promise<MailReading> {
  const { isAutomatic: automatic, detail } = judgeAutomatic(mail, envelopeFrom);
  const { messageId, from, sender, replyTo, references, subject } = mail;
  const heads = { messageId, from, sender, replyTo, references, subject };
  const common = { ...nothing, ...heads, automatic, kindDetail: detail, text: readText(mail) };
  const feedback = readFeedback(mail);
  if (feedback !== null) return { ...common, ...(await toFeedback(mail, feedback)) };
  if (isDeliveryReport(mail)) return { ...common, ...(await toReport(mail, readReport(mail))) };
  const rejection = readRejection(mail);
  if (rejection !== null) return { ...common, ...(await toReport(mail, rejection)) };
  if (detail === 'receipt') return { ...common, kind: 'automatic' };
  const found = findCalendar(mail);
  if (found !== null) {
    const { calendar, problem, detail: problemDetail } = found;
    return { ...common, kindDetail: null, kind: 'calendar', calendar, problem, problemDetail };
  }
  const bounce = readWordedBounce(mail, envelopeFrom);
  if (bounce !== null) return { ...common, ...(await toReport(mail, bounce)) };
  const sealed = findSealed(mail);
  if (sealed !== null) {
    return { ...common, kind: 'unreadable', kindDetail: 'sealed', problemDetail: sealed };
  }
  if (automatic) return { ...common, kind: 'automatic' };
  const words = common.text;
  const suggestedStartUtc = words === null || writer === null ? null : readWish(words, writer);
  return { ...common, kind: 'human', suggestedStartUtc };
}

async function toFeedback(mail: TakenApart, { isComplaint, recipients }: Feedback) {
  const kind = isComplaint ? ('complaint' as const) : ('automatic' as const);
  return { kind, automatic: true, kindDetail: null, recipients, ...(await readReturned(mail)) };
}

async function toReport(mail: TakenApart, recipients: readonly ReportedRecipient[]) {
  const kind = 'report' as const;
  return { kind, automatic: true, kindDetail: null, recipients, ...(await readReturned(mail)) };
}

/** Some say `multipart/report` and bring no delivery-status part: then the words count. */
function readReport(mail: TakenApart): readonly ReportedRecipient[] {
  const recipients = readDeliveryReport(mail);
  return recipients.length > 0 ? recipients : readWords(mail, null);
}

/** An answer in a wrapping that only one mail program opens. */
function findSealed(mail: TakenApart): string | null {
  for (const { contentType, fileName, content } of mail.parts) {
    const isTnef = contentType === 'application/ms-tnef' || fileName === 'winmail.dat';
    // The message class of a meeting answer; other rich text is only a letter.
    if (isTnef && content.includes('IPM.Schedule.Meeting', 0, 'latin1')) {
      return 'a meeting answer in winmail.dat (TNEF)';
    }
    const isSmime = /^application\/(x-)?pkcs7-mime$/.test(contentType);
    if (isSmime || fileName === 'smime.p7m') return 'S/MIME content';
    if (contentType === 'application/pgp-encrypted') return 'PGP content';
  }
  // RFC 4880 §6.2: the armour stands in the text itself.
  return /^\s*-----BEGIN PGP MESSAGE-----/.test(mail.text.slice(0, 200)) ? 'PGP content' : null;
}

/** What the writer said: without quotations and signature. */
function readText(mail: TakenApart): string | null {
  const body = mail.text.trim() === '' ? stripMarkup(mail.html) : mail.text;
  const text = cleanText(readOwnWords(body), limits.commentLength);
  return text === '' ? null : text;
}
