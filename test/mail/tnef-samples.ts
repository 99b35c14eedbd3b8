/** Writes TNEF after [MS-OXTNEF], so that tests show what an answer of Outlook is made of. */

/** PSETID_Appointment and PSETID_Meeting as they stand on the wire. */
export const appointment = Buffer.from('0220060000000000c000000000000046', 'hex');
export const meeting = Buffer.from('90dad86e0b451b1098da00aa003f1305', 'hex');

/** One MAPI property: its type, its number or name, and its value encoded. */
export interface SampleProperty {
  readonly type: number;
  readonly id: number;
  readonly set?: Buffer;
  readonly value: Buffer;
}

const short = (value: number) => Buffer.from(Uint16Array.of(value).buffer);
const long = (value: number) => Buffer.from(Uint32Array.of(value >>> 0).buffer);

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([long(1), long(bytes.length), pad(bytes)]);
}

export const text = (id: number, value: string): SampleProperty => {
  return { type: 0x1e, id, value: sized(Buffer.from(`${value}\0`, 'latin1')) };
};
export const wide = (id: number, value: string): SampleProperty => {
  return { type: 0x1f, id, value: sized(Buffer.from(`${value}\0`, 'utf16le')) };
};
export const number = (set: Buffer, id: number, value: number): SampleProperty => {
  return { type: 3, id, set, value: long(value) };
};
export const flag = (set: Buffer, id: number, value: boolean): SampleProperty => {
  return { type: 0xb, id, set, value: pad(short(value ? 1 : 0)) };
};
export const binary = (set: Buffer, id: number, value: Buffer): SampleProperty => {
  return { type: 0x102, id, set, value: sized(value) };
};
export const time = (set: Buffer, id: number, iso: string): SampleProperty => {
  const value = Buffer.alloc(8);
  value.writeBigUInt64LE((BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n);
  return { type: 0x40, id, set, value };
};

/** One older attribute: level, number, size, octets and their sum. */
export function attribute(id: number, data: Buffer, level = 1): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.of(level), long(id), long(data.length), data, short(sum)]);
}

function encode({ type, id, set, value }: SampleProperty): Buffer {
  const name = set === undefined ? [short(id)] : [short(0x8000), set, long(0), long(id)];
  return Buffer.concat([short(type), ...name, value]);
}

export function wrap(...attributes: readonly Buffer[]): Buffer {
  return Buffer.concat([long(0x223e9f78), short(1), ...attributes]);
}

/** A whole `winmail.dat`: a message class, properties, and an attachment behind them. */
export function writeTnef(messageClass: string, properties: readonly SampleProperty[]): Buffer {
  return wrap(
    attribute(0x00089006, long(0x10000)),
    attribute(0x00078008, Buffer.from(`${messageClass}\0`, 'latin1')),
    attribute(0x00069003, Buffer.concat([long(properties.length), ...properties.map(encode)])),
    attribute(0x00069002, Buffer.alloc(14), 2),
  );
}

/** A Global Object ID around a UID Outlook did not make ([MS-OXCICAL] §2.1.3.1.1.20.26). */
export function globalId(uid: string, date = Buffer.alloc(4)): Buffer {
  return rawGlobalId(Buffer.from(`vCal-Uid\x01\0\0\0${uid}\0`, 'utf8'), date);
}

export function rawGlobalId(data: Buffer, date = Buffer.alloc(4)): Buffer {
  const header = Buffer.from('040000008200e00074c5b7101a82e008', 'hex');
  return Buffer.concat([header, date, Buffer.alloc(16), long(data.length), data]);
}

export const planned = [
  time(appointment, 0x820d, '2027-03-02T14:00:00Z'),
  time(appointment, 0x820e, '2027-03-02T15:00:00Z'),
];
/** The properties of an answer that leaves nothing open. */
export const answered: readonly SampleProperty[] = [
  text(0x001a, 'IPM.Schedule.Meeting.Resp.Pos'),
  wide(0x5d02, 'Gina@Example.net'),
  binary(meeting, 0x0003, globalId('room-1@p.example')),
  binary(meeting, 0x0023, globalId('room-1@p.example')),
  number(appointment, 0x8201, 2),
  time(meeting, 0x0001, '2027-02-21T10:00:00Z'),
  ...planned,
];
/** `answered` without its property of one number, and with others. */
export function changed(id: number, ...more: readonly SampleProperty[]): SampleProperty[] {
  return [...answered.filter((property) => property.id !== id), ...more];
}
