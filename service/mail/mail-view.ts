import { cleanLine, cleanName, cleanText } from '../calendar/sanitise.ts';
import { limits } from '../limits.ts';
import type { Secrets } from '../links/purpose.ts';
import type { DoubtReason } from '../scheduling/command.ts';
import type { MessageKind } from '../scheduling/decision.ts';
import type { Answer, Role } from '../scheduling/room.ts';
import { type DescribedTime, describeMoment, describeTime } from './describe-time.ts';
import { firstNameOf } from './first-name.ts';
import { hideAddresses, hideAddressesAndLinks } from './hide-addresses.ts';
import type { MailFacts } from './mail-facts.ts';
import { toWebUrl, type ViewLinks, viewLinks } from './mail-links.ts';
import { type Reader, readerOf } from './reader.ts';
import type { MailWords, Other, Said } from './words/mail-words.ts';
import { mailWords } from './words/words.ts';

export { firstNameOf } from './first-name.ts';

/** Everything a mail is made of: the facts as this one reader may see them, and their words. */
export interface MailView {
  readonly kind: MessageKind;
  readonly role: Role;
  readonly reader: Reader;
  readonly words: MailWords;
  /** What sentences are made of. */
  readonly said: Said;
  /** The reader's first name; may be empty. */
  readonly readerName: string;
  readonly answer: Answer;
  readonly time: DescribedTime;
  /** The time before this change; null when the time did not change. */
  readonly previousTime: DescribedTime | null;
  readonly proposal: ViewProposal | null;
  /** Whose deed the mail tells of, as the reader sees it; null when it names nobody. */
  readonly by: 'reader' | 'other' | 'application' | null;
  readonly reason: string | null;
  /** What came in the reader's name; null unless they are asked about it. */
  readonly doubt: ViewDoubt | null;
  /** The new time their own mail asks for, and the page that has it filled in already. */
  readonly suggestion: { readonly moment: string; readonly url: string } | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly joinUrl: string | null;
  readonly allowCounter: boolean;
  readonly productName: string | null;
  readonly supportEmail: string | null;
  readonly links: ViewLinks;
}

interface ViewProposal {
  readonly isByReader: boolean;
  readonly time: DescribedTime;
  readonly note: string | null;
}

interface ViewDoubt {
  readonly because: DoubtReason;
  /** Null for a wish for another time. */
  readonly answer: Answer | null;
  /** The time wished for; null for an answer, and for a time nobody understood. */
  readonly time: DescribedTime | null;
  readonly comment: string | null;
}

/** Makes the view of one mail, signing its links. Throws when a link's secret is gone. */
export function viewMail(facts: MailFacts, secrets: Secrets): MailView {
  const { recipient, proposal, previous } = facts;
  const { brand } = facts.application;
  const reader = readerOf(recipient.locale, recipient.timeZone, facts.roomTimeZone ?? null);
  const words = mailWords(reader.locale.language);
  const describe = (time: FrozenTime) => describeFor(facts, time, reader, words);
  const hide = (text: string | null) => hideAddresses(cleanWords(text), brand.supportEmail);
  const links = viewLinks(facts, secrets, (at) => describeMoment(at, reader, words.time));
  const isMoved = previous !== null && !isSameTime(previous, facts);
  const time = describe(facts);
  return {
    kind: facts.kind,
    role: recipient.role,
    reader,
    words,
    said: sayWho(facts, words, time),
    readerName: firstNameOf(recipient.name) ?? '',
    answer: recipient.answer,
    time,
    previousTime: isMoved ? describe(previous) : null,
    proposal: proposal && {
      isByReader: proposal.proposedByRecipient,
      time: describe(proposal),
      note: hide(proposal.note),
    },
    by: seeWho(facts),
    reason: hide(facts.reason),
    doubt: viewDoubt(facts, describe),
    suggestion: viewSuggestion(facts, links, reader, words),
    description: orNull(cleanText(facts.description ?? '', limits.descriptionLength)),
    location: orNull(cleanLine(facts.location ?? '', limits.locationLength)),
    joinUrl: toWebUrl(facts.joinUrl),
    allowCounter: facts.allowCounter,
    productName: orNull(cleanName(brand.productName ?? '')),
    supportEmail: brand.supportEmail,
    links,
  };
}

/** The personal name of a session: also SUMMARY of its calendar object. */
export function titleSession(
  sessionName: string,
  otherFirstName: string | null,
  words: Pick<MailWords, 'title'>,
): string {
  const other = readFirstName(otherFirstName);
  const name = cleanLine(sessionName, limits.sessionNameLength);
  return other === null ? name : words.title(name, other);
}

function sayWho(facts: MailFacts, words: MailWords, time: DescribedTime): Said {
  const { sessionName, otherFirstName } = facts;
  return {
    other: otherOf(facts),
    session: cleanLine(sessionName, limits.sessionNameLength),
    title: titleSession(sessionName, otherFirstName, words),
    when: time.local,
    organizer: cleanName(facts.application.organizerName),
  };
}

function otherOf({ otherFirstName, recipient }: MailFacts): Other {
  const role = recipient.role === 'host' ? 'guest' : 'host';
  return { name: readFirstName(otherFirstName), role };
}

function seeWho({ by, recipient }: MailFacts): MailView['by'] {
  if (by === undefined || by === null) return null;
  if (by === 'application') return by;
  return by === recipient.role ? 'reader' : 'other';
}

/** A name that is an address must never reach the other person. */
function readFirstName(name: string | null): string | null {
  return name === null || name.includes('@') ? null : orNull(cleanName(name));
}

function cleanWords(text: string | null): string | null {
  return text === null ? null : cleanText(text, limits.noteLength);
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

interface FrozenTime {
  readonly startUtc: string;
  readonly durationMinutes: number;
}

function describeFor(facts: MailFacts, time: FrozenTime, reader: Reader, words: MailWords) {
  const clock = { other: otherOf(facts), timeZone: facts.otherTimeZone ?? null };
  return describeTime(new Date(time.startUtc), time.durationMinutes, reader, words.time, clock);
}

function isSameTime(one: FrozenTime, other: FrozenTime): boolean {
  return (
    Date.parse(one.startUtc) === Date.parse(other.startUtc) &&
    one.durationMinutes === other.durationMinutes
  );
}

/** What came in their name may be a stranger's words: addresses in it are hidden as well. */
function viewDoubt(
  facts: MailFacts,
  describe: (time: FrozenTime) => DescribedTime,
): ViewDoubt | null {
  const { doubt } = facts;
  if (!doubt) return null;
  const { because, answer, startUtc } = doubt;
  const durationMinutes = doubt.durationMinutes ?? facts.durationMinutes;
  const { supportEmail } = facts.application.brand;
  return {
    because,
    answer,
    time: startUtc === null ? null : describe({ startUtc, durationMinutes }),
    comment: hideAddressesAndLinks(cleanWords(doubt.comment), supportEmail),
  };
}

function viewSuggestion(
  { suggestedStartUtc }: MailFacts,
  { propose }: ViewLinks,
  reader: Reader,
  words: MailWords,
): MailView['suggestion'] {
  if (!suggestedStartUtc || propose === null) return null;
  const start = new Date(suggestedStartUtc);
  return {
    moment: describeMoment(start, reader, words.time),
    url: `${propose.url}&start=${start.toISOString().replace('.000Z', 'Z')}`,
  };
}
