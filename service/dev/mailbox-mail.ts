import { simpleParser } from 'mailparser';
import { readContentLine, unfoldLines } from '../calendar/content-lines.ts';
import type { KeptMail } from './mailbox-store.ts';

/** One mail of the development mailbox, taken apart; its JSON is this object. */
export interface MailboxMail {
  readonly id: number;
  readonly receivedAt: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** Of the calendar object; null for a plain mail. */
  readonly method: string | null;
  readonly sequence: number | null;
  readonly uid: string | null;
  /** The session's time as the mail words it for its reader; null when it names none. */
  readonly localTime: string | null;
  readonly text: string;
  readonly html: string;
  readonly ics: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly links: readonly string[];
}

/** Takes one of our own mails apart. */
export async function readMailboxMail(kept: KeptMail): Promise<MailboxMail> {
  const mail = await simpleParser(kept.raw, { skipTextLinks: true, skipHtmlToText: true });
  const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
  const ics = part?.content.toString('utf8') ?? null;
  const text = mail.text ?? '';
  const sequence = readValue(ics, 'SEQUENCE');
  return {
    id: kept.id,
    receivedAt: kept.receivedAt.toISOString(),
    from: mail.from?.text ?? '',
    to: kept.envelopeTo,
    subject: mail.subject ?? '',
    method: readValue(ics, 'METHOD'),
    sequence: sequence === null ? null : Number(sequence),
    uid: readValue(ics, 'UID'),
    localTime: findLocalTime(text),
    text,
    html: mail.html || '',
    ics,
    headers: mail.headerLines.map(({ key, line }) => ({
      name: line.slice(0, key.length),
      value: line.slice(line.indexOf(':') + 1).trim(),
    })),
    links: [...new Set(text.match(/https?:\/\/[^\s<>"]+/g) ?? [])],
  };
}

function readValue(ics: string | null, name: string): string | null {
  const line = unfoldLines(ics ?? '')
    .map(readContentLine)
    .find((one) => one?.name === name);
  return line?.value ?? null;
}

/** The last line that tells a time with its length is the one that holds now. */
function findLocalTime(text: string): string | null {
  // In any language: a label, a span with a dash, its length in brackets, and then the zone.
  const times = [...text.matchAll(/^\S[^:\n]*: (.+ – .+) \([^()\n]*\d[^()\n]*\)\n *(.+)$/gm)];
  const [, local, zone] = times.at(-1) ?? [];
  return local && zone ? `${local}, ${zone}` : null;
}
