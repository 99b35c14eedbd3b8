import { type ParsedMail, simpleParser } from 'mailparser';

/** A mail as its reader's program takes it apart. */
export interface OpenedMail {
  readonly mail: ParsedMail;
  readonly html: string;
  readonly text: string;
  /** Calendar parts and files, unfolded and with their escapes undone. */
  readonly calendars: readonly string[];
}

export async function openMail(raw: Buffer): Promise<OpenedMail> {
  const mail = await simpleParser(raw);
  const calendars = mail.attachments.map(({ content }) =>
    content
      .toString('utf8')
      .replace(/\r\n[ \t]/g, '')
      .replaceAll('\\n', '\n')
      .replace(/\\([,;\\])/g, '$1'),
  );
  return { mail, html: mail.html || '', text: mail.text ?? '', calendars };
}

/** Everything anybody could read in it: source, headers, words, names of files. */
export function showEverything(raw: Buffer, { mail, html, text, calendars }: OpenedMail): string {
  const headers = [...mail.headers].map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const files = mail.attachments.map((one) => `${one.filename} ${one.contentType} ${one.cid}`);
  const source = raw
    .toString('latin1')
    .replace(/\r\n[ \t]/g, '')
    .replace(/=\r\n/g, '');
  const seen = [source, ...headers, mail.subject, text, html, ...calendars, ...files].join('\n');
  return `${seen}\n${openTokens(seen)}`;
}

/** The claims inside the links of a text: whoever has the link can read them. */
function openTokens(text: string): string {
  const tokens = text.match(/eyJ[\w-]+\.[\w-]+/g) ?? [];
  const parts = tokens.flatMap((token) => token.split('.'));
  return parts.map((part) => Buffer.from(part, 'base64url').toString('latin1')).join('\n');
}

/** Every web address that can be followed from the words, the markup or the calendar. */
export function findLinks({ html, text, calendars }: OpenedMail): readonly string[] {
  const plain = [text, ...calendars].flatMap((one) => one.match(/https?:\/\/[^\s"<>]+/g) ?? []);
  const linked = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url = '']) =>
    url.replaceAll('&amp;', '&'),
  );
  return [...new Set([...plain, ...linked])];
}
