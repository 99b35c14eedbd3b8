/**
 * Turns the bytes of a calendar part into text: byte order mark, declared charset, UTF-8, then
 * windows-1252, which never fails. Mail software hands calendar parts over undecoded.
 */
export function decodeBytes(bytes: Buffer | string, charset: string | null): string {
  if (typeof bytes === 'string') return stripMark(bytes.toWellFormed());
  for (const label of labelsToTry(bytes, charset)) {
    const text = decodeStrictly(bytes, label);
    // A wrong declaration may decode without an error; it is believed only if it makes sense.
    if (text !== null && /BEGIN:VCALENDAR/i.test(text)) return stripMark(text);
  }
  const joined = decodeStrictly(unfoldBytes(bytes), 'utf-8');
  return stripMark(joined ?? new TextDecoder('windows-1252').decode(bytes));
}

/** Some clients fold by octets and cut characters in two (RFC 5545 §3.1 warns of them). */
function unfoldBytes(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r{0,2}\n[ \t]/g, ''), 'latin1');
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
  return labels;
}

function decodeStrictly(bytes: Buffer, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function stripMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
