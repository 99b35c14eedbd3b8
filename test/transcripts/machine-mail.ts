import type { ReceivedMail } from './calendar-client.ts';
import type { Player } from './transcript.ts';

interface Facts {
  readonly now: Date;
  readonly messageId: string;
}

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n`;

/** A letter, as a person writes it. */
export const writeByHand = (text: string, who: Player, to: string, facts: Facts): string =>
  lines(
    `From: "${who.name}" <${who.email}>`,
    `To: ${to}`,
    'Subject: Re: our session',
    `Date: ${facts.now.toUTCString()}`,
    `Message-ID: ${facts.messageId}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
  );

/** What a mailbox answers while its owner is away (RFC 3834). */
export const writeVacation = (who: Player, subject: string, to: string, facts: Facts): string =>
  lines(
    `From: "${who.name}" <${who.email}>`,
    `To: ${to}`,
    `Subject: Automatic reply: ${subject}`,
    `Date: ${facts.now.toUTCString()}`,
    `Message-ID: ${facts.messageId}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'I am away until Friday. Can we do Friday 3pm?',
  );

/** What a server says when it could not deliver a mail (RFC 3464), with the head of that mail. */
export const writeDeliveryReport = (
  mail: ReceivedMail,
  status: string,
  to: string,
  facts: Facts,
): string =>
  lines(
    'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${facts.now.toUTCString()}`,
    `Message-ID: ${facts.messageId}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    '',
    '--report',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Your mail could not be delivered.',
    '',
    '--report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    `Final-Recipient: rfc822; ${mail.to}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${status} not delivered`,
    '',
    '--report',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${mail.messageId}`,
    `To: ${mail.to}`,
    '--report--',
  );
