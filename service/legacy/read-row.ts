import { limits } from '../limits.ts';
import type { ImportedRoom } from '../rooms/import-room.ts';
import { normaliseAddress, sameMailbox } from '../scheduling/address.ts';
import { isIcsUid, isLine, isLocale, isName } from '../scheduling/allowed-text.ts';
import type { Person, Role, Room } from '../scheduling/room.ts';
import { toDuration } from '../scheduling/times.ts';
import type { LeftReason, LegacyPerson, LegacyRow, Note } from './legacy-row.ts';
import type { StatusWord } from './options.ts';
import { readStart, type StartKind } from './read-start.ts';

const defaultMinutes = 60;
const sequenceMax = 1_000_000;

/** How the rows of one table are to be read. */
export interface ReadingRules {
  readonly source: string;
  readonly startKinds: readonly StartKind[];
  readonly status: {
    /** `flag`: true is cancelled. `time`: any time is. `word`: by its meaning. */
    readonly kind: 'none' | 'flag' | 'time' | 'word';
    readonly words: ReadonlyMap<string, StatusWord>;
  };
  readonly since: Date | null;
  /** Makes the UID of a row that has none: the same one each time. */
  readonly mintUid: (legacyId: string) => string;
  readonly isTimeZone: (name: string) => boolean;
}

/** The people a batch of rows names, by id; null: two have this id. */
export type People = ReadonlyMap<string, LegacyPerson | null>;

export type RowReading =
  | { readonly room: ImportedRoom; readonly notes: readonly Note[] }
  | { readonly reason: LeftReason | 'before-since' };

/** Thrown and caught within this file: what is wrong ends the reading of its row. */
class Left {
  readonly reason: LeftReason | 'before-since';
  constructor(reason: LeftReason | 'before-since') {
    this.reason = reason;
  }
}

/** One old row as a room, or why it is none. Whatever stands in it, this never throws. */
export function readRow(row: LegacyRow, people: People, rules: ReadingRules): RowReading {
  const notes = new Set<Note>();
  try {
    return { room: toRoom(row, people, rules, notes), notes: [...notes] };
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    return { reason: error.reason };
  }
}

function toRoom(
  row: LegacyRow,
  people: People,
  rules: ReadingRules,
  notes: Set<Note>,
): ImportedRoom {
  const legacyId = readId(row);
  const startUtc = readStartOf(row, rules);
  if (rules.since !== null && startUtc < rules.since) throw new Left('before-since');
  if (!row.hostId) throw new Left('host-missing');
  const host = readPerson('host', row.hostId, people, rules, notes);
  const guest = row.guestId ? readPerson('guest', row.guestId, people, rules, notes) : null;
  if (guest !== null && sameMailbox(guest.email, host.email)) throw new Left('host-is-guest');
  return {
    icsUid: readUid(row, legacyId, rules, notes),
    icsSequence: readSequence(row, notes),
    status: readStatus(row, guest !== null, rules),
    startUtc,
    durationMinutes: readDuration(row, notes),
    host: { ...host, answer: 'needs-action' },
    guest: guest && { ...guest, answer: 'needs-action' },
    sessionName: null,
    description: null,
    location: null,
    joinUrl: null,
    reference: legacyId,
    metadata: {
      legacyId,
      legacySource: rules.source,
      hostId: row.hostId,
      ...(row.guestId ? { guestId: row.guestId } : {}),
    },
  };
}

function readId({ id }: LegacyRow): string {
  if (id === null || id === '') throw new Left('id-missing');
  if (id.length > limits.referenceLength || !isLine(id)) throw new Left('id-unusable');
  return id;
}

/** Of several columns the first that has a value counts, readable or not. */
function readStartOf({ starts }: LegacyRow, { startKinds }: ReadingRules): Date {
  const index = starts.findIndex((one) => one !== null && one.trim() !== '');
  const [text, kind] = [starts[index], startKinds[index]];
  if (typeof text !== 'string' || kind === undefined) throw new Left('time-missing');
  const start = readStart(text, kind);
  if (start === null) throw new Left('time-unreadable');
  return start;
}

function readPerson(
  role: Role,
  id: string,
  people: People,
  { isTimeZone }: ReadingRules,
  notes: Set<Note>,
): Person {
  const found = people.get(id);
  if (found === undefined) throw new Left(`${role}-unknown`);
  if (found === null) throw new Left(`${role}-ambiguous`);
  const email = normaliseAddress(found.email ?? '');
  if (email === null) throw new Left(`${role}-address`);
  const name = (found.name ?? '').trim();
  if (!isName(name) || name.length > limits.nameLength) throw new Left(`${role}-name`);
  const keep = (text: string | null, isGood: (text: string) => boolean, note: Note) => {
    const value = text?.trim() || null;
    if (value === null || isGood(value)) return value;
    notes.add(note);
    return null;
  };
  return {
    name,
    email,
    timeZone: keep(found.timeZone, isTimeZone, 'zone-dropped'),
    // POSIX spells it de_DE.
    locale: keep(found.locale?.replaceAll('_', '-') ?? null, isShortLocale, 'locale-dropped'),
  };
}

const isShortLocale = (tag: string): boolean => tag.length <= 35 && isLocale(tag);

/** Kept byte for byte: it is what calendars know the session by. */
function readUid(
  { icsUid }: LegacyRow,
  legacyId: string,
  { mintUid }: ReadingRules,
  notes: Set<Note>,
): string {
  if (icsUid === null || icsUid.trim() === '') {
    notes.add('uid-made');
    return mintUid(legacyId);
  }
  if (icsUid.length > 255) throw new Left('uid-too-long');
  if (!isIcsUid(icsUid)) throw new Left('uid-unusable');
  return icsUid;
}

function readDuration({ duration }: LegacyRow, notes: Set<Note>): Room['durationMinutes'] {
  const value = duration?.trim() || null;
  if (value === null) return defaultMinutes;
  const minutes = /^\d{1,4}(\.0+)?$/.test(value) ? toDuration(Number(value)) : null;
  if (minutes === null) notes.add('duration-replaced');
  return minutes ?? defaultMinutes;
}

function readSequence({ sequence }: LegacyRow, notes: Set<Note>): number {
  const value = sequence?.trim() || null;
  if (value === null) return 0;
  const number = /^\d{1,7}(\.0+)?$/.test(value) ? Number(value) : -1;
  if (number >= 0 && number <= sequenceMax) return number;
  notes.add('sequence-replaced');
  return 0;
}

/** Words applications have for it; any other one is told by `--status`. */
const commonWords: Readonly<Record<string, StatusWord>> = {
  open: 'open',
  available: 'open',
  free: 'open',
  booked: 'booked',
  confirmed: 'booked',
  scheduled: 'booked',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  deleted: 'cancelled',
  completed: 'as-guest',
  done: 'as-guest',
  past: 'as-guest',
};

function readStatus(row: LegacyRow, hasGuest: boolean, { status }: ReadingRules): Room['status'] {
  const byGuest = hasGuest ? 'booked' : 'open';
  const value = row.status?.trim().toLowerCase() ?? '';
  if (status.kind === 'none' || value === '') return byGuest;
  if (status.kind === 'time') return 'cancelled';
  if (status.kind === 'flag') return value === 'true' ? 'cancelled' : byGuest;
  const word = status.words.get(value) ?? lookUp(value);
  if (word === undefined) throw new Left('status-unknown');
  if (word === 'as-guest') return byGuest;
  if (word === 'booked' && !hasGuest) throw new Left('booked-without-guest');
  if (word === 'open' && hasGuest) throw new Left('open-with-guest');
  return word;
}

const lookUp = (word: string): StatusWord | undefined =>
  Object.hasOwn(commonWords, word) ? commonWords[word] : undefined;
