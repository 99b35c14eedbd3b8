/** Seeded mutations of mail bytes: the same seed always spoils the same mails in the same way. */

/** A small seeded source of randomness (mulberry32): numbers from 0 up to, not including, 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Words that readers of mail and calendars have stumbled over. */
const stumblingBlocks = [
  '__proto__',
  'constructor',
  'BEGIN:VEVENT\r\n',
  'END:VCALENDAR\r\n',
  'BEGIN:VCALENDAR\r\n',
  'UID:__proto__\r\n',
  'METHOD:CANCEL\r\n',
  'SEQUENCE:99999999999999999999\r\n',
  'DTSTAMP:99991231T235959Z\r\n',
  'ATTENDEE;PARTSTAT=DECLINED;CN="a;PARTSTAT=ACCEPTED;b":mailto:x@y.example\r\n',
  'RRULE:FREQ=SECONDLY;COUNT=999999999\r\n',
  ';TZID="../../etc/passwd"',
  'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'From: a@b.example, c@d.example\r\n',
  '\0',
  '\u2028',
  '\ufeff',
  '\r',
  '\n',
  '"',
  '=?utf-8?q?=00?=',
  '%00',
  ','.repeat(2_000),
  '('.repeat(2_000),
] as const;

type Mutation = (bytes: Buffer, random: () => number) => Buffer;

const place = (bytes: Buffer, random: () => number) => Math.floor(random() * (bytes.length + 1));

const splice = (bytes: Buffer, at: number, removed: number, added: Buffer) =>
  Buffer.concat([
    bytes.subarray(0, at),
    added,
    bytes.subarray(Math.min(at + removed, bytes.length)),
  ]);

function pickLine(bytes: Buffer, random: () => number): { start: number; end: number } {
  const at = place(bytes, random);
  const start = bytes.lastIndexOf(0x0a, at - 1) + 1;
  const next = bytes.indexOf(0x0a, at);
  return { start, end: next < 0 ? bytes.length : next + 1 };
}

const mutations: readonly Mutation[] = [
  // One bit turned.
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    const at = Math.floor(random() * copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return copy;
  },
  // Some bytes lost.
  (bytes, random) =>
    splice(bytes, place(bytes, random), Math.floor(random() * 60), Buffer.alloc(0)),
  // Cut off.
  (bytes, random) => bytes.subarray(0, place(bytes, random)),
  // A stumbling block in the middle of anything.
  (bytes, random) => {
    const word = stumblingBlocks[Math.floor(random() * stumblingBlocks.length)] ?? '';
    return splice(bytes, place(bytes, random), 0, Buffer.from(word));
  },
  // A stumbling block at the start of a line.
  (bytes, random) => {
    const word = stumblingBlocks[Math.floor(random() * stumblingBlocks.length)] ?? '';
    return splice(bytes, pickLine(bytes, random).start, 0, Buffer.from(word));
  },
  // A line twice, or many times.
  (bytes, random) => {
    const { start, end } = pickLine(bytes, random);
    const line = bytes.subarray(start, end);
    const times = random() < 0.1 ? 300 : 1;
    return splice(bytes, end, 0, Buffer.concat(Array<Buffer>(times).fill(line)));
  },
  // A line lost.
  (bytes, random) => {
    const { start, end } = pickLine(bytes, random);
    return splice(bytes, start, end - start, Buffer.alloc(0));
  },
  // A stretch moved elsewhere.
  (bytes, random) => {
    const at = place(bytes, random);
    const stretch = bytes.subarray(at, at + Math.floor(random() * 400));
    return splice(
      splice(bytes, at, stretch.length, Buffer.alloc(0)),
      place(bytes, random),
      0,
      stretch,
    );
  },
];

/** The bytes with one to four mutations, at most twice as long or 64 kB longer. */
export function mutate(bytes: Buffer, random: () => number): Buffer {
  let spoilt = bytes;
  const count = 1 + Math.floor(random() * 4);
  for (let done = 0; done < count && spoilt.length > 0; done += 1) {
    const mutation = mutations[Math.floor(random() * mutations.length)];
    if (mutation) spoilt = mutation(spoilt, random);
  }
  return spoilt.subarray(0, bytes.length * 2 + 65_536);
}
