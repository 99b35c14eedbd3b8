import { readIcs } from '../../calendar/read-ics.ts';
import { readHead } from '../header-block.ts';
import {
  type MailPart,
  readAddress,
  readMessageId,
  type TakenApart,
  takeApart,
} from '../mail-parts.ts';

/** What a report says of the mail it is about: enough to find that mail again. */
export interface ReturnedMail {
  readonly originalMessageId: string | null;
  /** ORGANIZER of the calendar object in it: of ours, the recipient's own reply address. */
  readonly originalOrganizer: string | null;
}

/** A report returns one mail; one with more of them is not worth the time. */
const returnedCount = 3;
/** A quotation in the words of a bounce is looked for no further than this. */
const quotedLength = 64_000;

/**
 * Finds out which mail a report or a complaint is about: by the mail or the head it returns, by
 * one quoted in its words, at last by what it answers to.
 */
export async function readReturned(mail: TakenApart): Promise<ReturnedMail> {
  const returned = mail.parts.filter(isReturnedMail).slice(0, returnedCount);
  const quoted = findQuotedMail(mail.text);
  const found = await Promise.all(
    [...returned.map((part) => part.content), ...(quoted === null ? [] : [quoted])].map(
      readReturnedBytes,
    ),
  );
  const pick = (of: keyof ReturnedMail) => found.find((one) => one[of] !== null)?.[of] ?? null;
  return {
    originalMessageId: pick('originalMessageId') ?? mail.references[0] ?? null,
    originalOrganizer: pick('originalOrganizer'),
  };
}

/** A returned mail, its head, or a piece of it: never something its carrier says. */
export function isReturnedMail(part: MailPart): boolean {
  return /^(message\/(rfc822|global|partial|(rfc822|global)-headers)|text\/rfc822-headers)$/.test(
    part.contentType,
  );
}

async function readReturnedBytes(content: Buffer): Promise<ReturnedMail> {
  const head = readHead(content);
  const organizer = await findOrganizer(content);
  // Mail of ours carries the same address as Reply-To, also where only the head comes back.
  const replyTo = readMailbox(head.get('reply-to') ?? '');
  return {
    originalMessageId: readMessageId(head.get('message-id') ?? ''),
    originalOrganizer: organizer ?? replyTo,
  };
}

async function findOrganizer(content: Buffer): Promise<string | null> {
  for (const part of (await takeApartOrNull(content))?.parts ?? []) {
    if (!isCalendarPart(part)) continue;
    const reading = readIcs(part.content, part.parameters.get('charset') ?? null);
    // Mail systems cut what they return, and half a calendar is none.
    const organizer = reading.ok
      ? reading.calendar.organizer
      : findOrganizerLine(part.content.toString('utf8'));
    if (organizer !== null) return organizer;
  }
  return findOrganizerLine(content.toString('latin1', 0, quotedLength));
}

function isCalendarPart({ contentType, fileName }: MailPart): boolean {
  return (
    /^(text\/(x-v)?calendar|application\/ics)$/.test(contentType) || /\.ics$/.test(fileName ?? '')
  );
}

/** A returned mail may be cut anywhere, or be no mail at all. */
async function takeApartOrNull(content: Buffer): Promise<TakenApart | null> {
  try {
    return await takeApart(content);
  } catch {
    return null;
  }
}

/** The ORGANIZER line of a calendar that stands in a text, unfolded and out of its quotation. */
function findOrganizerLine(text: string): string | null {
  const at = text.slice(0, quotedLength).search(/^[ \t>|]{0,20}ORGANIZER[;:]/im);
  if (at < 0) return null;
  const line = text
    .slice(at, at + 800)
    .replace(/\r?\n(?:>[ \t]?)*[ \t]/g, '')
    .replace(/\r?\n[\s\S]*$/, '');
  return readMailbox(/mailto:([^\s<>"';]{1,254})/i.exec(line)?.[1] ?? '');
}

/** The first fields of a mail that a bounce in words quotes, with everything after them. */
function findQuotedMail(text: string): Buffer | null {
  const said = text.slice(0, quotedLength);
  const quote = /^[ \t]*>/m.test(said) ? said.replace(/^[ \t]*>[ \t]?/gm, '') : said;
  const lines = quote.replaceAll('\r', '').split('\n');
  const id = lines.findIndex((line) => /^[ \t]*message-id:[ \t]*</i.test(line));
  const organizer = lines.findIndex((line) => /^[ \t]*ORGANIZER[;:]/i.test(line));
  if (id < 0) return organizer < 0 ? null : Buffer.from(lines.slice(organizer).join('\n'));
  const blank = lines.findLastIndex((line, i) => i < id && line.trim() === '');
  const mail = lines.slice(blank + 1);
  const indent = /^[ \t]*/.exec(lines[id] ?? '')?.[0].length ?? 0;
  return Buffer.from(mail.map((line) => unindent(line, indent)).join('\n'));
}

function unindent(line: string, width: number): string {
  return line.slice(0, width).trim() === '' ? line.slice(width) : line;
}

function readMailbox(field: string): string | null {
  const text = /<([^<>\s]{1,254})>/.exec(field.slice(0, 1_000))?.[1] ?? field.trim();
  const address = readAddress(text);
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : null;
}
