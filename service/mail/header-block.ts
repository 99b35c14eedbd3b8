/** The fields of one block of header-like lines: names in lower case, the first value of each. */
export type Fields = ReadonlyMap<string, string>;

/** No report and no returned head worth reading is longer. */
const blockBytes = 256 * 1024;

/**
 * Reads header-like lines up to the first blank one (RFC 5322 §2.2), unfolding them. Lines that
 * are none are skipped. A Map, so that a field named `__proto__` is only a field.
 */
export function readFields(text: string): Fields {
  const fields = new Map<string, string>();
  for (const line of text.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** Splits the body of a report into its blocks; several blank lines count as one. */
export function splitBlocks(content: Buffer): readonly string[] {
  return toLines(content)
    .split(/\n(?:[ \t]*\n)+/)
    .filter((block) => block.trim() !== '');
}

/** The head of a returned mail, up to its first blank line. */
export function readHead(content: Buffer): Fields {
  const text = toLines(content).trimStart();
  const end = text.search(/\n[ \t]*\n/);
  return readFields(end < 0 ? text : text.slice(0, end));
}

function toLines(content: Buffer): string {
  const text = content.subarray(0, blockBytes).toString('utf8');
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '');
}
