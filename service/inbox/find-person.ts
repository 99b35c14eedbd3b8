import type { Queryable } from '../db/transaction.ts';
import type { Secrets } from '../links/purpose.ts';
import { openAddress } from '../links/reply-address.ts';
import { hashToken } from '../links/sign-link.ts';
import type { MailReading } from '../mail/mail-reading.ts';
import {
  type FoundPerson,
  findErased,
  findPeopleByThread,
  findPeopleByUid,
} from './find-thread-views.ts';
import type { UnreadMail } from './inbox-store.ts';
import { mailboxOf } from './mailbox.ts';
import { findMessage, findReplyRecipient } from './recipient-views.ts';

/** Whom a mail is about, and the message of ours that a report gives back. */
export interface MailSubject {
  readonly person: FoundPerson | null;
  readonly outboxId: string | null;
}

const nobody: MailSubject = { person: null, outboxId: null };

/**
 * Whom a mail is about: by the token in its address; without one, by what it says, when that names
 * exactly one person. It tells whom to look at, never that the mail is their word.
 */
export async function findPerson(
  q: Queryable,
  mail: UnreadMail,
  reading: MailReading,
  { inboundDomain, secrets }: ThreadDeps,
): Promise<MailSubject> {
  const mailbox = mailboxOf(mail.envelopeTo);
  const isReport = reading.kind === 'report' || reading.kind === 'complaint';
  if (mailbox === 'reply' || mailbox === 'bounce') return findByToken(q, mail, reading, isReport);
  if (isReport) return findReported(q, reading, inboundDomain);
  if (mailbox === 'postmaster') return nobody;
  const found =
    reading.kind === 'human'
      ? await findInThread(q, reading, { inboundDomain, secrets })
      : await findByCalendar(q, reading, secrets);
  const [person] = found;
  if (person && found.length === 1) return { person, outboxId: null };
  const [sender] = reading.from;
  const erased = sender === undefined ? null : await findErased(q, sender, secrets);
  return erased && found.length === 0 ? { person: erased, outboxId: null } : nobody;
}

interface ThreadDeps {
  /** Domain of reply and bounce addresses. */
  readonly inboundDomain: string;
  readonly secrets: Secrets;
}

async function findByToken(
  q: Queryable,
  { applicationId, roomId, attendeeId, outboxId }: UnreadMail,
  { originalMessageId }: MailReading,
  isReport: boolean,
): Promise<MailSubject> {
  if (!applicationId || !roomId || !attendeeId) return { person: null, outboxId };
  const person = { applicationId, roomId, attendeeId };
  if (outboxId !== null || !isReport || originalMessageId === null) return { person, outboxId };
  const message = await findMessage(q, originalMessageId);
  // One that went to somebody else says nothing of this person.
  const isTheirs = message?.applicationId === applicationId && message.attendeeId === attendeeId;
  return { person, outboxId: isTheirs ? message.outboxId : null };
}

/** A report to an address that everybody knows: by the Message-ID or the ORGANIZER it returns. */
async function findReported(
  q: Queryable,
  { originalMessageId, originalOrganizer }: MailReading,
  inboundDomain: string,
): Promise<MailSubject> {
  const message = originalMessageId === null ? null : await findMessage(q, originalMessageId);
  if (message) return subjectOf(message);
  const opened = openAddress(originalOrganizer ?? '', inboundDomain, null);
  if (opened.kind !== 'reply') return nobody;
  const recipient = await findReplyRecipient(q, hashToken(opened.token));
  return recipient ? subjectOf(recipient) : nobody;
}

type Ids = Pick<UnreadMail, 'applicationId' | 'roomId' | 'attendeeId' | 'outboxId'>;

function subjectOf({ applicationId, roomId, attendeeId, outboxId }: Ids): MailSubject {
  const isWhole = applicationId !== null && roomId !== null && attendeeId !== null;
  return { person: isWhole ? { applicationId, roomId, attendeeId } : null, outboxId };
}

async function findByCalendar(
  q: Queryable,
  { calendar }: MailReading,
  secrets: Secrets,
): Promise<FoundPerson[]> {
  if (!calendar) return [];
  const named = calendar.attendees.flatMap(({ address, email }) => [address, email ?? address]);
  return findPeopleByUid(q, calendar.uid, named, secrets);
}

/** Our Message-IDs, and the ids that threads of ours begin with (RFC 5322 §3.6.4). */
async function findInThread(
  q: Queryable,
  { from, references }: MailReading,
  { inboundDomain, secrets }: ThreadDeps,
): Promise<FoundPerson[]> {
  const [sender] = from;
  if (sender === undefined || from.length > 1) return [];
  const ours = references.flatMap((one) => {
    const [, id, domain] = messageIdPattern.exec(one) ?? [];
    return id !== undefined && domain?.toLowerCase() === inboundDomain.toLowerCase() ? [id] : [];
  });
  if (ours.length === 0) return [];
  return findPeopleByThread(q, sender, { messageIds: references, rootIds: ours }, secrets);
}

const messageIdPattern = /^<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^>\s]+)>$/i;
