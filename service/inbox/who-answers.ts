import type { ReadAttendee, ReadCalendar } from '../calendar/calendar-object.ts';
import { sameMailbox } from '../scheduling/address.ts';

/** Why a mail is not taken as the bound person's own word. */
type NotTheirs =
  | 'no-attendee'
  | 'someone-else'
  | 'alias-unconfirmed'
  | 'delegated'
  | 'attendee-repeated'
  | 'no-sender'
  | 'several-senders'
  | 'forwarded';

export type WhoAnswers = { readonly attendee: ReadAttendee } | { readonly refused: NotTheirs };

/** Calendar services that write in their own name for the person on the ATTENDEE line. */
const calendarServices: ReadonlySet<string> = new Set([
  'calendar-notification@google.com',
  'noreply@insideicloud.icloud.com',
]);

/**
 * Whose answer a calendar mail is. The reply address proves that its sender holds the invitation,
 * not who they are, since invitations get forwarded: the ATTENDEE line must name the person the
 * address was made for (exactly, by EMAIL=, or as the same mailbox at their provider), and the
 * mail must come from them, from whom the line says sent it (SENT-BY), or from a calendar service.
 */
export function whoAnswers(
  calendar: Pick<ReadCalendar, 'attendees'>,
  boundEmail: string,
  from: readonly string[],
): WhoAnswers {
  const { attendees } = calendar;
  if (attendees.length === 0) return { refused: 'no-attendee' };
  const isBound = (address: string | null) => address !== null && sameMailbox(address, boundEmail);
  const theirs = attendees.filter((one) => isBound(one.address) || isBound(one.email));
  // RFC 5546 §3.2.2.3: a delegate names the one who handed over in DELEGATED-FROM.
  if (attendees.some((one) => isBound(one.delegatedFrom))) return { refused: 'delegated' };
  const [attendee] = theirs;
  if (!attendee) {
    return { refused: from.some(isBound) ? 'alias-unconfirmed' : 'someone-else' };
  }
  if (theirs.some((one) => one.partstat !== attendee.partstat)) {
    return { refused: 'attendee-repeated' };
  }
  if (attendee.delegatedTo !== null || attendee.partstat?.toLowerCase() === 'delegated') {
    return { refused: 'delegated' };
  }
  const [sender] = from;
  if (sender === undefined) return { refused: 'no-sender' };
  if (from.length > 1) return { refused: 'several-senders' };
  return isSentFor(attendee, boundEmail, sender) ? { attendee } : { refused: 'forwarded' };
}

function isSentFor(attendee: ReadAttendee, boundEmail: string, sender: string): boolean {
  const names = [boundEmail, attendee.address, attendee.email, attendee.sentBy];
  return (
    calendarServices.has(sender) || names.some((name) => name !== null && sameMailbox(name, sender))
  );
}
