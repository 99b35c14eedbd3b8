/**
 * Turns the bytes of a calendar part into text: byte order mark, declared charset, UTF-8, then
 * windows-1252, which never fails. Mail software hands calendar parts over undecoded.
 */
export function decodeBytes(bytes: Buffer | string, charset: string | null): string {
  if (typeof bytes === 'string') return trimText(bytes.toWellFormed());
  for (const label of labelsToTry(bytes, charset)) {
    const text = decodeStrictly(bytes, label);
    // A wrong declaration may decode without an error; it is believed only if it makes sense.
    if (text !== null && /BEGIN:VCALENDAR/i.test(text)) return trimText(text);
  }
  const joined = decodeStrictly(unfoldBytes(bytes), 'utf-8');
  return trimText(joined ?? new TextDecoder('windows-1252').decode(bytes));
}

/** Some clients fold by octets and cut characters in two (RFC 5545 §3.1 warns of them). */
function unfoldBytes(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/(?:\r{0,2}\n|\r)[ \t]/g, ''), 'latin1');
}

function labelsToTry(bytes: Buffer, charset: string | null): string[] {
  const labels: string[] = [];
  if (bytes[0] === 0xff && bytes[1] === 0xfe) labels.push('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) labels.push('utf-16be');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) labels.push('utf-8');
  const declared = charset?.trim().toLowerCase() ?? '';
  // ASCII is a part of UTF-8, and the declaration of senders who never thought about it.
  if (declared !== '' && !/^(us-)?ascii$/.test(declared)) labels.push(declared);
  labels.push('utf-8');
  // UTF-16 that says nothing of itself: every second byte of ASCII is 0.
  if (bytes.subarray(0, 64).includes(0)) labels.push('utf-16le', 'utf-16be');
  return labels;
}

/**
 * Undoes quoted-printable (RFC 2045 §6.7) that a mail did not declare or was put into twice: seen
 * by `PARTSTAT=3DDECLINED`, which nothing else can mean. Only when every answer of the text is so.
 */
export function undoQuotedPrintable(text: string): string {
  const unfolded = text.replace(/=\r{0,2}\n|(?:\r{0,2}\n|\r)[ \t]/g, '');
  if (!/;PARTSTAT=3D[A-Z]/i.test(unfolded) || /;PARTSTAT=(?!3D[A-Z])/i.test(unfolded)) return text;
  const bytes = Buffer.from(text.replace(/=\r{0,2}\n/g, '')).toString('latin1');
  const decoded = bytes.replace(/=([0-9A-F]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return decodeBytes(Buffer.from(decoded, 'latin1'), null);
}

function decodeStrictly(bytes: Buffer, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Without the byte order mark and without the NULs some systems fill up a block with. */
function trimText(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\0') end -= 1;
  return text.slice(text.startsWith('\uFEFF') ? 1 : 0, end);
}
