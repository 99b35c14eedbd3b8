import type { ReadTime } from '../../calendar/calendar-object.ts';
import { readAddress } from '../../calendar/read-address.ts';
import { normaliseAddress } from '../../scheduling/address.ts';
import { attributeIds, namedKey, type TnefMessage, tagKey } from './tnef.ts';

/** PSETID_Appointment and PSETID_Meeting ([MS-OXPROPS] §1.3.2), in wire order. */
const appointmentSet = '0220060000000000c000000000000046';
const meetingSet = '90dad86e0b451b1098da00aa003f1305';

/** The properties of a meeting answer ([MS-OXOCAL] §2.2). */
export const keys = {
  messageClass: tagKey(0x001a),
  body: tagKey(0x1000),
  representingType: tagKey(0x0064),
  representingAddress: tagKey(0x0065),
  representingSmtp: tagKey(0x5d02),
  senderType: tagKey(0x0c1e),
  senderAddress: tagKey(0x0c1f),
  senderSmtp: tagKey(0x5d01),
  sequence: namedKey(appointmentSet, 0x8201),
  startWhole: namedKey(appointmentSet, 0x820d),
  endWhole: namedKey(appointmentSet, 0x820e),
  proposedStart: namedKey(appointmentSet, 0x8250),
  proposedEnd: namedKey(appointmentSet, 0x8251),
  isProposal: namedKey(appointmentSet, 0x8257),
  criticalChange: namedKey(meetingSet, 0x0001),
  globalId: namedKey(meetingSet, 0x0003),
  cleanGlobalId: namedKey(meetingSet, 0x0023),
} as const;

const longType = 0x0003;
const booleanType = 0x000b;
const narrowText = 0x001e;
const wideText = 0x001f;
const timeType = 0x0040;
const binaryType = 0x0102;
/** 1 January 1970 in milliseconds since 1 January 1601, where a FILETIME begins. */
const unixEpochMs = 11_644_473_600_000n;

/** The text of a property up to its closing NUL; null when it is missing or no text. */
export function readTnefText(message: TnefMessage, key: string): string | null {
  const value = message.properties.get(key);
  if (value?.type === wideText) return cutAtNul(value.bytes.toString('utf16le'));
  return value?.type === narrowText ? decodeNarrow(value.bytes) : null;
}

/** The text of an attribute up to its closing NUL. */
export function readTnefAttribute(message: TnefMessage, id: number): string | null {
  const bytes = message.attributes.get(id);
  return bytes === undefined ? null : decodeNarrow(bytes);
}

export function readTnefNumber(message: TnefMessage, key: string): number | null {
  const value = message.properties.get(key);
  return value?.type === longType ? value.bytes.readInt32LE() : null;
}

export function readTnefFlag(message: TnefMessage, key: string): boolean | null {
  const value = message.properties.get(key);
  return value?.type === booleanType ? value.bytes.readUInt16LE() !== 0 : null;
}

export function readTnefBinary(message: TnefMessage, key: string): Buffer | null {
  const value = message.properties.get(key);
  return value?.type === binaryType ? value.bytes : null;
}

/** A FILETIME ([MS-DTYP] §2.3.3), always UTC; Outlook writes the year 4501 for none. */
export function readTnefTime(message: TnefMessage, key: string): ReadTime {
  const value = message.properties.get(key);
  if (value?.type !== timeType) return { utc: null, problem: 'missing' };
  const epochMs = Number(value.bytes.readBigUInt64LE() / 10_000n - unixEpochMs);
  const utc = new Date(epochMs);
  const isPlausible = utc.getUTCFullYear() >= 1970 && utc.getUTCFullYear() < 4500;
  return isPlausible ? { utc, problem: null } : { utc: null, problem: 'impossible' };
}

/** Whose answer it is, and who sent it for them: normalised addresses, null when not told. */
interface TnefSender {
  readonly attendee: string | null;
  readonly sentBy: string | null;
}

/** An address of another kind than SMTP (Exchange's own directory names) counts as not told. */
export function readTnefSender(message: TnefMessage): TnefSender {
  const text = (key: string) => readTnefText(message, key);
  const represented =
    mailbox(text(keys.representingSmtp)) ??
    typedMailbox(text(keys.representingType), text(keys.representingAddress));
  const sender =
    mailbox(text(keys.senderSmtp)) ??
    typedMailbox(text(keys.senderType), text(keys.senderAddress)) ??
    readFromAttribute(message);
  const attendee = represented ?? sender;
  return { attendee, sentBy: sender === attendee ? null : sender };
}

/** [MS-OXTNEF] §2.1.3.3.3: lengths, the name, then `SMTP:address`. */
function readFromAttribute(message: TnefMessage): string | null {
  const bytes = message.attributes.get(attributeIds.from);
  if (bytes === undefined || bytes.length < 8 || bytes.readUInt16LE(0) !== 4) return null;
  const start = 8 + bytes.readUInt16LE(4);
  const text = decodeNarrow(bytes.subarray(start, start + bytes.readUInt16LE(6)));
  const address = /^SMTP:(.*)$/is.exec(text)?.[1] ?? null;
  return mailbox(address);
}

function typedMailbox(type: string | null, address: string | null): string | null {
  return type?.toUpperCase() === 'SMTP' ? mailbox(address) : null;
}

function mailbox(text: string | null): string | null {
  return text === null ? null : normaliseAddress(readAddress(text));
}

/** UTF-8 where it is that; else the code page of most Outlooks: names and addresses are ASCII. */
function decodeNarrow(bytes: Buffer): string {
  try {
    return cutAtNul(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return cutAtNul(new TextDecoder('windows-1252').decode(bytes));
  }
}

function cutAtNul(text: string): string {
  const end = text.indexOf('\0');
  return (end < 0 ? text : text.slice(0, end)).toWellFormed();
}
