import { type InvitationFacts, readInvitation } from './invitation-facts.ts';
import {
  encodeBase64,
  encodeHeaderText,
  encodeMailbox,
  encodeQuotedPrintable,
  joinParts,
  type MimePart,
  writePart,
} from './mime-text.ts';
import {
  nameAnswer,
  opaqueAddress,
  writeCloud,
  writeExchange,
  writeGoogle,
  writeOutlook,
  writePlain,
} from './reply-calendar.ts';
import type { CalendarClient, SimulatedReply } from './simulated-reply.ts';

/**
 * Writes the mail a real calendar client would send, in the structure, encodings and oddities of
 * that client; the words are our own. The same arguments give the same bytes. Throws when the
 * invitation lacks what a reply needs.
 */
export function writeReplyMail(reply: SimulatedReply): string {
  const invitation = readInvitation(reply.invitation);
  const { sender, headers, content } = shapes[reply.client](reply, invitation);
  return writePart({
    headers: [
      `From: ${encodeMailbox(sender ?? reply.from)}`,
      `To: <${reply.to}>`,
      `Subject: ${encodeHeaderText(`${nameAnswer(reply)}: ${invitation.summary}`)}`,
      `Date: ${reply.stampedAt.toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: ${reply.messageId}`,
      'MIME-Version: 1.0',
      ...headers,
      ...content.headers,
    ],
    body: content.body,
  });
}

interface Shape {
  /** The From header, when it is not the person's own. */
  readonly sender?: SimulatedReply['from'];
  /** Headers this client adds. */
  readonly headers: readonly string[];
  readonly content: MimePart;
}

const shapes: Readonly<
  Record<CalendarClient, (reply: SimulatedReply, invitation: InvitationFacts) => Shape>
> = {
  gmail: shapeGoogle,
  outlook: shapeExchange,
  'outlook-desktop': shapeOutlook,
  apple: shapeApple,
  icloud: shapeCloud,
  thunderbird: shapeMozilla,
  korganizer: shapeKorganizer,
};

const say = (reply: SimulatedReply): string =>
  [`${reply.from.name}: ${nameAnswer(reply)}`, ...(reply.comment ? ['', reply.comment] : [])].join(
    '\r\n',
  );

const asHtml = (text: string): string => {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<html><body><p>${escaped.replaceAll('\r\n', '<br>')}</p></body></html>`;
};

function part(type: string, encoding: string, body: string, ...more: string[]): MimePart {
  return {
    headers: [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, ...more],
    body,
  };
}

/** mixed( alternative( plain, html, calendar ), the same object again as a file ). */
function shapeGoogle(reply: SimulatedReply, invitation: InvitationFacts): Shape {
  const ics = writeGoogle(reply, invitation);
  const text = say(reply);
  const calendarType = `text/calendar; charset="UTF-8"; method=${reply.method}`;
  const alternative = joinParts('alternative', reply.messageId, [
    part('text/plain; charset="UTF-8"; format=flowed; delsp=yes', 'base64', encodeBase64(text)),
    part('text/html; charset="UTF-8"', 'quoted-printable', encodeQuotedPrintable(asHtml(text))),
    part(calendarType, 'quoted-printable', encodeQuotedPrintable(ics)),
  ]);
  const file = part(
    'application/ics; name="invite.ics"',
    'base64',
    encodeBase64(ics),
    'Content-Disposition: attachment; filename="invite.ics"',
  );
  return {
    headers: [
      `Reply-To: ${encodeMailbox(reply.from)}`,
      'Sender: Google Calendar <calendar-notification@google.com>',
      'Auto-Submitted: auto-generated',
    ],
    content: joinParts('mixed', reply.messageId, [alternative, file]),
  };
}

/** alternative( plain, html, calendar in base64 ). */
function shapeExchange(reply: SimulatedReply, invitation: InvitationFacts): Shape {
  const text = reply.comment ?? '';
  return {
    headers: [
      `Thread-Topic: ${encodeHeaderText(invitation.summary)}`,
      'Accept-Language: en-US',
      'Content-Language: en-US',
      'X-MS-Has-Attach:',
      'X-MS-TNEF-Correlator:',
    ],
    content: joinParts('alternative', reply.messageId, [
      part('text/plain; charset="utf-8"', 'quoted-printable', encodeQuotedPrintable(text)),
      part('text/html; charset="utf-8"', 'quoted-printable', encodeQuotedPrintable(asHtml(text))),
      part(
        `text/calendar; charset="utf-8"; method=${reply.method}`,
        'base64',
        encodeBase64(writeExchange(reply, invitation)),
      ),
    ]),
  };
}

/** alternative( plain, mixed( html, a calendar file whose type names no method ) ). */
function shapeApple(reply: SimulatedReply, invitation: InvitationFacts): Shape {
  const ics = writePlain(reply, invitation, '-//Apple Inc.//macOS 15.1//EN');
  const text = say(reply);
  const name = `iCal-${reply.stampedAt.toISOString().replace(/\D/g, '').slice(0, 14)}.ics`;
  const inner = joinParts('mixed', reply.messageId, [
    part('text/html; charset=utf-8', 'quoted-printable', encodeQuotedPrintable(asHtml(text))),
    part(
      `text/calendar;\r\n\tx-unix-mode=0644;\r\n\tname="${name}"`,
      'quoted-printable',
      encodeQuotedPrintable(ics, true),
      `Content-Disposition: attachment;\r\n\tfilename=${name}`,
    ),
  ]);
  return {
    headers: ['X-Mailer: Apple Mail (2.3826)'],
    content: joinParts('alternative', reply.messageId, [
      part('text/plain; charset=utf-8', 'quoted-printable', encodeQuotedPrintable(text)),
      inner,
    ]),
  };
}

/** mixed( alternative( plain, calendar ), the same object again as a file ), all in 8bit. */
function shapeMozilla(reply: SimulatedReply, invitation: InvitationFacts): Shape {
  const ics = writePlain(reply, invitation, '-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN');
  const alternative = joinParts('alternative', reply.messageId, [
    part('text/plain; charset=UTF-8', '8bit', `${say(reply)}\r\n`),
    part(`text/calendar; method=${reply.method}; charset=UTF-8`, '8bit', ics),
  ]);
  const file = part(
    'application/ics; name=invite.ics',
    '8bit',
    ics,
    'Content-Disposition: attachment; filename=invite.ics',
  );
  return {
    headers: ['User-Agent: Mozilla Thunderbird'],
    content: joinParts('mixed', reply.messageId, [alternative, file]),
  };
}

/** alternative( plain, html, calendar in 7bit ); what is typed stands in the text only. */
function shapeOutlook(reply: SimulatedReply, invitation: InvitationFacts): Shape {
  const text = `${(reply.comment ?? '').replace(/\r?\n/g, '\r\n')}\r\n`;
  const ics = writeOutlook(reply, invitation);
  const isPlain = Buffer.byteLength(ics) === ics.length;
  const calendarType = `text/calendar; method=${reply.method}; charset="utf-8"`;
  return {
    headers: [
      'X-Mailer: Microsoft Outlook 16.0',
      `Thread-Topic: ${encodeHeaderText(invitation.summary)}`,
    ],
    content: joinParts('alternative', reply.messageId, [
      part('text/plain; charset=utf-8', 'base64', encodeBase64(text)),
      part('text/html; charset=utf-8', 'quoted-printable', encodeQuotedPrintable(asHtml(text))),
      isPlain ? part(calendarType, '7bit', ics) : part(calendarType, 'base64', encodeBase64(ics)),
    ]),
  };
}

/** mixed( alternative( plain, html ), calendar ), sent by the server in the person's name. */
function shapeCloud(reply: SimulatedReply, invitation: InvitationFacts): Shape {
  const text = say(reply);
  return {
    sender: { name: reply.from.name, address: 'noreply@insideicloud.icloud.com' },
    headers: [`Reply-To: ${encodeMailbox({ name: reply.from.name, address: opaqueAddress })}`],
    content: joinParts('mixed', reply.messageId, [
      joinParts('alternative', reply.messageId, [
        part('text/plain; charset=utf-8', 'quoted-printable', encodeQuotedPrintable(text)),
        part('text/html; charset=utf-8', 'quoted-printable', encodeQuotedPrintable(asHtml(text))),
      ]),
      part(
        `text/calendar; charset=utf-8; method=${reply.method}`,
        'base64',
        encodeBase64(writeCloud(reply, invitation)),
      ),
    ]),
  };
}

/** mixed( plain, a calendar file ); the method in lower case. */
function shapeKorganizer(reply: SimulatedReply, invitation: InvitationFacts): Shape {
  const ics = writePlain(
    reply,
    invitation,
    '-//K Desktop Environment//NONSGML KOrganizer 6.3.0//EN',
  );
  return {
    headers: ['User-Agent: KOrganizer 6.3.0'],
    content: joinParts('mixed', reply.messageId, [
      part('text/plain; charset="utf-8"', 'quoted-printable', encodeQuotedPrintable(say(reply))),
      part(
        `text/calendar; name="cal.ics"; method="${reply.method.toLowerCase()}"; charset="utf-8"`,
        'quoted-printable',
        encodeQuotedPrintable(ics),
        'Content-Disposition: attachment; filename="cal.ics"',
      ),
    ]),
  };
}
