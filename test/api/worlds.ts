import { randomUUID } from 'node:crypto';
import type { ApiHouse } from './api-house.ts';

/** One host application on the same service, with eyes of its own. */
export interface World {
  readonly applicationId: string;
  readonly key: string;
  /** The house as this application sees it: its key, unless another is given. */
  readonly house: ApiHouse;
}

/** A new application with a key, whose name is in all its settings. */
export async function openWorld(house: ApiHouse, name: string): Promise<World> {
  const id = randomUUID();
  await house.db.pool.query(
    `insert into applications (id, name, session_name, organizer_name, created_at)
     values ($1, $2, $2 || ' session', $2 || ' office', $3)`,
    [id, name, house.clock.now()],
  );
  const key = await house.addKey(['read', 'write'], id);
  const own: ApiHouse = {
    ...house,
    key,
    applicationId: id,
    addKey: (scopes, applicationId = id) => house.addKey(scopes, applicationId),
    call: (method, path, options = {}) => house.call(method, path, { key, ...options }),
  };
  return { applicationId: id, key, house: own };
}

const tablesSql = `
  select t.table_name as name, bool_or(c.column_name = 'application_id') as "isOwned"
  from information_schema.tables t
  join information_schema.columns c using (table_schema, table_name)
  where t.table_schema = 'public' and t.table_type = 'BASE TABLE'
    -- The ledgers are counted for the house as a whole: they are nobody's.
    and t.table_name not in ('schema_migrations', 'ledger_changes', 'ledger_counts')
  group by 1 order by 1`;

/** The statement of `rowsOf`, written once: all databases of a test have the same tables. */
let statement: Promise<string> | null = null;

async function writeStatement({ db }: ApiHouse): Promise<string> {
  const { rows } = await db.pool.query<{ name: string; isOwned: boolean }>(tablesSql);
  const selects = rows.map(({ name, isOwned }) => {
    const owned = name === 'applications' ? 'id = $1' : 'application_id = $1';
    const where = isOwned || name === 'applications' ? owned : '$1::uuid is not null';
    return `select '${name} ' || to_jsonb(t)::text as row from ${name} t where ${where}`;
  });
  return `${selects.join(' union all ')} order by 1`;
}

/**
 * Every row of every table that is this application's, as text; of tables that belong to no
 * application all rows, but for other applications themselves.
 */
export async function rowsOf({ house, applicationId }: World): Promise<string[]> {
  statement ??= writeStatement(house);
  const { rows } = await house.db.pool.query<{ row: string }>(await statement, [applicationId]);
  return rows.map(({ row }) => row);
}

/** Ids of what these rows are: one of each table, and the UID of a room's calendar entry. */
export function handlesIn(rows: readonly string[]): string[] {
  const handles = new Map<string, string>();
  for (const row of rows) {
    const [table = ''] = row.split(' ');
    const { id, ics_uid } = JSON.parse(row.slice(table.length + 1)) as Record<string, unknown>;
    if (typeof id === 'string') handles.set(table, id);
    if (typeof ics_uid === 'string') handles.set('ics_uid', ics_uid);
  }
  return [...new Set(handles.values())];
}

const idPattern = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
export const idsIn = (text: string): string[] => [...new Set(text.match(idPattern) ?? [])];
