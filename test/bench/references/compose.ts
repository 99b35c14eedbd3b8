import ical, { ICalCalendarMethod } from 'ical-generator';

export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** What a mail says, as long as what our own mails say. */
export interface Wording {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const startUtc = new Date(Date.UTC(2030, 4, 14, 15));
const endUtc = new Date(Date.UTC(2030, 4, 14, 16));

/** An invitation as nodemailer takes it: text, HTML and the calendar object by ical-generator. */
export function writeInvitation({ id, name, email }: Recipient, wording: Wording) {
  const organizer = { name: 'Parley', email: `r-${id.replaceAll('-', '')}@bench.example` };
  const calendar = ical({
    method: ICalCalendarMethod.REQUEST,
    prodId: { company: 'bench', product: 'bench' },
  });
  calendar.createEvent({
    id: `${id}@bench.example`,
    sequence: 0,
    start: startUtc,
    end: endUtc,
    summary: wording.subject,
    description: wording.text.slice(0, 400),
    organizer,
    attendees: [{ name, email, rsvp: true }],
  });
  const content = calendar.toString();
  return {
    messageId: `<${id}@bench.example>`,
    from: { name: 'Parley', address: 'scheduling@bench.example' },
    to: { name, address: email },
    replyTo: organizer.email,
    envelope: { from: `b-${id.replaceAll('-', '')}@bench.example`, to: [email] },
    ...wording,
    // Both an alternative of the text and a file.
    icalEvent: { method: 'REQUEST', filename: 'invite.ics', content },
  };
}
