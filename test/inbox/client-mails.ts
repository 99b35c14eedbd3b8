/** Raw mails as four calendar clients write them (structure and quirks; shortened otherwise). */

export interface Said {
  readonly icsUid: string;
  readonly email: string;
  readonly partstat: string;
  readonly sequence?: number;
  readonly stampedAt?: string;
  readonly messageId?: string;
  readonly comment?: string;
  /** `20270311T100000Z`; with it the mail is a COUNTER. */
  readonly newStart?: string;
  readonly newEnd?: string;
  readonly from?: string;
}

let made = 0;
const idOf = (said: Said) => said.messageId ?? `<${++made}@client.example>`;
const methodOf = (said: Said) => (said.newStart ? 'COUNTER' : 'REPLY');
const lines = (...all: (string | null)[]) =>
  `${all.filter((one) => one !== null).join('\r\n')}\r\n`;

function event(said: Said, attendee: string, ...more: (string | null)[]): string {
  return lines(
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//Client//EN',
    `METHOD:${methodOf(said)}`,
    'BEGIN:VEVENT',
    `UID:${said.icsUid}`,
    `SEQUENCE:${said.sequence ?? 0}`,
    `DTSTAMP:${said.stampedAt ?? '20270301T090000Z'}`,
    attendee,
    ...more,
    'END:VEVENT',
    'END:VCALENDAR',
  );
}

const times = (said: Said) => [
  `DTSTART:${said.newStart ?? '20270310T140000Z'}`,
  `DTEND:${said.newEnd ?? '20270310T150000Z'}`,
];

/** mixed(alternative(plain, calendar), application/ics): the same object twice, marked automatic. */
export function googleMail(said: Said): string {
  const ics = event(
    said,
    `ATTENDEE;PARTSTAT=${said.partstat};X-NUM-GUESTS=0:mailto:${said.email}`,
    'ORGANIZER;PARTSTAT=ACCEPTED:in.parley.example',
    ...times(said),
    said.comment ? `COMMENT:${said.comment}` : null,
  );
  return lines(
    `From: Gil <${said.from ?? said.email}>`,
    'Sender: Google Calendar <calendar-notification@google.com>',
    'Auto-Submitted: auto-generated',
    `Message-ID: ${idOf(said)}`,
    'Subject: Accepted: Session',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="m"',
    '',
    '--m',
    'Content-Type: multipart/alternative; boundary="a"',
    '',
    '--a',
    'Content-Type: text/plain; charset="UTF-8"',
    '',
    'Gil has replied',
    '--a',
    `Content-Type: text/calendar; charset="UTF-8"; method=${methodOf(said)}`,
    '',
    ics,
    '--a--',
    '--m',
    'Content-Type: application/ics; name="invite.ics"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(ics).toString('base64'),
    '--m--',
  );
}

/** alternative(plain, base64 calendar), no ORGANIZER, Windows zone, empty comment. */
export function outlookMail(said: Said): string {
  const old = ['X-MS-OLK-ORIGINALSTART:20270310T140000Z', 'X-MS-OLK-ORIGINALEND:20270310T150000Z'];
  const ics = event(
    said,
    `ATTENDEE;PARTSTAT=${said.partstat};CN=${said.email}:MAILTO:${said.email}`,
    `COMMENT;LANGUAGE=en-US:${said.comment ?? ''}\\n`,
    'DTSTART;TZID=Eastern Standard Time:20270310T090000',
    'DTEND;TZID=Eastern Standard Time:20270310T100000',
    'X-MICROSOFT-CDO-APPT-SEQUENCE:0',
  );
  const moved = ics
    .replace(/DTSTART;.*\r\n/, `${times(said)[0]}\r\n${old.join('\r\n')}\r\n`)
    .replace(/DTEND;.*\r\n/, `${times(said)[1]}\r\n`);
  return lines(
    `From: <${said.from ?? said.email}>`,
    `Message-ID: ${idOf(said)}`,
    'Subject: Declined: Session',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="o"',
    '',
    '--o',
    'Content-Type: text/plain; charset="utf-8"',
    '',
    '',
    '--o',
    `Content-Type: text/calendar; charset="utf-8"; method=${methodOf(said)}`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(said.newStart ? moved : ics).toString('base64'),
    '--o--',
  );
}

/** The calendar two levels down, as an attachment without a method parameter. */
export function appleMail(said: Said): string {
  const ics = event(
    said,
    `ATTENDEE;CN=Gil;PARTSTAT=${said.partstat};EMAIL=${said.email}:/aliases/principal/`,
    ...times(said),
    said.comment ? `COMMENT:${said.comment}` : null,
  );
  return lines(
    `From: Gil <${said.from ?? said.email}>`,
    `Message-ID: ${idOf(said)}`,
    'Subject: Tentative: Session',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="p"',
    '',
    '--p',
    'Content-Type: text/plain',
    '',
    'Gil is tentative',
    '--p',
    'Content-Type: multipart/mixed; boundary="q"',
    '',
    '--q',
    'Content-Type: text/calendar; x-unix-mode=0644; name="iCal.ics"',
    'Content-Disposition: attachment; filename=iCal.ics',
    '',
    ics,
    '--q--',
    '--p--',
  );
}

/** A bare text/calendar body, as older Thunderbird sends. */
export function thunderbirdMail(said: Said): string {
  return lines(
    `From: Gil <${said.from ?? said.email}>`,
    `Message-ID: ${idOf(said)}`,
    'Subject: Invitation reply',
    'MIME-Version: 1.0',
    `Content-Type: text/calendar; method=${methodOf(said)}; charset=UTF-8`,
    'Content-Transfer-Encoding: 8bit',
    '',
    event(said, `ATTENDEE;PARTSTAT=${said.partstat}:mailto:${said.email}`, ...times(said)),
  );
}

export const humanMail = (email: string, text: string): string =>
  lines(
    `From: Gil <${email}>`,
    `Message-ID: <${++made}@x.example>`,
    'Subject: Re: Session',
    '',
    text,
  );

/** A delivery report (RFC 3464) about `messageId`; with `organizer` it gives the calendar back. */
export function bounceMail(
  email: string,
  status: string,
  messageId: string,
  organizer?: string,
): string {
  return lines(
    'From: MAILER-DAEMON@mx.example',
    `Message-ID: <${++made}@mx.example>`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    '--r',
    'Content-Type: text/plain',
    '',
    'Your mail could not be delivered.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    `Final-Recipient: rfc822; ${email}`,
    'Action: failed',
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 user unknown',
    '',
    '--r',
    organizer ? 'Content-Type: message/rfc822' : 'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    'X-Parley-Loop: 1',
    ...(organizer ? invitation(organizer) : []),
    '--r--',
  );
}

const invitation = (organizer: string) => [
  'MIME-Version: 1.0',
  'Content-Type: text/calendar; method=REQUEST; charset=utf-8',
  '',
  'BEGIN:VCALENDAR',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:returned@x.example',
  `ORGANIZER;CN=Parley:mailto:${organizer}`,
  'END:VEVENT',
  'END:VCALENDAR',
];

/** An abuse report (RFC 5965) about `messageId`. */
export const complaintMail = (messageId: string): string =>
  lines(
    'From: fbl@mx.example',
    `Message-ID: <${++made}@mx.example>`,
    'Subject: Abuse report',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="f"',
    '',
    '--f',
    'Content-Type: text/plain',
    '',
    'This is an abuse report.',
    '--f',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Example/1',
    'Version: 1',
    '',
    '--f',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    '',
    '--f--',
  );
