import type { ParsedMail } from 'mailparser';

/** A mail as its recipient has it: what a calendar client needs to answer, and its links. */
export interface ReceivedMail {
  readonly to: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly ics: string | null;
  readonly method: string | null;
  readonly sequence: number | null;
  readonly messageId: string;
  /** When the mail offers a new time for one click: `2027-03-12 20:00`, in UTC. */
  readonly suggestion: string | null;
  /** What only servers see of it; null where nobody kept it. */
  readonly sent: { readonly envelopeFrom: string; readonly raw: string } | null;
}

/** Reads a mail the way a client does. */
export function receive(
  mail: ParsedMail,
  to: string,
  sent: ReceivedMail['sent'] = null,
): ReceivedMail {
  const part = mail.attachments.find((one) => one.contentType === 'text/calendar');
  const ics = part ? part.content.toString('utf8') : null;
  const text = mail.text ?? '';
  const suggested = /[?&]start=(\d{4}-\d\d-\d\d)T(\d\d:\d\d):00Z/.exec(text);
  return {
    to,
    replyTo: mail.replyTo?.value[0]?.address ?? '',
    subject: mail.subject ?? '',
    text,
    ics,
    method: ics ? (/^METHOD:(\w+)/m.exec(ics)?.[1] ?? null) : null,
    sequence: ics ? Number(/^SEQUENCE:(\d+)/m.exec(ics)?.[1] ?? 0) : null,
    messageId: mail.messageId ?? '',
    suggestion: suggested ? `${suggested[1]} ${suggested[2]}` : null,
    sent,
  };
}

/** What a mail is, in one short line: `REQUEST 1`, `human-answer 2027-03-12 20:00`. */
export function nameMail(mail: ReceivedMail, kind: string): string {
  if (mail.method) return `${mail.method} ${mail.sequence}`;
  return mail.suggestion === null ? kind : `${kind} ${mail.suggestion}`;
}

/** The link of a mail that leads to `path`, for instance `approve`; null when it has none. */
export const linkIn = (mail: ReceivedMail, path: string): string | null =>
  new RegExp(`https?://\\S+/${path}\\?[rt]=[\\w.-]+`).exec(mail.text)?.[0] ?? null;

/** The link of a mail that asks for the time it suggests; null when it suggests none. */
export const suggestionIn = (mail: ReceivedMail): string | null =>
  /https?:\/\/\S+\/reschedule\?r=[\w.-]+&start=[\w:-]+/.exec(mail.text)?.[0] ?? null;

/** The newest mail in a mailbox that fulfils the condition; throws when there is none. */
export function newest(
  mailbox: readonly ReceivedMail[],
  what: string,
  condition: (mail: ReceivedMail) => boolean,
): ReceivedMail {
  const found = mailbox.findLast(condition);
  if (!found) throw new Error(`no ${what} in the mailbox`);
  return found;
}
