import type { Queryable, Tx } from '../db/transaction.ts';
import { settingsJson } from '../rooms/settings-views.ts';
import type { StoredApplication } from './application-store.ts';
import type { Place } from './cursor.ts';

/** One page of something, and the place after which the next one begins. */
export interface StoredPage<Row> {
  readonly data: readonly Row[];
  readonly next: Place | null;
}

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: Place;
}

/** Makes an application with the defaults of the table. */
export async function insertApplication(
  tx: Tx,
  { id, name, now }: { readonly id: string; readonly name: string; readonly now: Date },
): Promise<void> {
  await tx.query('insert into applications (id, name, created_at) values ($1, $2, $3)', [
    id,
    name,
    now,
  ]);
}

/** Whether there is this application; it stays as it is until the transaction ends. */
export async function holdApplication(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('select 1 from applications where id = $1 for share', [id]);
  return rowCount === 1;
}

/** An application and its settings; null when there is none of this id. */
export async function findApplication(q: Queryable, id: string): Promise<StoredApplication | null> {
  const { rows } = await q.query<StoredApplication>(
    `select a.id, a.created_at as "createdAt", ${settingsJson} as settings
     from applications a where a.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Applications, the newest first. */
export async function listApplications(
  q: Queryable,
  { limit, cursor }: PageQuery,
): Promise<StoredPage<StoredApplication>> {
  const { rows } = await q.query<StoredApplication>(
    `select a.id, a.created_at as "createdAt", ${settingsJson} as settings
     from applications a
     where $2::timestamptz is null
       or (date_trunc('milliseconds', a.created_at), a.id) < ($2, $3::uuid)
     order by date_trunc('milliseconds', a.created_at) desc, a.id desc limit $1 + 1`,
    [limit, cursor?.at ?? null, cursor?.id ?? null],
  );
  return toPage(rows, limit);
}

/** What was asked for, out of a list that was asked for one more. */
export function toPage<Row extends { readonly id: string; readonly createdAt: Date }>(
  rows: readonly Row[],
  limit: number,
): StoredPage<Row> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  if (rows.length <= limit || last === undefined) return { data, next: null };
  return { data, next: { at: last.createdAt, id: last.id } };
}
