import type { ParsedMail } from 'mailparser';
import { writeReplyMail } from '../../service/dev/reply-simulator.ts';
import type { Action, Player } from './transcript.ts';

/** A mail as its recipient has it: what a calendar client needs to answer, and its links. */
export interface ReceivedMail {
  readonly to: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly ics: string | null;
  readonly method: string | null;
  readonly sequence: number | null;
}

/** Reads a mail the way a client does. */
export function receive(mail: ParsedMail, to: string): ReceivedMail {
  const part = mail.attachments.find((one) => one.contentType === 'text/calendar');
  const ics = part ? part.content.toString('utf8') : null;
  return {
    to,
    replyTo: mail.replyTo?.value[0]?.address ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    ics,
    method: ics ? (/^METHOD:(\w+)/m.exec(ics)?.[1] ?? null) : null,
    sequence: ics ? Number(/^SEQUENCE:(\d+)/m.exec(ics)?.[1]) : null,
  };
}

/** The link of a mail that leads to `path`, for instance `approve`; null when it has none. */
export const linkIn = (mail: ReceivedMail, path: string): string | null =>
  new RegExp(`https?://\\S+/${path}\\?[rt]=[\\w.-]+`).exec(mail.text)?.[0] ?? null;

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

/** The same mail as some servers deliver it a second time: under a Message-ID of their own. */
export const renameMail = (raw: string): string => raw.replace(/^(Message-ID: <)/im, '$1again-');

/** What a person's client or hand sends, as raw mail, and to which address. */
export function writeAnswer(
  action: Extract<Action, { do: 'answer' | 'counter' | 'refresh' | 'write' }>,
  players: ReadonlyMap<string, Player>,
  mails: readonly ReceivedMail[],
  facts: { readonly now: Date; readonly messageId: string },
): { raw: string; from: string; to: string } {
  const who = players.get(action.who);
  const owner = players.get(action.do === 'answer' ? action.invitationOf : action.who);
  if (!who || !owner) throw new Error(`nobody is called ${action.who}`);
  const wanted = action.do === 'answer' ? action.sequence : null;
  const invitation = newest(
    mails,
    `invitation for ${owner.key}`,
    (mail) =>
      mail.to === owner.email &&
      mail.method === 'REQUEST' &&
      (wanted === null || mail.sequence === wanted),
  );
  const addresses = { from: who.email, to: invitation.replyTo };
  if (action.do === 'write')
    return { ...addresses, raw: writeByHand(action.text, who, addresses.to, facts) };
  const common = {
    invitation: invitation.ics ?? '',
    from: { name: who.name, address: who.email },
    to: invitation.replyTo,
    messageId: facts.messageId,
    stampedAt: facts.now,
  };
  if (action.do === 'refresh') {
    return {
      ...addresses,
      raw: writeReplyMail({ ...common, client: 'thunderbird', method: 'REFRESH' }),
    };
  }
  if (action.do === 'counter') {
    const minutes = action.minutes ?? lengthOf(invitation.ics ?? '');
    return {
      ...addresses,
      raw: writeReplyMail({
        ...common,
        client: action.client,
        method: 'COUNTER',
        answer: 'TENTATIVE',
        proposedStartUtc: action.startUtc,
        proposedEndUtc: new Date(action.startUtc.getTime() + minutes * 60_000),
        ...(action.saying ? { comment: action.saying } : {}),
      }),
    };
  }
  return {
    ...addresses,
    raw: writeReplyMail({
      ...common,
      client: action.client,
      method: 'REPLY',
      answer: action.answer,
      stampedAt: action.stampedAt ?? facts.now,
      ...(action.saying ? { comment: action.saying } : {}),
    }),
  };
}

const instant = (ics: string, name: string): number => {
  const [, y, mo, d, h, mi] =
    new RegExp(`^${name}:(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)`, 'm').exec(ics) ?? [];
  return Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi));
};

const lengthOf = (ics: string): number =>
  (instant(ics, 'DTEND') - instant(ics, 'DTSTART')) / 60_000;

const writeByHand = (
  text: string,
  who: Player,
  to: string,
  { now, messageId }: { readonly now: Date; readonly messageId: string },
): string =>
  [
    `From: "${who.name}" <${who.email}>`,
    `To: ${to}`,
    'Subject: Re: our session',
    `Date: ${now.toUTCString()}`,
    `Message-ID: ${messageId}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n');
