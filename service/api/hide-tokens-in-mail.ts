import { decodeRun, encodeRun, findBase64 } from './base64-runs.ts';

/** What every letter of a token reads afterwards; it stands in no token. */
const star = 0x2a;
/** `*` in quoted-printable, which takes the place of another `=XX`. */
const codedStar = Buffer.from('=2A');
/** base64 in base64 in base64: an attached mail that holds an attached mail. */
const deepest = 3;
/** Of a reply or bounce address, with its first letter. */
const shortestToken = 34;
/** The signature of a link's token: 32 bytes (HS256). */
const signatureLength = 43;

/**
 * What stands before the token of a reply or bounce address, in whatever case a mail server left it
 * (links/reply-address.ts); what the address is for stays to be seen.
 */
const addressStarts = /[rb]-(?=[a-z2-7]{32})/gi;
const addressTokenLength = 32;

/**
 * What may hold a token that cannot be seen, by the bytes it begins with: TNEF (its text is
 * compressed), zip and gzip.
 */
const sealed = [
  [0x78, 0x9f, 0x3e, 0x22],
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b],
].map((bytes) => Buffer.from(bytes));

/**
 * A mail whose live tokens are overwritten with `*`, letter by letter, so that its sizes, lines and
 * boundaries stay. They are found wherever mail programs put them: broken over lines (RFC 5545
 * §3.1 and RFC 5322 folding, quoted text, soft breaks), in quoted-printable, in UTF-16, in base64,
 * and in base64 within base64. The mail is not taken apart: hostile bytes are only ever scanned,
 * in time that grows with their number alone.
 */
export function hideTokensInMail(raw: Buffer): Buffer {
  const hidden = Buffer.from(raw);
  hideIn(hidden, deepest);
  return hidden;
}

/** Overwrites tokens in place; true when there were any. */
function hideIn(bytes: Buffer, depth: number): boolean {
  if (sealed.some((start) => bytes.subarray(0, start.length).equals(start)) && depth < deepest) {
    bytes.fill(star, 4);
    return true;
  }
  const isHidden = hidePlain(bytes);
  return depth > 0 && hideCoded(bytes, depth) ? true : isHidden;
}

/** What a mail program would read, and where each of its bytes stands. */
interface PlainView {
  readonly text: string;
  readonly at: Uint32Array;
}

/**
 * The bytes without what may stand inside a token: line breaks with the white space and quote marks
 * that follow them, the blank before one (RFC 3676 §4.1, `DelSp`), soft breaks, NUL (UTF-16); with
 * `=XX` read as one byte. None of it can take a token apart, since a token holds no `=`.
 */
function readPlain(bytes: Buffer): PlainView {
  const plain = Buffer.allocUnsafe(bytes.length);
  const at = new Uint32Array(bytes.length);
  let length = 0;
  let isLineStart = false;
  for (let index = 0; index < bytes.length; ) {
    const start = index;
    const coded = bytes[index] === 0x3d ? readHex(bytes[index + 1], bytes[index + 2]) : null;
    const byte = coded ?? bytes[index] ?? 0;
    index += coded === null ? 1 : 3;
    if (isBreak(byte) || (coded === null && byte === 0x3d && isBreak(bytes[index]))) {
      isLineStart = true;
    } else if (byte === 0x20 && isBreak(bytes[index])) {
      // The break that follows says the rest.
    } else if (byte !== 0 && !(isLineStart && isIndent(byte))) {
      isLineStart = false;
      at[length] = start;
      plain[length++] = byte;
    }
  }
  return { text: plain.toString('latin1', 0, length), at };
}

const isBreak = (byte: number | undefined) => byte === 0x0d || byte === 0x0a;
/** Blank, tab, `>`, `|`. */
const isIndent = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x3e || byte === 0x7c;

function readHex(high: number | undefined, low: number | undefined): number | null {
  const [first, second] = [hexValue(high), hexValue(low)];
  return first < 0 || second < 0 ? null : first * 16 + second;
}

function hexValue(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function hidePlain(bytes: Buffer): boolean {
  const { text, at } = readPlain(bytes);
  let isHidden = false;
  const overwrite = (from: number, to: number) => {
    isHidden = true;
    for (let index = from; index < to; index++) {
      const place = at[index] ?? 0;
      if (bytes[place] === 0x3d) codedStar.copy(bytes, place);
      else bytes[place] = star;
    }
  };
  for (const { index } of text.matchAll(addressStarts)) {
    overwrite(index + 2, index + 2 + addressTokenLength);
  }
  findSigned(text, overwrite);
  return isHidden;
}

/** Finds signed tokens (RFC 7519): three base64url parts with dots between, the first `{"…`. */
function findSigned(text: string, found: (from: number, to: number) => void): void {
  for (let from = text.indexOf('eyJ'); from >= 0; from = text.indexOf('eyJ', from)) {
    const dot = endOfPart(text, from);
    if (text[dot] !== '.') {
      // Whatever begins inside this part ends where it does, so none of it is looked at again.
      from = dot;
      continue;
    }
    const second = endOfPart(text, dot + 1);
    if (text[second] === '.') {
      const signature = second + 1;
      found(from, Math.min(endOfPart(text, signature), signature + signatureLength));
    }
    from = dot + 1;
  }
}

/** The index of the first letter at or after `from` that is not one of base64url's. */
function endOfPart(text: string, from: number): number {
  let index = from;
  while (isUrlLetter(text.charCodeAt(index))) index++;
  return index;
}

const isUrlLetter = (code: number) => isLetterOrDigit(code) || code === 0x2d || code === 0x5f;

function isLetterOrDigit(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

/** Overwrites tokens inside base64, which keeps its length; true when there were any. */
function hideCoded(bytes: Buffer, depth: number): boolean {
  let isHidden = false;
  for (const run of findBase64(bytes)) {
    const decoded = decodeRun(bytes, run);
    if (decoded.length < shortestToken || !hideIn(decoded, depth - 1)) continue;
    encodeRun(bytes, run, decoded);
    isHidden = true;
  }
  return isHidden;
}
