import type pg from 'pg';

/** One value of a row, as text. */
interface Cell {
  /** `table.column` */
  readonly place: string;
  readonly text: string;
}

interface Column {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Every value of every row of every table, bytes as Latin-1; `except` names columns to leave. */
export async function dumpDatabase(pool: pg.Pool, except: readonly string[]): Promise<Cell[]> {
  const { rows: columns } = await pool.query<Column>(
    `select c.table_schema as schema, c.table_name as table, c.column_name as column,
       c.data_type as type
     from information_schema.columns c
     join information_schema.tables t
       on t.table_schema = c.table_schema and t.table_name = c.table_name
     where c.table_schema not in ('pg_catalog', 'information_schema')
       and t.table_type = 'BASE TABLE'`,
  );
  const wanted = columns.filter(({ table, column }) => !except.includes(`${table}.${column}`));
  const cells = await Promise.all(wanted.map((one) => dumpColumn(pool, one)));
  return cells.flat();
}

async function dumpColumn(pool: pg.Pool, at: Column): Promise<Cell[]> {
  const value = at.type === 'bytea' ? `"${at.column}"` : `"${at.column}"::text`;
  const { rows } = await pool.query<{ value: Buffer | string | null }>(
    `select ${value} as value from "${at.schema}"."${at.table}"`,
  );
  return rows.flatMap(({ value: one }) =>
    one === null
      ? []
      : [
          {
            place: `${at.table}.${at.column}`,
            text: Buffer.isBuffer(one) ? one.toString('latin1') : one,
          },
        ],
  );
}
