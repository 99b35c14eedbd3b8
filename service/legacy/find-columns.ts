import type { Queryable } from '../db/transaction.ts';
import { type Column, type Table, viewReference, viewTable } from './catalog-views.ts';
import { type LegacyOptions, type RoomPart, UsageError } from './options.ts';

/** Which columns of which tables are read. */
export interface LegacyPlan {
  readonly rooms: {
    readonly table: Table;
    readonly id: Column;
    readonly hostId: Column;
    readonly guestId: Column;
    /** The preferred one first. */
    readonly starts: readonly Column[];
    readonly icsUid: Column | null;
    readonly duration: Column | null;
    readonly sequence: Column | null;
    readonly status: Column | null;
  };
  readonly people: {
    readonly table: Table;
    readonly id: Column;
    readonly email: Column;
    /** One, or first and last name. */
    readonly name: readonly Column[];
    readonly timeZone: Column | null;
    readonly locale: Column | null;
  };
  /** What the operator may have overlooked, one sentence each. */
  readonly warnings: readonly string[];
}

const startNames = ['start_utc', 'datetime_utc'];
const peopleTables = ['users', 'people', 'persons', 'accounts', 'members', 'profiles', 'user'];
const columnNames = {
  id: ['id'],
  email: ['email', 'email_address', 'mail', 'e_mail'],
  name: ['name', 'full_name', 'display_name', 'fullname'],
  firstName: ['first_name', 'firstname', 'given_name'],
  lastName: ['last_name', 'lastname', 'family_name', 'surname'],
  timeZone: ['time_zone', 'timezone', 'tz'],
  locale: ['locale', 'language', 'lang'],
} as const;
const statusNames = ['status', 'state', 'cancelled_at', 'canceled_at', 'deleted_at', 'cancelled'];

/** `hostId`, `host_id` and `HOST_ID` are one name. */
const plain = (name: string): string => name.toLowerCase().replaceAll('_', '');

/**
 * Finds the tables and columns, by the options where these name them, else by the catalog. Throws
 * one `UsageError` that says all that is missing, and what there is instead.
 */
export async function findColumns(q: Queryable, options: LegacyOptions): Promise<LegacyPlan> {
  const table = await viewTable(q, options.table);
  if (table === null) {
    throw new UsageError([`there is no table ${options.table}: name it with --table`]);
  }
  const mistakes: string[] = [];
  const rooms = findRooms(table, options, mistakes);
  const people = await findPeople(q, table, rooms.hostId, options, mistakes);
  const { id, hostId, guestId, ...others } = rooms;
  if (mistakes.length > 0 || !id || !hostId || !guestId || !people) throw new UsageError(mistakes);
  const isOverlooked = others.status === null && table.columns.find(({ name }) => looksLike(name));
  const warnings = isOverlooked
    ? [
        `${table.name} has a column ${isOverlooked.name}, which is not looked at: if it tells ` +
          `which rooms are cancelled, add --status-column ${isOverlooked.name}`,
      ]
    : [];
  return { rooms: { ...others, id, hostId, guestId }, people, warnings };
}

const looksLike = (name: string): boolean => statusNames.some((one) => plain(one) === plain(name));

function findRooms(table: Table, { columns, statusColumn }: LegacyOptions, mistakes: string[]) {
  const find = createFinder(table, mistakes);
  const part = (name: RoomPart, isNeeded: boolean) => {
    const given = columns.get(name) ?? null;
    return find(given, [name], isNeeded ? `--column ${name}=…` : null);
  };
  const given = columns.get('start_utc') ?? null;
  const named = startNames.flatMap((name) => find(null, [name], null) ?? []);
  const starts = given === null ? named : [find(given, [], null)].filter((one) => one !== null);
  if (starts.length === 0 && given === null) {
    mistakes.push(
      `${table.name} has no column ${startNames.join(' or ')}: say which with --column start_utc=…`,
    );
  }
  return {
    table,
    id: part('id', true),
    hostId: part('host_id', true),
    guestId: part('guest_id', true),
    starts,
    icsUid: part('ics_uid', false),
    duration: part('duration_minutes', false),
    sequence: part('ics_sequence', false),
    status: statusColumn === null ? null : find(statusColumn, [], null),
  };
}

async function findPeople(
  q: Queryable,
  rooms: Table,
  hostId: Column | null,
  { people }: LegacyOptions,
  mistakes: string[],
): Promise<LegacyPlan['people'] | null> {
  const leads = hostId && (await viewReference(q, rooms, hostId.name));
  const candidates = people.table ? [people.table] : [leads?.table ?? [], peopleTables].flat();
  let table: Table | null = null;
  for (const name of candidates) table ??= await viewTable(q, name);
  if (table === null) {
    mistakes.push(`there is no table of people (${candidates.join(', ')}): use --people-table`);
    return null;
  }
  const isLed = leads !== null && (await viewTable(q, leads.table))?.oid === table.oid;
  const find = createFinder(table, mistakes);
  const ids = isLed ? [leads.column, ...columnNames.id] : columnNames.id;
  const id = find(people.id, ids, '--people-id');
  const email = find(people.email, columnNames.email, '--people-email');
  const name = findName(table, people.name, find, mistakes);
  if (id === null || email === null || name.length === 0) return null;
  return {
    table,
    id,
    email,
    name,
    timeZone: find(people.timeZone, columnNames.timeZone, null),
    locale: find(people.locale, columnNames.locale, null),
  };
}

function findName(
  table: Table,
  given: string | null,
  find: Finder,
  mistakes: string[],
): readonly Column[] {
  const present = (columns: readonly (Column | null)[]) => columns.filter((one) => one !== null);
  if (given !== null) return present(given.split(',').map((one) => find(one.trim(), [], null)));
  const whole = find(null, columnNames.name, null);
  if (whole !== null) return [whole];
  const { firstName, lastName } = columnNames;
  const both = present([find(null, firstName, null), find(null, lastName, null)]);
  if (both.length === 0) {
    mistakes.push(`${table.name} has no column for a name: say which with --people-name`);
  }
  return both;
}

/** A column by its given name, or by a usual one; `option` is what to say when it must be there. */
type Finder = (
  given: string | null,
  usual: readonly string[],
  option: string | null,
) => Column | null;

function createFinder({ name: table, columns }: Table, mistakes: string[]): Finder {
  const named = (name: string) =>
    columns.find((one) => one.name === name) ??
    columns.find((one) => plain(one.name) === plain(name));
  return (given, usual, option) => {
    if (given !== null) {
      const found = named(given) ?? null;
      if (found === null) mistakes.push(`${table} has no column ${given}`);
      return found;
    }
    const found = usual.map(named).find((one) => one !== undefined) ?? null;
    if (found === null && option !== null) {
      mistakes.push(`${table} has no column ${usual.join(' or ')}: say which with ${option}`);
    }
    return found;
  };
}
