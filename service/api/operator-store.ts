import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable, Tx } from '../db/transaction.ts';
import { settingsJson } from '../rooms/settings-views.ts';
import type { StoredApplication } from './application-store.ts';

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

/** Applications, the newest first. */
export async function listApplications(
  q: Queryable,
  { limit, cursor }: PageQuery,
): Promise<Page<StoredApplication>> {
  const { rows } = await q.query<StoredApplication>(
    `select a.id, a.created_at as "createdAt", ${settingsJson} as settings
     from applications a
     where $2::timestamptz is null
       or (date_trunc('milliseconds', a.created_at), a.id) < ($2, $3::uuid)
     order by date_trunc('milliseconds', a.created_at) desc, a.id desc limit $1 + 1`,
    [limit, cursor?.at ?? null, cursor?.id ?? null],
  );
  return cutPage(rows, limit, placeOf, (row) => row);
}

/** The place of what is listed by when it was made. */
export const placeOf = ({ createdAt, id }: { readonly createdAt: Date; readonly id: string }) => ({
  at: createdAt,
  id,
});
