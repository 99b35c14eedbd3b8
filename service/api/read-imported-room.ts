import type { ImportedRoom } from '../rooms/import-room.ts';
import { sameMailbox } from '../scheduling/address.ts';
import { isIcsUid } from '../scheduling/allowed-text.ts';
import { type Answer, durations, type Person, type Room } from '../scheduling/room.ts';
import { createFieldChecks, type FieldChecks } from './field-checks.ts';
import { type FieldError, ProblemError } from './problems.ts';

/** A row as it came: an object, as the document asks, of anything. */
export type Row = Readonly<Record<string, unknown>>;

const statuses: readonly unknown[] = ['open', 'booked', 'cancelled'];
const answers: readonly unknown[] = ['needs-action', 'accepted', 'declined', 'tentative'];
/** The longest text of each field, in characters. */
const lengths: Readonly<Record<string, number>> = {
  sessionName: 128,
  description: 4000,
  location: 512,
  joinUrl: 2000,
  reference: 255,
};
const personLengths = { name: 64, email: 254, timeZone: 64, locale: 35 };

/**
 * One row of an import as a room; throws a problem naming each wrong field, such as
 * `rooms[3].host.email`. The document lets any object pass, so that one bad row stops no other.
 */
export function readImportedRoom(
  row: Row,
  index: number,
  isTimeZone: (name: string) => boolean,
): ImportedRoom {
  const at = (field: string) => `rooms[${index}].${field}`;
  const errors: FieldError[] = [];
  const fail = (field: string, message: string) => void errors.push({ field: at(field), message });
  checkShape(row, fail);
  if (errors.length > 0) throw malformed(errors);
  return readFields(row, at, createFieldChecks(isTimeZone));
}

const malformed = (errors: FieldError[]) => new ProblemError('invalid-request', { errors });
const isRecord = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1_000_000;

function checkShape(row: Row, fail: (field: string, message: string) => void): void {
  const { icsUid, icsSequence = 0, startUtc, status = 'open', metadata = {} } = row;
  if (typeof icsUid !== 'string' || !isIcsUid(icsUid)) {
    fail('icsUid', 'must be 1 to 255 characters of printable ASCII');
  }
  if (!isCount(icsSequence)) fail('icsSequence', 'must be a whole number from 0 to 1000000');
  if (typeof startUtc !== 'string' || !/^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/i.test(startUtc)) {
    fail('startUtc', 'must be an RFC 3339 time');
  }
  if (!statuses.includes(status)) fail('status', 'must be open, booked or cancelled');
  if (!isRecord(metadata)) fail('metadata', 'must be object');
  for (const [field, most] of Object.entries(lengths)) {
    const value = row[field] ?? '';
    if (typeof value !== 'string' || value.length > most) {
      fail(field, `must be text of at most ${most} characters`);
    }
  }
  if (!isRecord(row.host)) fail('host', 'must be object');
  for (const role of ['host', 'guest']) {
    const person = row[role] ?? null;
    if (person === null) continue;
    if (isRecord(person)) checkPerson(person, role, fail);
    else if (role === 'guest') fail(role, 'must be object');
  }
  if (status === 'booked' && !row.guest) fail('guest', 'is missing in a booked room');
  if (row.status === 'open' && row.guest) fail('guest', 'must be left out of an open room');
}

function checkPerson(person: Row, role: string, fail: (field: string, message: string) => void) {
  for (const [field, most] of Object.entries(personLengths)) {
    const isNeeded = field === 'name' || field === 'email';
    const value = person[field] ?? (isNeeded ? null : '');
    if (typeof value !== 'string' || value.length > most) {
      fail(`${role}.${field}`, `must be text of at most ${most} characters`);
    }
  }
  const { answer = 'needs-action' } = person;
  if (!answers.includes(answer)) fail(`${role}.answer`, `must be one of ${answers.join(', ')}`);
}

/** A row of the right shape; what is left to judge are its values. */
function readFields(row: Row, at: (field: string) => string, checks: FieldChecks): ImportedRoom {
  const text = (field: string) => row[field] as string | undefined;
  const person = (role: string) => {
    const one = row[role] as { name: string; email: string; answer?: Answer };
    const read: Person = checks.person(at(role), one);
    return { ...read, answer: one.answer ?? 'needs-action' };
  };
  const { durationMinutes = 60 } = row;
  const guest = row.guest ? person('guest') : null;
  const imported: ImportedRoom = {
    icsUid: row.icsUid as string,
    icsSequence: (row.icsSequence as number | undefined) ?? 0,
    status: (row.status as Room['status'] | undefined) ?? (guest ? 'booked' : 'open'),
    startUtc: checks.time(at('startUtc'), row.startUtc as string),
    durationMinutes: durationMinutes as Room['durationMinutes'],
    host: person('host'),
    guest,
    sessionName: checks.line(at('sessionName'), text('sessionName')),
    description: checks.text(at('description'), text('description')),
    location: checks.line(at('location'), text('location')),
    joinUrl: checks.url(at('joinUrl'), text('joinUrl')),
    reference: checks.line(at('reference'), text('reference')),
    metadata: checks.metadata(at('metadata'), (row.metadata as Record<string, unknown>) ?? {}),
  };
  checks.done();
  if (!durations.some((one) => one === durationMinutes)) {
    const errors = [{ field: at('durationMinutes'), message: 'must be 30, 60 or 90' }];
    throw new ProblemError('duration-not-allowed', { errors });
  }
  if (guest && sameMailbox(guest.email, imported.host.email)) {
    throw new ProblemError('host-is-guest', {
      errors: [{ field: at('guest.email'), message: 'leads to the mailbox of the host' }],
    });
  }
  return imported;
}
