import { hideTokensInMail } from '../api/hide-tokens-in-mail.ts';

/**
 * What an operator sees of a mail. It is not taken apart as a mail program would: its lines are
 * scanned once, in time that grows with their number alone, and nothing of it is believed.
 */
export interface MailOutline {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly parts: readonly MailPart[];
  /** The text of the mail as it is, tokens overwritten. */
  readonly source: string;
  /** There is more of it than is shown. */
  readonly isCut: boolean;
}

export interface MailPart {
  /** How deep inside other parts; 0 is the mail itself. */
  readonly depth: number;
  readonly type: string;
  readonly name: string | null;
  readonly encoding: string | null;
  readonly lines: number;
  /** The decoded text of a text part, tokens overwritten; null for anything else. */
  readonly text: string | null;
}

/** Read this much of a mail; the last of it only so that a token at the end is seen whole. */
export const outlineReadBytes = 272 * 1024;
const shownBytes = 256 * 1024;
const mostHeaders = 200;
const mostParts = 50;
const deepest = 8;
const shownTextLength = 20_000;

/** Outlines a mail that was read up to `outlineReadBytes`. */
export function outlineMail(raw: Buffer): MailOutline {
  const hidden = hideTokensInMail(raw).subarray(0, shownBytes);
  const source = hidden.toString('utf8');
  // Bytes one to one, so that a part can be decoded by its own encoding.
  const lines = hidden.toString('latin1').split(/\r?\n/);
  const { headers } = readHeaders(lines, 0, lines.length);
  const parts: MailPart[] = [];
  outlinePart(lines, 0, lines.length, 0, parts);
  return {
    headers: headers.map(({ name, value }) => ({ name, value: toUtf8(value) })),
    parts,
    source,
    isCut: raw.length > shownBytes,
  };
}

interface Header {
  readonly name: string;
  readonly value: string;
}

function readHeaders(lines: readonly string[], from: number, to: number) {
  const headers: Header[] = [];
  let at = from;
  for (; at < to && lines[at] !== ''; at += 1) {
    const line = lines[at] ?? '';
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      headers[headers.length - 1] = { ...last, value: `${last.value} ${line.trim()}` };
    } else if (headers.length < mostHeaders) {
      const colon = line.indexOf(':');
      if (colon > 0) {
        headers.push({ name: line.slice(0, colon), value: line.slice(colon + 1).trim() });
      }
    }
  }
  return { headers, body: Math.min(at + 1, to) };
}

function outlinePart(
  lines: readonly string[],
  from: number,
  to: number,
  depth: number,
  parts: MailPart[],
): void {
  if (parts.length >= mostParts || depth > deepest) return;
  const { headers, body } = readHeaders(lines, from, to);
  const header = (name: string) =>
    headers.find((one) => one.name.toLowerCase() === name)?.value ?? null;
  const written = header('content-type') ?? 'text/plain';
  const type = (/^[\w.+-]+\/[\w.+-]+/.exec(written)?.[0] ?? 'text/plain').toLowerCase();
  const encoding = header('content-transfer-encoding')?.toLowerCase() ?? null;
  const name =
    parameterOf(header('content-disposition') ?? '', 'filename') ?? parameterOf(written, 'name');
  const boundary = type.startsWith('multipart/') ? parameterOf(written, 'boundary') : null;
  const isText = type.startsWith('text/');
  const text = isText ? decodeText(lines.slice(body, to), encoding, written) : null;
  parts.push({ depth, type, name, encoding, lines: to - body, text });
  if (boundary === null) return;
  for (const [start, end] of findParts(lines, body, to, boundary)) {
    outlinePart(lines, start, end, depth + 1, parts);
  }
}

function findParts(lines: readonly string[], from: number, to: number, boundary: string) {
  const found: [number, number][] = [];
  let start: number | null = null;
  for (let at = from; at < to; at += 1) {
    const line = (lines[at] ?? '').trimEnd();
    if (line !== `--${boundary}` && line !== `--${boundary}--`) continue;
    if (start !== null) found.push([start, at]);
    start = line.endsWith('--') && line !== `--${boundary}` ? null : at + 1;
    if (start === null) return found;
  }
  if (start !== null) found.push([start, to]);
  return found;
}

function parameterOf(value: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}="?([^";]{1,200})`, 'i').exec(value);
  return match?.[1] === undefined ? null : toUtf8(match[1].trim());
}

function decodeText(lines: readonly string[], encoding: string | null, written: string): string {
  const bytes = decodeLines(lines, encoding);
  const charset = parameterOf(written, 'charset') ?? 'utf-8';
  // Decoding may have brought a token to light that was cut up before.
  return decodeBytes(hideTokensInMail(bytes), charset).slice(0, shownTextLength);
}

function decodeLines(lines: readonly string[], encoding: string | null): Buffer {
  if (encoding === 'base64') return Buffer.from(lines.join(''), 'base64');
  const text = lines.join('\n');
  if (encoding !== 'quoted-printable') return Buffer.from(text, 'latin1');
  const soft = text.replace(/=[ \t]*\n/g, '');
  const plain = soft.replace(/=([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(plain, 'latin1');
}

function decodeBytes(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

const toUtf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');
