/** A value of one MAPI property: its type and its bytes as they stand. */
interface TnefValue {
  readonly type: number;
  readonly bytes: Buffer;
}

/** A message in TNEF, without its attachments. All of it is hostile. */
export interface TnefMessage {
  /** The older attributes by number ([MS-OXTNEF] §2.1.3.2). */
  readonly attributes: ReadonlyMap<number, Buffer>;
  /** MAPI properties with one value, by `tagKey` or `namedKey`. */
  readonly properties: ReadonlyMap<string, TnefValue>;
}

const signature = 0x223e9f78;
const messageLevel = 1;
const attachmentLevel = 2;
export const attributeIds = {
  from: 0x00008000,
  messageClass: 0x00078008,
  properties: 0x00069003,
  body: 0x0002800c,
} as const;
/** More than any mail program writes; each costs at least eight bytes as well. */
const maxAttributes = 256;
const maxProperties = 4096;

/** Octets of the types that always have the same size ([MS-OXCDATA] §2.11.1). */
const widths: ReadonlyMap<number, number> = new Map([
  [0x0001, 0],
  [0x0002, 2],
  [0x0003, 4],
  [0x0004, 4],
  [0x0005, 8],
  [0x0006, 8],
  [0x0007, 8],
  [0x000a, 4],
  [0x000b, 2],
  [0x0014, 8],
  [0x0040, 8],
  [0x0048, 16],
]);
/** Object, 8-bit text, UTF-16 text, binary: the size stands before the value. */
const sizedTypes: ReadonlySet<number> = new Set([0x000d, 0x001e, 0x001f, 0x0102]);
const severalValues = 0x1000;

/** Thrown and caught in this file only: the bytes end early, or are no TNEF. */
class NotTnef extends Error {}

/**
 * Reads the message attributes of a TNEF stream (`winmail.dat`) after the published format
 * ([MS-OXTNEF]); it was never held against a meeting answer captured from a live Outlook. Null when
 * anything in it is not as the format wants it: cut off, a wrong checksum, an unknown type, one
 * thing said twice. Never throws; looks at every byte at most twice and copies none.
 */
export function readTnef(bytes: Buffer): TnefMessage | null {
  try {
    const attributes = readAttributes(startReading(bytes));
    const encoded = attributes.get(attributeIds.properties);
    const properties = encoded === undefined ? new Map() : readProperties(startReading(encoded));
    return { attributes, properties };
  } catch (error) {
    if (error instanceof NotTnef) return null;
    throw error;
  }
}

/** The key of a property with a number of its own, such as 0x5d01 (PidTagSenderSmtpAddress). */
export function tagKey(id: number): string {
  return id.toString(16);
}

/** The key of a named property: its set as 32 hexadecimal digits in wire order, and its LID. */
export function namedKey(set: string, lid: number): string {
  return `${set}:${lid.toString(16)}`;
}

interface Source {
  readonly bytes: Buffer;
  at: number;
}

function startReading(bytes: Buffer): Source {
  return { bytes, at: 0 };
}

function take(source: Source, length: number): Buffer {
  const end = source.at + length;
  if (end > source.bytes.length) throw new NotTnef();
  const taken = source.bytes.subarray(source.at, end);
  source.at = end;
  return taken;
}

const takeByte = (source: Source) => take(source, 1).readUInt8();
const takeShort = (source: Source) => take(source, 2).readUInt16LE();
const takeLong = (source: Source) => take(source, 4).readUInt32LE();

/** Values are filled up to four octets; the last filling may be left out. */
function takePadded(source: Source, length: number): Buffer {
  const taken = take(source, length);
  source.at = Math.min(source.at + ((4 - (length % 4)) % 4), source.bytes.length);
  return taken;
}

function readAttributes(source: Source): ReadonlyMap<number, Buffer> {
  if (takeLong(source) !== signature) throw new NotTnef();
  takeShort(source);
  const attributes = new Map<number, Buffer>();
  while (source.at < source.bytes.length) {
    const level = takeByte(source);
    // Attachments follow the message and say nothing of the answer.
    if (level === attachmentLevel) break;
    if (level !== messageLevel || attributes.size >= maxAttributes) throw new NotTnef();
    const id = takeLong(source);
    const data = take(source, takeLong(source));
    if (takeShort(source) !== sumOf(data)) throw new NotTnef();
    if (attributes.has(id)) throw new NotTnef();
    attributes.set(id, data);
  }
  return attributes;
}

/** [MS-OXTNEF] §2.1.3.1: the sum of all octets, modulo 65536. */
function sumOf(data: Buffer): number {
  let sum = 0;
  for (const byte of data) sum = (sum + byte) & 0xffff;
  return sum;
}

/** [MS-OXTNEF] §2.1.3.4. */
function readProperties(source: Source): ReadonlyMap<string, TnefValue> {
  const count = takeLong(source);
  if (count > maxProperties) throw new NotTnef();
  const properties = new Map<string, TnefValue>();
  for (let index = 0; index < count; index += 1) {
    const type = takeShort(source);
    const id = takeShort(source);
    const key = id < 0x8000 ? tagKey(id) : readName(source);
    const bytes = readValue(source, type);
    if (key === null || bytes === null) continue;
    if (properties.has(key)) throw new NotTnef();
    properties.set(key, { type, bytes });
  }
  return properties;
}

/** Null for a property that is named by a text: none of those is needed. */
function readName(source: Source): string | null {
  const set = take(source, 16).toString('hex');
  const kind = takeLong(source);
  if (kind === 0) return namedKey(set, takeLong(source));
  if (kind !== 1) throw new NotTnef();
  takePadded(source, takeLong(source));
  return null;
}

/** Null for a property of several values: none of those is needed. */
function readValue(source: Source, type: number): Buffer | null {
  const isOne = (type & severalValues) === 0;
  const base = type & ~severalValues;
  const width = widths.get(base);
  if (width !== undefined && isOne) return takePadded(source, width);
  if (width === undefined && !sizedTypes.has(base)) throw new NotTnef();
  const count = takeLong(source);
  if (count > maxProperties || (isOne && count !== 1)) throw new NotTnef();
  let value: Buffer | null = null;
  for (let index = 0; index < count; index += 1) {
    value = takePadded(source, width ?? takeLong(source));
  }
  return isOne ? value : null;
}
