import type { HistoryEntry, Room } from '@parley/sdk';
import type { Person } from '../people.ts';
import { otherName } from '../sessions.ts';

/** One line of the timeline. */
interface Line {
  readonly at: string;
  readonly tone: 'good' | 'bad' | 'mail' | 'plain';
  readonly text: string;
  /** A person's own words. */
  readonly quote: string | null;
}

type Words = readonly [tone: Line['tone'], tell: (who: string) => string];

/** What was done to a session; what is not here is Parley's own bookkeeping. */
const deeds: Readonly<Record<string, Words>> = {
  created: ['plain', (who) => `${who} offered the session`],
  imported: ['plain', () => 'Brought over from before; both calendars had it already'],
  booked: ['good', (who) => `${who} booked it`],
  rescheduled: ['plain', () => 'It got a new time'],
  'wording-changed': ['plain', () => 'Its details changed'],
  unbooked: ['bad', (who) => `${who} left; the session was open again`],
  cancelled: ['bad', () => 'It was cancelled'],
  'answer-recorded': ['good', (who) => `${who} answered from the calendar`],
  'decline-held': ['bad', (who) => `${who} declined; there is time to think again`],
  'decline-undone': ['good', (who) => `${who} kept the session`],
  proposed: ['plain', (who) => `${who} asked for another time`],
  'proposal-approved': ['good', (who) => `${who} agreed to the new time`],
  'proposal-declined': ['bad', (who) => `${who} kept the time as it was`],
  'proposal-expired': ['plain', () => 'Nobody answered the request in time'],
  undeliverable: ['bad', (who) => `Mail did not reach ${asObject(who)}`],
};

const mails: Readonly<Record<string, string>> = {
  invitation: 'Invitation',
  update: 'Update',
  cancellation: 'Cancellation',
  'guest-left': 'News that the guest left',
  'proposal-to-decide': 'Question about another time',
  'proposal-sent': 'Copy of the request',
  'proposal-declined': 'Answer to the request',
  'fresh-link': 'Fresh link',
  'delivery-trouble': 'Note about undelivered mail',
};

/** Codes of Parley look like this; what people typed does not. */
const isCode = (why: string): boolean => /^[a-z]+(-[a-z]+)*$/.test(why);

/** Deeds of which `why` holds what a person typed. */
const spoken = ['cancelled', 'unbooked', 'answer-recorded', 'decline-held', 'proposal-declined'];

/** The history of a session as a story for this reader, oldest first. */
export function tellHistory(
  reader: Person,
  room: Room,
  history: readonly HistoryEntry[],
): readonly Line[] {
  return history.flatMap((entry) => {
    const line = tellEntry(entry, (role) => nameOf(role, reader, room));
    return line === null ? [] : [{ ...line, at: entry.occurredAt }];
  });
}

/** First names only: a history says who did what by role. */
function nameOf(role: HistoryEntry['actor'], reader: Person, room: Room): string {
  if (role === reader.role) return 'You';
  if (role === 'application') return 'Practice';
  return otherName(reader, room) ?? 'The guest';
}

const asObject = (who: string): string => (who === 'You' ? 'you' : who);

function tellEntry(
  { kind, what, why, actor, detail }: HistoryEntry,
  name: (role: HistoryEntry['actor']) => string,
): Omit<Line, 'at'> | null {
  // The last words of a relay may hold an address, so why a mail failed is not told here.
  if (kind === 'mail-out') {
    const mail = mails[what] ?? 'Mail';
    return {
      tone: 'mail',
      text: `${mail} to ${asObject(name(actor))}${tellState(detail.state)}`,
      quote: null,
    };
  }
  if (kind === 'mail-in') return null;
  const words = deeds[what];
  if (words === undefined) return null;
  const role = what === 'booked' ? 'guest' : what === 'created' ? 'host' : actor;
  const quote = why !== null && spoken.includes(what) && !isCode(why) ? why : null;
  return { tone: words[0], text: words[1](name(role)), quote };
}

function tellState(state: unknown): string {
  if (state === 'sent' || state === 'delivered') return '';
  if (state === 'superseded') return ' (not sent: a newer one took its place)';
  if (state === 'failed' || state === 'bounced') return ' (not delivered)';
  return ' (on its way)';
}
