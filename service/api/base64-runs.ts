/** Where one base64 text stands, with the line breaks in it. */
export interface Base64Run {
  readonly from: number;
  readonly to: number;
}

/** `B` encoded words of header fields (RFC 2047 §2). */
const encodedWords = /=\?[^?\s]{1,80}\?b\?([A-Za-z0-9+/]+)/gi;

/**
 * Every base64 text among these bytes: lines one after the other that hold nothing else (quote
 * marks and blanks around them aside), up to padding or an empty line, where such a text begins
 * anew; and encoded words. Some are no base64 but look like it.
 */
export function* findBase64(bytes: Buffer): Generator<Base64Run> {
  let from = -1;
  let to = -1;
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    const line = readLine(bytes, start, end);
    if (line) {
      if (from < 0) from = line.from;
      to = line.to;
    }
    if (from >= 0 && (!line || line.isLast)) {
      yield { from, to };
      from = -1;
    }
    start = end + 1;
  }
  if (from >= 0) yield { from, to };
  for (const word of bytes.toString('latin1').matchAll(encodedWords)) {
    const end = word.index + word[0].length;
    yield { from: end - (word[1]?.length ?? 0), to: end };
  }
}

/** Where the letters of a line of base64 stand; null when it is none. */
function readLine(
  bytes: Buffer,
  start: number,
  end: number,
): { from: number; to: number; isLast: boolean } | null {
  let from = start;
  let to = end;
  while (from < to && isAround(bytes[from])) from++;
  while (to > from && isAround(bytes[to - 1])) to--;
  const padded = to;
  while (to > from && bytes[to - 1] === 0x3d) to--;
  if (to === from) return null;
  for (let index = from; index < to; index++) {
    if (!isLetter(bytes[index] ?? 0)) return null;
  }
  return { from, to, isLast: padded > to };
}

/** CR, blank, tab, `>`. */
const isAround = (byte: number | undefined) =>
  byte === 0x0d || byte === 0x20 || byte === 0x09 || byte === 0x3e;

function isLetter(byte: number): boolean {
  const letter = byte | 0x20;
  const isWord = (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
  return isWord || byte === 0x2b || byte === 0x2f;
}

/** What a run says; Node passes over what is no letter. */
export function decodeRun(bytes: Buffer, { from, to }: Base64Run): Buffer {
  return Buffer.from(bytes.toString('latin1', from, to), 'base64');
}

/** Writes something of the same length into a run's place; its line breaks stay. */
export function encodeRun(bytes: Buffer, { from, to }: Base64Run, decoded: Buffer): void {
  const letters = Buffer.from(decoded.toString('base64'), 'latin1');
  let next = 0;
  for (let index = from; index < to && next < letters.length; index++) {
    if (isLetter(bytes[index] ?? 0)) bytes[index] = letters[next++] ?? 0;
  }
}
