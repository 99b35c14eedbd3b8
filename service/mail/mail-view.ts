import { cleanLine, cleanName, cleanText } from '../calendar/sanitise.ts';
import { limits } from '../limits.ts';
import type { Purpose, Secrets } from '../links/purpose.ts';
import { signLink } from '../links/sign-link.ts';
import type { DoubtReason } from '../scheduling/command.ts';
import type { MessageKind } from '../scheduling/decision.ts';
import type { Answer, Role } from '../scheduling/room.ts';
import { type DescribedTime, describeMoment, describeTime } from './describe-time.ts';
import { firstNameOf } from './first-name.ts';
import { hideAddresses, hideAddressesAndLinks } from './hide-addresses.ts';
import type { FrozenLink, MailFacts } from './mail-facts.ts';

export { firstNameOf } from './first-name.ts';

/** Everything the words of a mail are made of: the facts as this one reader may see them. */
export interface MailView {
  readonly kind: MessageKind;
  readonly role: Role;
  /** The reader's first name; may be empty. */
  readonly reader: string;
  /** First name of the other person, or words that stand for it. */
  readonly other: string;
  readonly sessionName: string;
  /** `<session name> with <the other's first name>`. */
  readonly title: string;
  readonly time: DescribedTime;
  /** The time before this change; null when the time did not change. */
  readonly previousTime: DescribedTime | null;
  readonly proposal: { readonly time: DescribedTime; readonly note: string | null } | null;
  readonly reason: string | null;
  /** What came in the reader's name; null unless they are asked about it. */
  readonly doubt: ViewDoubt | null;
  /** The new time their own mail asks for, and the page that has it filled in already. */
  readonly suggestion: { readonly moment: string; readonly url: string } | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly joinUrl: string | null;
  readonly allowCounter: boolean;
  readonly organizerName: string;
  readonly productName: string | null;
  readonly supportEmail: string | null;
  /** `#rrggbb`. */
  readonly color: string;
  readonly links: Readonly<Record<Purpose, ViewLink | null>>;
}

export interface ViewDoubt {
  readonly because: DoubtReason;
  /** Null for a wish for another time. */
  readonly answer: Answer | null;
  /** The time wished for; null for an answer, and for a time nobody understood. */
  readonly time: DescribedTime | null;
  readonly comment: string | null;
}

interface ViewLink {
  readonly url: string;
  /** The moment it stops working, in the reader's zone. */
  readonly expires: string;
}

const plainColor = '#1d4ed8';

const linkPaths: Readonly<Record<Purpose, string>> = {
  propose: '/reschedule?r=',
  approve: '/approve?t=',
  decline: '/decline?t=',
  keep: '/keep?t=',
  confirm: '/confirm?t=',
};

/** Makes the view of one mail, signing its links. Throws when a link's secret is gone. */
export function viewMail(facts: MailFacts, secrets: Secrets): MailView {
  const { recipient, proposal, previous } = facts;
  const { brand, organizerName } = facts.application;
  const other = readFirstName(facts.otherFirstName);
  const hide = (text: string | null) => hideAddresses(cleanWords(text), brand.supportEmail);
  const links = viewLinks(facts, secrets);
  const isMoved = previous !== null && !isSameTime(previous, facts);
  return {
    kind: facts.kind,
    role: recipient.role,
    reader: firstNameOf(recipient.name) ?? '',
    other: other ?? (recipient.role === 'host' ? 'your guest' : 'your host'),
    sessionName: cleanLine(facts.sessionName, limits.sessionNameLength),
    title: titleSession(facts.sessionName, other),
    time: describe(facts, facts),
    previousTime: isMoved ? describe(previous, facts) : null,
    proposal: proposal && { time: describe(proposal, facts), note: hide(proposal.note) },
    reason: hide(facts.reason),
    doubt: viewDoubt(facts),
    suggestion: viewSuggestion(facts, links.propose),
    description: orNull(cleanText(facts.description ?? '', limits.descriptionLength)),
    location: orNull(cleanLine(facts.location ?? '', limits.locationLength)),
    joinUrl: toWebUrl(facts.joinUrl),
    allowCounter: facts.allowCounter,
    organizerName: cleanName(organizerName),
    productName: orNull(cleanName(brand.productName ?? '')),
    supportEmail: brand.supportEmail,
    color: /^#[0-9a-f]{6}$/i.test(brand.color ?? '') ? (brand.color ?? plainColor) : plainColor,
    links,
  };
}

/** The personal name of a session: also SUMMARY of its calendar object. */
export function titleSession(sessionName: string, otherFirstName: string | null): string {
  const other = readFirstName(otherFirstName);
  const name = cleanLine(sessionName, limits.sessionNameLength);
  return other === null ? name : `${name} with ${other}`;
}

/** An http(s) address, or null: nothing else becomes a link or a URL property. */
function toWebUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
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

function describe(time: FrozenTime, facts: Pick<MailFacts, 'recipient'>): DescribedTime {
  const { timeZone, locale } = facts.recipient;
  return describeTime(new Date(time.startUtc), time.durationMinutes, timeZone, locale);
}

function isSameTime(one: FrozenTime, other: FrozenTime): boolean {
  return (
    Date.parse(one.startUtc) === Date.parse(other.startUtc) &&
    one.durationMinutes === other.durationMinutes
  );
}

/** What came in their name may be a stranger's words: addresses in it are hidden as well. */
function viewDoubt(facts: MailFacts): ViewDoubt | null {
  const { doubt } = facts;
  if (!doubt) return null;
  const { because, answer, startUtc } = doubt;
  const durationMinutes = doubt.durationMinutes ?? facts.durationMinutes;
  const { supportEmail } = facts.application.brand;
  return {
    because,
    answer,
    time: startUtc === null ? null : describe({ startUtc, durationMinutes }, facts),
    comment: hideAddressesAndLinks(cleanWords(doubt.comment), supportEmail),
  };
}

function viewSuggestion(
  { suggestedStartUtc, recipient }: MailFacts,
  propose: ViewLink | null,
): MailView['suggestion'] {
  if (!suggestedStartUtc || propose === null) return null;
  const start = new Date(suggestedStartUtc);
  return {
    moment: describeMoment(start, recipient.timeZone, recipient.locale),
    url: `${propose.url}&start=${start.toISOString().replace('.000Z', 'Z')}`,
  };
}

function viewLinks(facts: MailFacts, secrets: Secrets): MailView['links'] {
  return {
    propose: viewLink('propose', facts, secrets),
    approve: viewLink('approve', facts, secrets),
    decline: viewLink('decline', facts, secrets),
    keep: viewLink('keep', facts, secrets),
    confirm: viewLink('confirm', facts, secrets),
  };
}

function viewLink(purpose: Purpose, facts: MailFacts, secrets: Secrets): ViewLink | null {
  const link = facts.links.find((each) => each.purpose === purpose);
  if (link === undefined) return null;
  const token = signLink(toClaims(link, facts), secrets);
  const { timeZone, locale } = facts.recipient;
  return {
    url: `${facts.publicUrl}${linkPaths[purpose]}${token}`,
    expires: describeMoment(new Date(link.expiresAt), timeZone, locale),
  };
}

function toClaims(link: FrozenLink, facts: MailFacts) {
  return {
    id: link.id,
    purpose: link.purpose,
    icsUid: facts.icsUid,
    role: facts.recipient.role,
    email: facts.recipient.email,
    issuedAt: new Date(link.issuedAt),
    expiresAt: new Date(link.expiresAt),
    keyId: link.keyId,
  };
}
