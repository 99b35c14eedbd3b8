import { createHash } from 'node:crypto';

/** One part of a simulated mail: its own headers and its body, ready for the wire. */
export interface MimePart {
  readonly headers: readonly string[];
  readonly body: string;
}

/** Lines of 76 characters (RFC 2045 §6.8). */
export function encodeBase64(text: string): string {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  return `${encoded.replace(/.{1,76}/g, '$&\r\n')}`.trimEnd();
}

/**
 * Quoted-printable (RFC 2045 §6.7). `asBytes` also encodes line breaks, as Apple Mail does with
 * a calendar file.
 */
export function encodeQuotedPrintable(text: string, asBytes = false): string {
  return text
    .split(asBytes ? '\0' : '\r\n')
    .map((line) => breakSoftly([...Buffer.from(line, 'utf8')].map(encodeOctet)))
    .join('\r\n');
}

function encodeOctet(octet: number): string {
  const isPlain = octet > 32 && octet < 127 && octet !== 61;
  if (isPlain) return String.fromCharCode(octet);
  return `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

function breakSoftly(pieces: readonly string[]): string {
  const rows = [''];
  for (const piece of pieces) {
    const row = rows.at(-1) ?? '';
    if (row.length + piece.length > 75) rows.push(piece);
    else rows[rows.length - 1] = row + piece;
  }
  return rows.join('=\r\n');
}

/** A multipart whose boundary follows from `seed`, so the same reply is the same bytes. */
export function joinParts(
  subtype: 'mixed' | 'alternative',
  seed: string,
  parts: readonly MimePart[],
): MimePart {
  const hash = createHash('sha256').update(`${subtype} ${seed}`).digest('hex').slice(0, 28);
  const boundary = `_000_${hash}_`;
  const bodies = parts.map((part) => `--${boundary}\r\n${writePart(part)}\r\n`);
  return {
    headers: [`Content-Type: multipart/${subtype};\r\n\tboundary="${boundary}"`],
    body: `${bodies.join('')}--${boundary}--\r\n`,
  };
}

/** Headers, a blank line, the body. */
export function writePart({ headers, body }: MimePart): string {
  return `${headers.join('\r\n')}\r\n\r\n${body}`;
}

/** An encoded word (RFC 2047 §2) when the text is not plain ASCII. */
export function encodeHeaderText(text: string): string {
  const plain = text.replace(/[\r\n]+/g, ' ');
  if (/^[\x20-\x7e]*$/.test(plain)) return plain;
  return `=?utf-8?B?${Buffer.from(plain, 'utf8').toString('base64')}?=`;
}

/** A name and an address as one header value. */
export function encodeMailbox({ name, address }: { name: string; address: string }): string {
  const text = encodeHeaderText(name.replace(/["\\]/g, ''));
  return `${text.startsWith('=?') ? text : `"${text}"`} <${address}>`;
}
