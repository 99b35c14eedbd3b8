/** [MS-OXOCAL] §2.2.1.27: how every Global Object ID begins. */
const idHeader = Buffer.from('040000008200e00074c5b7101a82e008', 'hex');
/** [MS-OXCICAL] §2.1.3.1.1.20.26: what stands before a UID that another program made. */
const foreignMark = Buffer.from('vCal-Uid\x01\0\0\0', 'latin1');
const dataStart = 40;

/** The event a Global Object ID names. */
export interface GlobalObject {
  readonly uid: string;
  /** It is one date of a series. */
  readonly isInstance: boolean;
}

/**
 * Reads a Global Object ID as the UID it stands for: a UID that Outlook did not make itself is in
 * there letter for letter, any other is all its octets in hexadecimal, without the date. Null when
 * the octets are no such ID.
 */
export function readGlobalObjectId(bytes: Buffer): GlobalObject | null {
  if (bytes.length < dataStart || !bytes.subarray(0, idHeader.length).equals(idHeader)) return null;
  const data = bytes.subarray(dataStart);
  if (bytes.readUInt32LE(dataStart - 4) !== data.length) return null;
  const isInstance = bytes.readUInt32LE(16) !== 0;
  if (!data.subarray(0, foreignMark.length).equals(foreignMark)) {
    const clean = Buffer.from(bytes).fill(0, 16, 20);
    return { uid: clean.toString('hex').toUpperCase(), isInstance };
  }
  const uid = readForeignUid(data.subarray(foreignMark.length));
  return uid === null ? null : { uid, isInstance };
}

/** UTF-8, closed by one NUL; control characters are in no UID of ours. */
function readForeignUid(bytes: Buffer): string | null {
  const end = bytes.indexOf(0);
  if (end < 1 || end !== bytes.length - 1) return null;
  try {
    const uid = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = uid.decode(bytes.subarray(0, end));
    return /\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}
