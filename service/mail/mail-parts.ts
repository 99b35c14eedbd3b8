import { type ParsedMail, parseAddressHeader, simpleParser } from 'mailparser';
import { cleanLine } from '../calendar/sanitise.ts';
import { limits } from '../limits.ts';
import { normaliseAddress } from '../scheduling/address.ts';

/** One part of a mail that is not its text: decoded from its transfer encoding, not its charset. */
export interface MailPart {
  /** Lower case, without parameters, as the part itself says. */
  readonly contentType: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** Lower case; null when the part has none. */
  readonly fileName: string | null;
  readonly content: Buffer;
}

/** A mail taken apart. All of it is hostile. */
export interface TakenApart {
  /** Header fields in order; names in lower case, values unfolded and undecoded. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Content-Type of the whole mail. */
  readonly contentType: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly messageId: string | null;
  readonly from: readonly string[];
  readonly sender: string | null;
  readonly replyTo: readonly string[];
  /** Message-IDs of the mails this one answers, nearest first. */
  readonly references: readonly string[];
  readonly subject: string | null;
  readonly text: string;
  readonly html: string;
  readonly parts: readonly MailPart[];
}

/**
 * Takes a mail apart. Nothing is converted or rendered (10 MB of HTML would block for seconds),
 * and a returned mail stays one closed part: what it holds was not said by this sender.
 * Rejects when the mail has too many parts, too many lines or too large a head.
 */
export async function takeApart(raw: Buffer): Promise<TakenApart> {
  const bytes = skipBlankStart(raw);
  if (hasTooManyLines(bytes)) throw new Error('more lines than any mail has');
  const mail = await simpleParser(bytes, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    checksumAlgo: false,
    maxChildNodes: 200,
    maxHeadSize: 128 * 1024,
  });
  const headers = readHeaders(mail);
  const { value, parameters } = readStructured(mail.headers.get('content-type'));
  return {
    headers,
    contentType: value,
    parameters,
    messageId: readMessageId(headers.get('message-id')?.[0] ?? ''),
    from: readAddresses(headers.get('from')),
    sender: readAddresses(headers.get('sender'))[0] ?? null,
    replyTo: readAddresses(headers.get('reply-to')),
    references: readReferences(headers),
    subject: cleanLine(mail.subject ?? '', 300) || null,
    text: mail.text || (value.startsWith('multipart/') ? readLostText(mail, bytes) : ''),
    html: mail.html || '',
    parts: mail.attachments.map((part) => {
      const type = readStructured(part.headers.get('content-type'));
      const contentType = type.value === '' ? part.contentType.toLowerCase() : type.value;
      const fileName = part.filename?.toLowerCase() ?? null;
      return { contentType, parameters: type.parameters, fileName, content: part.content };
    }),
  };
}

/** Each line costs the parser memory; the largest mail we take has half as many in base64. */
function hasTooManyLines(bytes: Buffer): boolean {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines > limits.mailLines;
}

/** How much of a body whose parts cannot be found is read. */
const lostLength = 64_000;

/**
 * The words of a multipart whose boundary is not there (RFC 2046 §5.1.1): the bare body, in which
 * everything stands before the first part. Never a calendar: no calendar program sends one so.
 */
function readLostText(mail: ParsedMail, bytes: Buffer): string {
  if (mail.html || mail.attachments.length > 0) return '';
  const raw = bytes.toString('utf8', 0, lostLength).replaceAll('\r', '');
  const bodyAt = raw.search(/\n[ \t]*\n/);
  const text = bodyAt < 0 ? '' : raw.slice(bodyAt).trim();
  return /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text) ? '' : text;
}

/** Blank lines before the head would make all of it body. */
function skipBlankStart(raw: Buffer): Buffer {
  const start = raw.findIndex((byte) => byte !== 0x0a && byte !== 0x0d && byte !== 0x20);
  return raw.subarray(Math.max(start, 0));
}

/** The first `<…>` of a Message-ID or In-Reply-To field, brackets included. */
export function readMessageId(value: string): string | null {
  return /<[^<>\s\p{Cc}]{1,990}>/u.exec(value.slice(0, 4_000))?.[0]?.toWellFormed() ?? null;
}

/** Every `<…>` of a References field, of a long one those at its end: the nearest. */
function readMessageIds(value: string): readonly string[] {
  const ids = value.slice(-16_000).match(/<[^<>\s\p{Cc}]{1,990}>/gu) ?? [];
  return ids.map((id) => id.toWellFormed());
}

/** The address in its one spelling, or as it stands when it is no plain address. */
export function readAddress(text: string): string {
  return normaliseAddress(text) ?? cleanLine(text, limits.emailLength).toLowerCase();
}

/** Two From fields, or two addresses in one, are kept: mail programs show different ones. */
function readAddresses(values: readonly string[] = []): readonly string[] {
  const addresses = values
    .slice(0, 5)
    .flatMap((value) => parseAddressHeader(value.slice(0, 4_000), { flatten: true }).value)
    .map((entry) => readAddress(entry.address ?? ''))
    .filter((address) => address !== '');
  return [...new Set(addresses)].slice(0, 10);
}

/** RFC 5322 §3.6.4: In-Reply-To names the parent, References the line of descent, oldest first. */
function readReferences(headers: TakenApart['headers']): readonly string[] {
  const parents = readMessageIds(headers.get('in-reply-to')?.[0] ?? '');
  const line = readMessageIds(headers.get('references')?.[0] ?? '');
  return [...new Set([...parents, ...line.toReversed()])].slice(0, 20);
}

function readHeaders(mail: ParsedMail): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (const { key, line } of mail.headerLines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n/g, '')
      .trim();
    const values = headers.get(key);
    if (values === undefined) headers.set(key, [value]);
    else values.push(value);
  }
  return headers;
}

interface Structured {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** mailparser's parsed Content-Type; its own type is too wide to say so. */
function readStructured(header: unknown): Structured {
  if (typeof header !== 'object' || header === null || !('value' in header)) {
    return { value: '', parameters: new Map() };
  }
  const { value } = header;
  const params = 'params' in header && typeof header.params === 'object' ? header.params : null;
  const parameters = Object.entries(params ?? {}).flatMap(([name, text]): [string, string][] =>
    typeof text === 'string' ? [[name.toLowerCase(), text]] : [],
  );
  return {
    value: typeof value === 'string' ? value.toLowerCase() : '',
    parameters: new Map(parameters),
  };
}
