import type {
  ReadAttendee,
  ReadCalendar,
  ReadTime,
} from '../../service/calendar/calendar-object.ts';
import type { MailContext } from '../../service/inbox/mail-plan.ts';
import type { MailReading } from '../../service/mail/mail-reading.ts';

export const receivedAt = new Date('2027-03-01T09:00:05Z');
export const missing: ReadTime = { utc: null, problem: 'missing' };
export const at = (text: string): ReadTime => ({ utc: new Date(text), problem: null });

/** Gil, the guest the address was made for. */
export const context: MailContext = {
  addressee: {
    attendeeId: 'gil-id',
    roomId: 'room-id',
    role: 'guest',
    name: 'Gil Grant',
    email: 'gil.grant@gmail.com',
    icsUid: 'room@in.parley.example',
  },
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
  prodId: '-//Google Inc//Google Calendar 70.9054//EN',
  ...changes,
});

export const mail = (changes: Partial<MailReading> = {}): MailReading => ({
  kind: 'human',
  messageId: '<1@guest.example>',
  from: ['gil.grant@gmail.com'],
  subject: 'Re: Session',
  automatic: false,
  text: 'Can we do 3pm?',
  calendar: null,
  problem: null,
  problemDetail: null,
  recipients: [],
  originalMessageId: null,
  ...changes,
});

export const calendarMail = (
  changes: Partial<ReadCalendar> = {},
  mailChanges: Partial<MailReading> = {},
): MailReading => mail({ kind: 'calendar', calendar: calendar(changes), ...mailChanges });
