import { createHash } from 'node:crypto';
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer';
import type { CalendarObject } from '../calendar/calendar-object.ts';
import { cleanName } from '../calendar/sanitise.ts';
import { writeIcs } from '../calendar/write-ics.ts';
import type { Secrets } from '../links/purpose.ts';
import { bounceAddress, deriveBounceToken } from '../links/reply-address.ts';
import { buildCalendarObject, findReplyAddress } from './calendar-entry.ts';
import { loopHeader } from './loop-header.ts';
import type { MailFacts, WrittenMail } from './mail-facts.ts';
import { lookOf } from './mail-look.ts';
import { viewMail } from './mail-view.ts';
import { renderHtml } from './render/render-html.ts';
import { renderText } from './render/render-text.ts';
import { wordMail } from './wording/wording.ts';

export { buildCalendarObject } from './calendar-entry.ts';

/**
 * Writes the mail these facts owe. The same facts give the same bytes, so an attempt can be
 * repeated. `redirectTo` takes the place of the recipient in the envelope and in To, and nowhere
 * else. Throws when a secret is gone, an address is no plain mailbox, or the calendar object
 * does not read back equal.
 */
export async function writeMail(
  facts: MailFacts,
  secrets: Secrets,
  options: { redirectTo: string | null },
): Promise<WrittenMail> {
  const envelopeTo = options.redirectTo ?? facts.recipient.email;
  for (const address of [envelopeTo, facts.recipient.email, facts.fromAddress]) {
    assertMailbox(address);
  }
  const view = viewMail(facts, secrets);
  const content = wordMail(view);
  const calendar = buildCalendarObject(facts, secrets, view);
  const composer = new MailComposer({
    ...writeHeaders(facts, secrets, envelopeTo, calendar?.method ?? null, content.language),
    subject: toOneLine(content.subject),
    text: renderText(content),
    html: renderHtml(content, lookOf(facts.application)),
    ...(calendar === null ? {} : writeCalendarParts(calendar.method, writeIcs(calendar))),
    // Long links break in format=flowed; quoted-printable keeps every line whole.
    encoding: 'quoted-printable',
    // Fixed, not random: the same facts must give the same bytes.
    boundaryPrefix: '--parley',
    baseBoundary: createHash('sha256').update(facts.messageId).digest('hex').slice(0, 32),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bounceToken = deriveBounceToken(facts.outboxId, facts.bounceKeyId, secrets);
  return {
    envelopeFrom: bounceAddress(bounceToken, facts.inboundDomain),
    envelopeTo,
    subject: toOneLine(content.subject),
    raw: await composer.compile().build(),
  };
}

function writeHeaders(
  facts: MailFacts,
  secrets: Secrets,
  to: string,
  method: CalendarObject['method'] | null,
  language: string,
): MailComposerOptions {
  const { inReplyTo } = facts;
  return {
    from: { name: cleanName(facts.application.organizerName), address: facts.fromAddress },
    to: { name: cleanName(facts.recipient.name), address: to },
    replyTo: { name: '', address: findReplyAddress(facts, secrets) },
    messageId: facts.messageId,
    date: new Date(facts.date),
    ...(inReplyTo === null ? {} : { inReplyTo, references: [inReplyTo] }),
    headers: {
      // RFC 3834 §5: a program wrote this.
      'Auto-Submitted': 'auto-generated',
      // [MS-OXCMAIL] 2.1.3.2.20: no absence notes; bounces must still come.
      'X-Auto-Response-Suppress': 'OOF',
      [loopHeader]: facts.inboundDomain,
      // RFC 3282 §2.
      'Content-Language': language,
      // Exchange knows no DECLINECOUNTER: that mail is one of words to it.
      ...(method === 'REQUEST' || method === 'CANCEL'
        ? { 'Content-Class': 'urn:content-classes:calendarmessage' }
        : {}),
    },
  };
}

/**
 * The calendar object twice (RFC 6047 §2.4, and as Google sends it): last among the alternatives,
 * so that readers offer Yes, No and Maybe, and as a file for those that do not.
 */
function writeCalendarParts(method: CalendarObject['method'], ics: string): MailComposerOptions {
  const alternatives = [
    {
      contentType: `text/calendar; charset=utf-8; method=${method}`,
      content: ics,
      contentTransferEncoding: 'base64' as const,
    },
  ];
  // It is no event, so there is nothing to open by hand.
  if (method === 'DECLINECOUNTER') return { alternatives };
  return {
    alternatives,
    attachments: [
      {
        contentType: 'application/ics; name=invite.ics',
        filename: 'invite.ics',
        content: Buffer.from(ics, 'utf8'),
        contentTransferEncoding: 'base64',
      },
    ],
  };
}

/** nodemailer reads an address again and would deliver `a@b.cc, c@d.ee` to somebody else. */
function assertMailbox(address: string): void {
  if (!/^[^\s@<>()[\]",;:\\\p{Cc}]+@[^\s@<>()[\]",;:\\\p{Cc}]+$/u.test(address)) {
    throw new Error('an address of this mail is not one plain mailbox');
  }
}

function toOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
