import type { CalendarObject } from '../calendar/calendar-object.ts';
import { writeIcs } from '../calendar/write-ics.ts';
import type { Secrets } from '../links/purpose.ts';
import { deriveReplyToken, replyAddress } from '../links/reply-address.ts';
import type { Answer } from '../scheduling/room.ts';
import type { MailFacts } from './mail-facts.ts';
import { type MailView, titleSession, viewMail } from './mail-view.ts';
import { methodOf } from './message-kinds.ts';

/**
 * The calendar object of a mail, for its recipient alone: the one ATTENDEE is the recipient, and
 * ORGANIZER is the recipient's own reply address, which stays the same for the person's whole
 * stay (receivers refuse an object whose ORGANIZER changed). Null for a plain mail. `view` is the
 * facts' own, where it is at hand.
 */
export function buildCalendarObject(
  facts: MailFacts,
  secrets: Secrets,
  view: MailView = viewMail(facts, secrets),
): CalendarObject | null {
  const method = methodOf(facts.kind, facts.declinesCounter);
  if (method === 'NONE') return null;
  const { recipient } = facts;
  const startUtc = new Date(facts.startUtc);
  return {
    method,
    uid: facts.icsUid,
    sequence: facts.sequence,
    stampedAt: new Date(facts.stampedAt),
    startUtc,
    endUtc: new Date(startUtc.getTime() + facts.durationMinutes * 60_000),
    timeZone: facts.calendarZones === 'vtimezone' ? view.reader.zone.name : null,
    summary: titleSession(facts.sessionName, facts.otherFirstName, view.words),
    description: method === 'CANCEL' ? describeCancelled(view) : describeBooked(view),
    location: facts.location,
    url: view.joinUrl,
    organizer: { name: facts.application.organizerName, address: findReplyAddress(facts, secrets) },
    attendee: { name: recipient.name, address: recipient.email, answer: recipient.answer },
    allowCounter: facts.allowCounter,
  };
}

/**
 * The calendar object of these facts as a file, for a person who asks for it: with the answer they
 * have given since. Null for a plain mail.
 */
export function writeCalendarFile(
  facts: MailFacts,
  answer: Answer,
  secrets: Secrets,
): string | null {
  const present = { ...facts, recipient: { ...facts.recipient, answer } };
  const object = buildCalendarObject(present, secrets);
  return object && writeIcs(object);
}

/** The recipient's own reply address: ORGANIZER and Reply-To. */
export function findReplyAddress(facts: MailFacts, secrets: Secrets): string {
  const { attendeeId, replyKeyId } = facts.recipient;
  return replyAddress(deriveReplyToken(attendeeId, replyKeyId, secrets), facts.inboundDomain);
}

function describeBooked({ words, said, description, joinUrl, links }: MailView): string {
  const { entry } = words;
  const paragraphs = [entry.lead(said)];
  if (description !== null) paragraphs.push(description);
  if (joinUrl !== null) paragraphs.push(entry.join(said, joinUrl));
  if (links.propose !== null) {
    paragraphs.push(`${entry.anotherTime(said)}\n${links.propose.url}`);
  }
  return paragraphs.join('\n\n');
}

function describeCancelled({ words: { entry }, said, reason }: MailView): string {
  const why = reason === null ? [] : [entry.reason(said, reason)];
  return [entry.cancelled(said), ...why].join('\n\n');
}
