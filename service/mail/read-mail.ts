import { cleanLine, cleanText } from '../calendar/sanitise.ts';
import { limits } from '../limits.ts';
import { isAutomatic } from './automatic-rules.ts';
import {
  type DeliveryReport,
  findOriginalMessageId,
  isDeliveryReport,
  isReturnedMail,
  readDeliveryReport,
} from './bounce-rules.ts';
import { findCalendar } from './calendar-parts.ts';
import { readHead } from './header-block.ts';
import { type TakenApart, takeApart } from './mail-parts.ts';
import type { MailReading } from './mail-reading.ts';
import { readWordedBounce, readWords } from './worded-bounce.ts';

/**
 * Reads one inbound mail. The order matters: a report first, for what it returns was not said by
 * its sender; then a calendar, before any mark of automatic mail, for real proposals carry those
 * marks. Never rejects: bytes that cannot be read come out as `unreadable`. Time and memory are
 * bounded by the size of the mail, not constant: hostile mail is read in a process of its own.
 */
export async function readMail(
  raw: Buffer,
  envelope: { readonly from: string; readonly to: string },
): Promise<MailReading> {
  try {
    return classify(await takeApart(raw), envelope.from);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ...nothing, kind: 'unreadable', problemDetail: cleanLine(detail, 300) };
  }
}

const nothing = {
  messageId: null,
  from: [],
  subject: null,
  automatic: false,
  text: null,
  calendar: null,
  problem: null,
  problemDetail: null,
  recipients: [],
  originalMessageId: null,
} satisfies Partial<MailReading>;

function classify(mail: TakenApart, envelopeFrom: string): MailReading {
  const automatic = isAutomatic(mail, envelopeFrom);
  const { messageId, from, subject } = mail;
  const common = { ...nothing, messageId, from, subject, automatic, text: readText(mail) };
  if (isComplaint(mail)) {
    return { ...common, kind: 'complaint', originalMessageId: findOriginalMessageId(mail) };
  }
  if (isDeliveryReport(mail)) return toReport(common, readReport(mail));
  const found = findCalendar(mail);
  if (found !== null) {
    const { calendar, problem, detail: problemDetail } = found;
    return { ...common, kind: 'calendar', calendar, problem, problemDetail };
  }
  const bounce = readWordedBounce(mail, envelopeFrom);
  if (bounce !== null) return toReport(common, bounce);
  const sealed = findSealed(mail);
  if (sealed !== null) return { ...common, kind: 'unreadable', problemDetail: sealed };
  return { ...common, kind: automatic ? 'automatic' : 'human' };
}

function toReport(common: Omit<MailReading, 'kind'>, report: DeliveryReport): MailReading {
  return { ...common, kind: 'report', automatic: true, ...report };
}

/** Some say `multipart/report` and bring no delivery-status part: then the words count. */
function readReport(mail: TakenApart): DeliveryReport {
  const report = readDeliveryReport(mail);
  return report.recipients.length > 0 ? report : { ...report, recipients: readWords(mail, null) };
}

/** An abuse report (RFC 5965), or the form Hotmail has sent since before it. */
function isComplaint(mail: TakenApart): boolean {
  if (mail.parameters.get('report-type')?.toLowerCase() === 'feedback-report') return true;
  return mail.parts.some(
    (part) =>
      part.contentType === 'message/feedback-report' ||
      (isReturnedMail(part) && readHead(part.content).has('x-hmxmroriginalrecipient')),
  );
}

/** An answer in a wrapping that only one mail program opens. */
function findSealed(mail: TakenApart): string | null {
  for (const { contentType, fileName, content } of mail.parts) {
    const isTnef = contentType === 'application/ms-tnef' || fileName === 'winmail.dat';
    // The message class of a meeting answer; other rich text is only a letter.
    if (isTnef && content.includes('IPM.Schedule.Meeting', 0, 'latin1')) {
      return 'a meeting answer in winmail.dat (TNEF)';
    }
    if (/^application\/(x-)?pkcs7-mime$/.test(contentType)) return 'S/MIME content';
    if (contentType === 'application/pgp-encrypted') return 'PGP content';
  }
  return null;
}

/** The first lines of the body; of HTML alone, its words. */
function readText(mail: TakenApart): string | null {
  const body = mail.text.trim() === '' ? stripMarkup(mail.html) : mail.text;
  const text = cleanText(body.trimStart().slice(0, limits.commentLength * 4), limits.commentLength);
  return text === '' ? null : text;
}

/** Words of an HTML body, roughly: enough to recognise a letter by, and cheap for any input. */
function stripMarkup(markup: string): string {
  return markup
    .slice(0, 32_000)
    .replace(/<(style|script|head)\b[^>]{0,500}>[\s\S]{0,8000}?<\/\1>/gi, ' ')
    .replace(/<(br|\/p|\/div|\/tr|\/li)\b[^>]{0,200}>/gi, '\n')
    .replace(/<[^>]{0,2000}>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
