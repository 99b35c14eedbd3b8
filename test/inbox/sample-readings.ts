import type {
  ReadAttendee,
  ReadCalendar,
  ReadTime,
} from '../../service/calendar/calendar-object.ts';
import type { MailContext } from '../../service/inbox/mail-plan.ts';
import type { Addressee } from '../../service/inbox/recipient-views.ts';
import type { MailAuthentication } from '../../service/mail/mail-authentication.ts';
import type { MailReading } from '../../service/mail/mail-reading.ts';

export const receivedAt = new Date('2027-03-01T09:00:05Z');
export const missing: ReadTime = { utc: null, problem: 'missing' };
export const at = (text: string): ReadTime => ({ utc: new Date(text), problem: null });

/** Gil, the guest the address was made for. */
export const bound: Addressee = {
  applicationId: 'application-id',
  attendeeId: 'gil-id',
  roomId: 'room-id',
  role: 'guest',
  email: 'gil.grant@gmail.com',
  aliases: [],
  others: ['helen@host.example'],
  icsUid: 'room@in.parley.example',
  isErased: false,
};

export const context: MailContext = {
  inboundMailId: 'mail-id',
  mailbox: 'reply',
  trust: 'unproven',
  isOurs: (address) => address.endsWith('@in.parley.example'),
  addressee: bound,
  envelope: { from: 'gil.grant@gmail.com', to: 'r-token@in.parley.example' },
  receivedAt,
  outboxId: null,
  newProposalId: 'proposal-id',
};

export const attendee = (changes: Partial<ReadAttendee> = {}): ReadAttendee => ({
  address: 'gil.grant@gmail.com',
  email: null,
  partstat: 'ACCEPTED',
  sentBy: null,
  delegatedTo: null,
  delegatedFrom: null,
  comment: null,
  ...changes,
});

/** A reply as most clients write it: one event, its time, one ATTENDEE. */
const calendar = (changes: Partial<ReadCalendar> = {}): ReadCalendar => ({
  method: 'REPLY',
  uid: 'room@in.parley.example',
  sequence: 1,
  stampedAt: new Date('2027-03-01T09:00:00Z'),
  attendees: [attendee()],
  comment: null,
  start: at('2027-03-10T14:00:00Z'),
  end: at('2027-03-10T15:00:00Z'),
  originalStart: missing,
  originalEnd: missing,
  hasRecurrenceId: false,
  organizer: null,
  requestStatus: null,
  prodId: '-//Google Inc//Google Calendar 70.9054//EN',
  ...changes,
});

export const mail = (changes: Partial<MailReading> = {}): MailReading => ({
  kind: 'human',
  messageId: '<1@guest.example>',
  from: ['gil.grant@gmail.com'],
  sender: null,
  replyTo: [],
  references: [],
  subject: 'Re: Session',
  automatic: false,
  text: 'Can we do 3pm?',
  suggestedStartUtc: null,
  kindDetail: null,
  calendar: null,
  problem: null,
  problemDetail: null,
  recipients: [],
  originalMessageId: null,
  originalOrganizer: null,
  authentication: null,
  ...changes,
});

export const calendarMail = (
  changes: Partial<ReadCalendar> = {},
  mailChanges: Partial<MailReading> = {},
): MailReading => mail({ kind: 'calendar', calendar: calendar(changes), ...mailChanges });

/** What the parser finds out of a mail's sender, as far as the decision depends on it. */
export function evidence(
  result: MailAuthentication['dmarc']['result'],
  policy: MailAuthentication['dmarc']['policy'] = 'reject',
): MailAuthentication {
  return {
    source: 'checked',
    spf: { result: 'none', domain: null, aligned: false },
    dkim: [],
    dmarc: { result, policy, domain: 'guest.example' },
    arc: { result: 'none', sealer: null },
  };
}
