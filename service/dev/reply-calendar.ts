import { foldLine } from '../calendar/content-lines.ts';
import { escapeText } from '../calendar/text-values.ts';
import type { InvitationFacts } from './invitation-facts.ts';
import type { SimulatedReply } from './simulated-reply.ts';

const write = (lines: readonly string[]): string => `${lines.map(foldLine).join('\r\n')}\r\n`;

const utc = (at: Date): string => `${at.toISOString().replace(/[-:]|\.\d+/g, '')}`;

const subjectWords: Readonly<Record<string, string>> = {
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

const partstat = ({ answer }: SimulatedReply): string => (answer ? `;PARTSTAT=${answer}` : '');

const quoted = (text: string): string => `"${text.replace(/"/g, "'")}"`;

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
    `UID:${invitation.uid}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT${partstat(reply)}` +
      `;CN=${quoted(reply.from.name)};X-NUM-GUESTS=0${note}:mailto:${reply.from.address}`,
    ...(reply.comment !== undefined && !asParameter
      ? [`COMMENT:${escapeText(reply.comment)}`]
      : []),
    'CREATED:19000101T120000Z',
    `LAST-MODIFIED:${utc(reply.stampedAt)}`,
    'LOCATION:',
    `SEQUENCE:${reply.sequence ?? invitation.sequence}`,
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

/** Exchange: no ORGANIZER, a Windows zone with its rules, a COUNTER's old time in X-MS-OLK. */
export function writeExchange(reply: SimulatedReply, invitation: InvitationFacts): string {
  const { start, end } = timesOf(reply, invitation);
  const sequence = reply.sequence ?? invitation.sequence;
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
    `ATTENDEE${partstat(reply)};CN=${quoted(reply.from.name)}:mailto:${reply.from.address}`,
    `COMMENT;LANGUAGE=en-US:${escapeText(reply.comment ?? '')}\\n`,
    `UID:${invitation.uid}`,
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
    `X-MICROSOFT-CDO-APPT-SEQUENCE:${sequence}`,
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

/** Apple Calendar and Thunderbird: the invitation's own fields back, with the answer in them. */
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
    `UID:${invitation.uid}`,
    `SEQUENCE:${reply.sequence ?? invitation.sequence}`,
    `DTSTAMP:${utc(reply.stampedAt)}`,
    `LAST-MODIFIED:${utc(reply.stampedAt)}`,
    `ORGANIZER;CN=${quoted(invitation.organizer.name)}:mailto:${invitation.organizer.address}`,
    `ATTENDEE;CN=${quoted(reply.from.name)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT` +
      `${partstat(reply)};EMAIL=${reply.from.address}:mailto:${reply.from.address}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${invitation.summary}`,
    ...(reply.comment === undefined ? [] : [`COMMENT:${escapeText(reply.comment)}`]),
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}
