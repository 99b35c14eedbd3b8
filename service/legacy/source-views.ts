import pg from 'pg';
import type { Queryable } from '../db/transaction.ts';
import type { Column } from './catalog-views.ts';
import type { LegacyPlan } from './find-columns.ts';
import type { LegacyPerson, LegacyRow } from './legacy-row.ts';
import type { People } from './read-row.ts';

/** Characters of one value that are read; nothing that may come in is longer. */
const valueLength = 1_000;
const unsortable = ['json', 'xml', 'point'];
const instants = ['timestamptz', 'timestamp'];

const quoted = ({ name }: Column): string => `t.${pg.escapeIdentifier(name)}`;
const textOf = (column: Column | null): string =>
  column === null ? 'null' : `left(${quoted(column)}::text, ${valueLength})`;

/** A moment as seconds since 1970: no setting of the server's decides how it is written. */
const startOf = (column: Column): string =>
  instants.includes(column.type) ? `extract(epoch from ${quoted(column)})::text` : textOf(column);

/** Ids that stand twice come in an order of their own, so that each run sees the same one first. */
const sortable = (column: Column): string =>
  unsortable.includes(column.type) ? `${quoted(column)}::text` : quoted(column);

/** Whether the database reckons this column as a moment. */
export const isInstant = ({ type }: Column): boolean => instants.includes(type);

/**
 * Opens a cursor over all rows in the order of their ids, in the open transaction of `q`: what
 * others change meanwhile is not seen, and no more than a batch is ever in memory.
 */
export async function openRows(q: Queryable, { rooms }: LegacyPlan): Promise<void> {
  const { id, hostId, guestId, starts, icsUid, duration, sequence, status } = rooms;
  const order = [id, ...(icsUid ? [icsUid] : [])].map(sortable);
  await q.query(
    `declare legacy_rows no scroll cursor for
     select ${textOf(id)} as id, ${textOf(hostId)} as host_id, ${textOf(guestId)} as guest_id,
       array[${starts.map(startOf).join(', ')}]::text[] as starts, ${textOf(icsUid)} as ics_uid,
       ${textOf(duration)} as duration, ${textOf(sequence)} as sequence,
       ${textOf(status)} as status
     from ${rooms.table.sqlName} t order by ${order.join(', ')}`,
  );
}

/** The next rows; none when all were read. */
export async function readNextRows(q: Queryable, count: number): Promise<LegacyRow[]> {
  const { rows } = await q.query<{
    id: string | null;
    host_id: string | null;
    guest_id: string | null;
    starts: (string | null)[];
    ics_uid: string | null;
    duration: string | null;
    sequence: string | null;
    status: string | null;
  }>(`fetch forward ${count} from legacy_rows`);
  return rows.map((row) => ({
    id: row.id,
    hostId: row.host_id,
    guestId: row.guest_id,
    starts: row.starts,
    icsUid: row.ics_uid,
    duration: row.duration,
    sequence: row.sequence,
    status: row.status,
  }));
}

/** The people these rows name, by id; null where two have the same one. */
export async function viewPeople(
  q: Queryable,
  { rooms, people }: LegacyPlan,
  rows: readonly LegacyRow[],
): Promise<People> {
  const ids = new Set(rows.flatMap((row) => [row.hostId ?? [], row.guestId ?? []].flat()));
  const { table, id, email, name, timeZone, locale } = people;
  const names = `nullif(concat_ws(' ', ${name.map(textOf).join(', ')}), '')`;
  const { rows: found } = await q.query<LegacyPerson>(
    `select ${textOf(id)} as id, ${textOf(email)} as email, ${names} as name,
       ${textOf(timeZone)} as "timeZone", ${textOf(locale)} as locale
     from ${table.sqlName} t where ${matchIds(id, [rooms.hostId, rooms.guestId])}`,
    [[...ids]],
  );
  const byId = new Map<string, LegacyPerson | null>();
  for (const person of found) byId.set(person.id, byId.has(person.id) ? null : person);
  return byId;
}

const integers = ['int2', 'int4', 'int8'];

/** In the ids' own type where both sides have it, so that an index is used; else as text. */
function matchIds(id: Column, others: readonly Column[]): string {
  const types = [id, ...others].map(({ type }) => (integers.includes(type) ? 'int8' : type));
  const [type = 'text'] = types;
  const isOne = types.every((one) => one === type) && ['int8', 'uuid', 'text'].includes(type);
  return isOne ? `${quoted(id)} = any($1::${type}[])` : `${quoted(id)}::text = any($1::text[])`;
}
