import type { ReadAttendee, ReadCalendar } from '../calendar/calendar-object.ts';
import type { MailReading } from '../mail/mail-reading.ts';
import { normaliseAddress, sameMailbox } from '../scheduling/address.ts';

/** The person an address of ours is bound to, as far as other addresses can be told from theirs. */
export interface BoundPerson {
  readonly email: string;
  /** Addresses that proved to be theirs before. */
  readonly aliases: readonly string[];
  /** Addresses of everybody else in the room: never this person's, whatever a mail says. */
  readonly others: readonly string[];
}

/** Why it is nobody's word that could be asked about. */
type NobodysWord =
  | 'no-sender'
  | 'ambiguous-from'
  | 'no-attendee'
  | 'delegated'
  | 'attendee-repeated'
  | 'someone-else'
  | 'forwarded';

/**
 * Whose answer a calendar mail is (imip.md §4).
 * - `bound`: the person the address is bound to, named and sending; or a calendar service for them.
 * - `on-behalf`: named, and sent by whom the line itself names (SENT-BY) at another provider.
 * - `alias`: sent by the person, in the name of `alias` (null: what it names is no address).
 * - `doubtful`: in their name by somebody else, or in another one's name: they may be asked.
 * - `nobody`: nothing that could be asked about.
 */
export type WhoAnswers =
  | { readonly who: 'bound' | 'on-behalf'; readonly attendee: ReadAttendee }
  | { readonly who: 'alias'; readonly attendee: ReadAttendee; readonly alias: string | null }
  | {
      readonly who: 'doubtful';
      readonly because: 'someone-else' | 'forwarded' | 'alias-unconfirmed';
      readonly attendee: ReadAttendee;
      readonly alias: string | null;
    }
  | { readonly who: 'nobody'; readonly because: NobodysWord };

/** Calendar services that write in their own name for the person on the ATTENDEE line. */
const calendarServices: ReadonlySet<string> = new Set([
  'calendar-notification@google.com',
  'noreply@insideicloud.icloud.com',
]);

/** Where anybody may have a mailbox: the same domain says nothing of two people. */
const publicProviders = new RegExp(
  [
    /^g(oogle)?mail\.com$/,
    /^(outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|pm|hey|proton(mail)?)\.[a-z.]+$/,
    /^(gmx|web|mail|freenet|t-online|posteo|mailbox|yandex|list|bk|inbox|rambler)\.[a-z.]+$/,
    /^(fastmail|zoho|qq|163|126|naver|seznam|wp|onet|o2|libero|virgilio|tiscali)\.[a-z.]+$/,
    /^(orange|free|laposte|sfr|wanadoo|comcast|att|verizon|cox|btinternet|sky|ziggo)\.[a-z.]+$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/**
 * Tells whose answer it is. The reply address proves that its sender holds the invitation, not who
 * they are, since invitations get forwarded.
 */
export function whoAnswers(
  { attendees }: Pick<ReadCalendar, 'attendees'>,
  bound: BoundPerson,
  { from, replyTo }: Pick<MailReading, 'from' | 'replyTo'>,
): WhoAnswers {
  const [sender] = from;
  if (sender === undefined) return { who: 'nobody', because: 'no-sender' };
  if (new Set(from).size > 1) return { who: 'nobody', because: 'ambiguous-from' };
  if (attendees.length === 0) return { who: 'nobody', because: 'no-attendee' };
  // RFC 5546 §3.2.2.3: a delegate names the one who handed over in DELEGATED-FROM.
  if (attendees.some((one) => one.delegatedFrom !== null)) {
    return { who: 'nobody', because: 'delegated' };
  }
  const theirs = attendees.filter(
    (one) => isTheirs(one.address, bound) || (one.email !== null && isTheirs(one.email, bound)),
  );
  const [attendee] = theirs;
  if (attendee === undefined) return inAnotherName(attendees, bound, sender, replyTo);
  if (theirs.some((one) => one.partstat !== attendee.partstat)) {
    return { who: 'nobody', because: 'attendee-repeated' };
  }
  if (isHandedOver(attendee)) return { who: 'nobody', because: 'delegated' };
  return inTheirName(attendee, bound, sender);
}

/** Whether an address is this person's own, or one known to be theirs. */
export function isTheirs(address: string, { email, aliases, others }: BoundPerson): boolean {
  if (sameMailbox(address, email)) return true;
  if (isAmong(address, others)) return false;
  return isAmong(address, aliases);
}

const isAmong = (address: string, all: readonly string[]) =>
  all.some((one) => sameMailbox(one, address));

const isHandedOver = ({ delegatedTo, partstat }: ReadAttendee) =>
  delegatedTo !== null || partstat?.toLowerCase() === 'delegated';

function inTheirName(attendee: ReadAttendee, bound: BoundPerson, sender: string): WhoAnswers {
  if (isTheirs(sender, bound) || calendarServices.has(sender)) return { who: 'bound', attendee };
  if (isAmong(sender, bound.others)) return { who: 'nobody', because: 'forwarded' };
  const { sentBy } = attendee;
  if (sentBy !== null && sameMailbox(sentBy, sender)) {
    return { who: isOfOneHouse(sender, bound.email) ? 'bound' : 'on-behalf', attendee };
  }
  return { who: 'doubtful', because: 'forwarded', attendee, alias: null };
}

function inAnotherName(
  attendees: readonly ReadAttendee[],
  bound: BoundPerson,
  sender: string,
  replyTo: readonly string[],
): WhoAnswers {
  const [attendee] = attendees;
  if (!attendee || isAmong(sender, bound.others)) return { who: 'nobody', because: 'someone-else' };
  const isOthers = ({ address, email }: ReadAttendee) =>
    isAmong(address, bound.others) || (email !== null && isAmong(email, bound.others));
  // Of several strangers nobody knows which one answers.
  if (attendees.length > 1 || attendees.some(isOthers)) {
    return { who: 'nobody', because: 'someone-else' };
  }
  if (isHandedOver(attendee)) return { who: 'nobody', because: 'delegated' };
  const alias = normaliseAddress(attendee.address);
  if (isTheirs(sender, bound)) return { who: 'alias', attendee, alias };
  // Reply-To is whatever its writer likes: no proof of From says anything about it.
  const because = replyTo.some((one) => isTheirs(one, bound))
    ? 'alias-unconfirmed'
    : 'someone-else';
  return { who: 'doubtful', because, attendee, alias };
}

/** Of one company, so that one may well answer for the other. */
function isOfOneHouse(one: string, other: string): boolean {
  const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);
  return domainOf(one) === domainOf(other) && !publicProviders.test(domainOf(one));
}
