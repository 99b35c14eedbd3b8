import { foldLine } from '../calendar/content-lines.ts';
import { escapeText } from '../calendar/text-values.ts';
import type { InvitationFacts } from './invitation-facts.ts';
import type { SimulatedReply } from './simulated-reply.ts';

const write = (lines: readonly string[]): string => `${lines.map(foldLine).join('\r\n')}\r\n`;

const utc = (at: Date): string => `${at.toISOString().replace(/[-:]|\.\d+/g, '')}`;

const subjectWords: Readonly<Record<string, string>> = {
  DELEGATED: 'Delegated',
  ACCEPTED: 'Accepted',
  TENTATIVE: 'Tentative',
  DECLINED: 'Declined',
};

/** What the client puts before the session's name in the subject. */
export function nameAnswer(reply: SimulatedReply): string {
  if (reply.method === 'COUNTER') return 'New Time Proposed';
  return subjectWords[reply.answer ?? ''] ?? 'Refresh';
}

/** The times the reply speaks of: the proposed ones of a COUNTER, else those it was asked for. */
function timesOf(reply: SimulatedReply, invitation: InvitationFacts): { start: Date; end: Date } {
  const lengthMs = invitation.endUtc.getTime() - invitation.startUtc.getTime();
  const start = reply.proposedStartUtc ?? invitation.startUtc;
  return { start, end: reply.proposedEndUtc ?? new Date(start.getTime() + lengthMs) };
}

const quoted = (text: string): string => `"${text.replace(/"/g, "'")}"`;

/** PARTSTAT, and who hands over to whom. */
const partstat = ({ answer, delegatedTo, delegatedFrom }: SimulatedReply): string =>
  [
    answer ? `;PARTSTAT=${answer}` : '',
    delegatedTo ? `;DELEGATED-TO=${quoted(`mailto:${delegatedTo}`)}` : '',
    delegatedFrom ? `;DELEGATED-FROM=${quoted(`mailto:${delegatedFrom}`)}` : '',
  ].join('');

const addressOf = ({ attendeeAddress, from }: SimulatedReply): string =>
  attendeeAddress ?? from.address;
const uidOf = (reply: SimulatedReply, invitation: InvitationFacts): string =>
  reply.uid ?? invitation.uid;
const sequenceOf = (reply: SimulatedReply, invitation: InvitationFacts): number =>
  reply.sequence ?? invitation.sequence;

/** Google Calendar: UTC times, the comment of a REPLY as a parameter, of a COUNTER as COMMENT. */
export function writeGoogle(reply: SimulatedReply, invitation: InvitationFacts): string {
  const { start, end } = timesOf(reply, invitation);
  const asParameter = reply.comment !== undefined && reply.method === 'REPLY';
  const note = asParameter ? `;X-RESPONSE-COMMENT=${quoted(escapeText(reply.comment ?? ''))}` : '';
  return write([
    'BEGIN:VCALENDAR',
    'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    `METHOD:${reply.method}`,
    'BEGIN:VEVENT',
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `DTSTAMP:${utc(reply.stampedAt)}`,
    `ORGANIZER;CN=${quoted(invitation.organizer.name)}:mailto:${invitation.organizer.address}`,
    `UID:${uidOf(reply, invitation)}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT${partstat(reply)}` +
      `;CN=${quoted(reply.from.name)};X-NUM-GUESTS=0${note}:mailto:${addressOf(reply)}`,
    ...(reply.comment !== undefined && !asParameter
      ? [`COMMENT:${escapeText(reply.comment)}`]
      : []),
    'CREATED:19000101T120000Z',
    `LAST-MODIFIED:${utc(reply.stampedAt)}`,
    'LOCATION:',
    `SEQUENCE:${sequenceOf(reply, invitation)}`,
    'STATUS:CONFIRMED',
    `SUMMARY:${invitation.summary}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}

/** The zone of the simulated Exchange mailbox, by its Windows name. */
const windowsZone = 'W. Europe Standard Time';
const wallClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const wall = (at: Date): string => wallClock.format(at).replace(/[-:]/g, '').replace(' ', 'T');

const exchangeZone = [
  'BEGIN:VTIMEZONE',
  `TZID:${windowsZone}`,
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

/**
 * Outlook without a server of its own: no ORGANIZER, quoted zone names, and a COMMENT that stays
 * empty, because what is typed goes into the text of the mail.
 */
export function writeOutlook(reply: SimulatedReply, invitation: InvitationFacts): string {
  const { start, end } = timesOf(reply, invitation);
  const zone = `TZID=${quoted(windowsZone)}`;
  const original = [
    `X-MS-OLK-ORIGINALEND;${zone}:${wall(invitation.endUtc)}`,
    `X-MS-OLK-ORIGINALSTART;${zone}:${wall(invitation.startUtc)}`,
  ];
  return write([
    'BEGIN:VCALENDAR',
    'PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN',
    'VERSION:2.0',
    `METHOD:${reply.method}`,
    'X-MS-OLK-FORCEINSPECTOROPEN:TRUE',
    ...exchangeZone,
    'BEGIN:VEVENT',
    `ATTENDEE${partstat(reply)}:mailto:${addressOf(reply)}`,
    'CLASS:PUBLIC',
    'COMMENT:\\n',
    `CREATED:${utc(reply.stampedAt)}`,
    `DTEND;${zone}:${wall(end)}`,
    `DTSTAMP:${utc(reply.stampedAt)}`,
    `DTSTART;${zone}:${wall(start)}`,
    `LAST-MODIFIED:${utc(reply.stampedAt)}`,
    'PRIORITY:5',
    `SEQUENCE:${sequenceOf(reply, invitation)}`,
    `SUMMARY;LANGUAGE=en-us:${nameAnswer(reply)}: ${invitation.summary}`,
    'TRANSP:OPAQUE',
    `UID:${uidOf(reply, invitation)}`,
    'X-ALT-DESC;FMTTYPE=text/html:<html>\\n<body></body>\\n</html>',
    'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
    ...(reply.method === 'COUNTER' ? original : []),
    'X-MS-OLK-CONFTYPE:0',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}

/** iCloud's server: its own opaque address for the person, whose real one is a parameter. */
export function writeCloud(reply: SimulatedReply, invitation: InvitationFacts): string {
  const { start, end } = timesOf(reply, invitation);
  return write([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    `METHOD:${reply.method}`,
    'PRODID:-//CALENDARSERVER.ORG//NONSGML Version 1//EN',
    'BEGIN:VEVENT',
    `UID:${uidOf(reply, invitation)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `ATTENDEE;CN=${quoted(reply.from.name)}${partstat(reply)};EMAIL=${addressOf(reply)}` +
      `:mailto:${opaqueAddress}`,
    ...(reply.comment === undefined ? [] : [`COMMENT:${escapeText(reply.comment)}`]),
    `DTSTAMP:${utc(reply.stampedAt)}`,
    `ORGANIZER;CN=${quoted(invitation.organizer.name)};EMAIL=${invitation.organizer.address}` +
      `:mailto:${invitation.organizer.address}`,
    `SEQUENCE:${sequenceOf(reply, invitation)}`,
    `SUMMARY:${invitation.summary}`,
    'REQUEST-STATUS:2.0;Success',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}

/** iCloud makes one for each person; replies to it reach them. */
export const opaqueAddress = '2_ge3tsmzqgy4tgmi@imip.me.com';

/** Exchange: no ORGANIZER, a Windows zone with its rules, a COUNTER's old time in X-MS-OLK. */
export function writeExchange(reply: SimulatedReply, invitation: InvitationFacts): string {
  const { start, end } = timesOf(reply, invitation);
  const sequence = sequenceOf(reply, invitation);
  const original = [
    `X-MS-OLK-ORIGINALSTART;TZID=${windowsZone}:${wall(invitation.startUtc)}`,
    `X-MS-OLK-ORIGINALEND;TZID=${windowsZone}:${wall(invitation.endUtc)}`,
  ];
  return write([
    'BEGIN:VCALENDAR',
    `METHOD:${reply.method}`,
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    ...exchangeZone,
    'BEGIN:VEVENT',
    `ATTENDEE${partstat(reply)};CN=${quoted(reply.from.name)}:mailto:${addressOf(reply)}`,
    `COMMENT;LANGUAGE=en-US:${escapeText(reply.comment ?? '')}\\n`,
    `UID:${uidOf(reply, invitation)}`,
    `SUMMARY;LANGUAGE=en-US:${nameAnswer(reply)}: ${invitation.summary}`,
    `DTSTART;TZID=${windowsZone}:${wall(start)}`,
    `DTEND;TZID=${windowsZone}:${wall(end)}`,
    'CLASS:PUBLIC',
    'PRIORITY:5',
    `DTSTAMP:${utc(reply.stampedAt)}`,
    'TRANSP:OPAQUE',
    'STATUS:CONFIRMED',
    `SEQUENCE:${sequence}`,
    'LOCATION;LANGUAGE=en-US:',
    `X-MICROSOFT-CDO-APPT-SEQUENCE:${reply.exchangeSequence ?? sequence}`,
    'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
    'X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY',
    'X-MICROSOFT-CDO-ALLDAYEVENT:FALSE',
    'X-MICROSOFT-CDO-IMPORTANCE:1',
    'X-MICROSOFT-CDO-INSTTYPE:0',
    ...(reply.method === 'COUNTER' ? original : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}

/** Apple, Thunderbird, KOrganizer: the invitation's own fields back, with the answer in them. */
export function writePlain(
  reply: SimulatedReply,
  invitation: InvitationFacts,
  prodId: string,
): string {
  const { start, end } = timesOf(reply, invitation);
  return write([
    'BEGIN:VCALENDAR',
    'CALSCALE:GREGORIAN',
    `PRODID:${prodId}`,
    'VERSION:2.0',
    `METHOD:${reply.method}`,
    'BEGIN:VEVENT',
    `UID:${uidOf(reply, invitation)}`,
    `SEQUENCE:${sequenceOf(reply, invitation)}`,
    `DTSTAMP:${utc(reply.stampedAt)}`,
    `LAST-MODIFIED:${utc(reply.stampedAt)}`,
    `ORGANIZER;CN=${quoted(invitation.organizer.name)}:mailto:${invitation.organizer.address}`,
    `ATTENDEE;CN=${quoted(reply.from.name)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT` +
      `${partstat(reply)};EMAIL=${addressOf(reply)}:mailto:${addressOf(reply)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${invitation.summary}`,
    ...(reply.comment === undefined ? [] : [`COMMENT:${escapeText(reply.comment)}`]),
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}
