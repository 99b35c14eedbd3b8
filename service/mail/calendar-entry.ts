import type { CalendarObject } from '../calendar/calendar-object.ts';
import type { Secrets } from '../links/purpose.ts';
import { deriveReplyToken, replyAddress } from '../links/reply-address.ts';
import type { MailFacts } from './mail-facts.ts';
import { type MailView, titleSession, viewMail } from './mail-view.ts';
import { methodOf } from './message-kinds.ts';

/**
 * The calendar object of a mail, for its recipient alone: the one ATTENDEE is the recipient, and
 * ORGANIZER is the recipient's own reply address, which stays the same for the person's whole
 * stay (receivers refuse an object whose ORGANIZER changed). Null for a plain mail.
 */
export function buildCalendarObject(facts: MailFacts, secrets: Secrets): CalendarObject | null {
  const method = methodOf(facts.kind);
  if (method === 'NONE') return null;
  const { recipient } = facts;
  const view = viewMail(facts, secrets);
  const startUtc = new Date(facts.startUtc);
  return {
    method,
    uid: facts.icsUid,
    sequence: facts.sequence,
    stampedAt: new Date(facts.stampedAt),
    startUtc,
    endUtc: new Date(startUtc.getTime() + facts.durationMinutes * 60_000),
    summary: titleSession(facts.sessionName, facts.otherFirstName),
    description: method === 'CANCEL' ? describeCancelled(view) : describeBooked(view),
    location: facts.location,
    url: view.joinUrl,
    organizer: { name: facts.application.organizerName, address: findReplyAddress(facts, secrets) },
    attendee: { name: recipient.name, address: recipient.email, answer: recipient.answer },
    allowCounter: facts.allowCounter,
  };
}

/** The recipient's own reply address: ORGANIZER and Reply-To. */
export function findReplyAddress(facts: MailFacts, secrets: Secrets): string {
  const { attendeeId, replyKeyId } = facts.recipient;
  return replyAddress(deriveReplyToken(attendeeId, replyKeyId, secrets), facts.inboundDomain);
}

function describeBooked(view: MailView): string {
  const paragraphs = [`${view.sessionName}: you and ${view.other}.`];
  if (view.description !== null) paragraphs.push(view.description);
  if (view.joinUrl !== null) paragraphs.push(`Join: ${view.joinUrl}`);
  const link = view.links.propose;
  if (link !== null) paragraphs.push(`Need another time? Ask ${view.other} here:\n${link.url}`);
  return paragraphs.join('\n\n');
}

function describeCancelled(view: MailView): string {
  const reason = view.reason === null ? [] : [`The reason given: ${view.reason}`];
  return [`Your ${view.title} will not take place.`, ...reason].join('\n\n');
}
