import pg from 'pg';
import type { Queryable } from '../db/transaction.ts';

export interface Column {
  readonly name: string;
  /** PostgreSQL's own name of the type (`int8`, `timestamptz`); of a domain what it is made of. */
  readonly type: string;
}

export interface Table {
  readonly oid: number;
  /** Without its schema. */
  readonly name: string;
  /** As SQL has it, quoted where it must be. */
  readonly sqlName: string;
  readonly columns: readonly Column[];
}

/** The table or view of this name, with or without a schema; null when there is none. */
export async function viewTable(q: Queryable, name: string): Promise<Table | null> {
  const { rows } = await q.query<{ oid: number; name: string; schema: string }>(
    `select c.oid::int as oid, c.relname as name, n.nspname as schema
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.oid = coalesce(to_regclass($1), to_regclass($2))
       and c.relkind in ('r', 'v', 'm', 'f', 'p')`,
    [asIdentifier(name), asQuoted(name)],
  );
  const [found] = rows;
  if (!found) return null;
  const sqlName = `${pg.escapeIdentifier(found.schema)}.${pg.escapeIdentifier(found.name)}`;
  return { oid: found.oid, name: found.name, sqlName, columns: await viewColumns(q, found.oid) };
}

/** A name that is no identifier would be an error, not an unknown table. */
const asIdentifier = (name: string): string | null =>
  /^("[^"\0]+"|[a-z_][\w$]*)(\.("[^"\0]+"|[a-z_][\w$]*))?$/i.test(name) ? name : null;

/** As it stands, capitals and all; more than a schema and a name would be an error too. */
function asQuoted(name: string): string | null {
  const parts = name.split('.');
  const isName = parts.length <= 2 && parts.every((part) => part !== '') && !name.includes('\0');
  return isName ? parts.map(pg.escapeIdentifier).join('.') : null;
}

async function viewColumns(q: Queryable, oid: number): Promise<Column[]> {
  const { rows } = await q.query<Column>(
    `select a.attname as name, coalesce(b.typname, t.typname) as type
     from pg_attribute a
     join pg_type t on t.oid = a.atttypid
     left join pg_type b on b.oid = nullif(t.typbasetype, 0)
     where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
     order by a.attnum`,
    [oid],
  );
  return rows;
}

/** Where a column leads by a foreign key of its own; null when it has none. */
export async function viewReference(
  q: Queryable,
  table: Table,
  column: string,
): Promise<{ readonly table: string; readonly column: string } | null> {
  const { rows } = await q.query<{ table: string; column: string }>(
    `select c.confrelid::regclass::text as "table", f.attname as "column"
     from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     join pg_attribute f on f.attrelid = c.confrelid and f.attnum = c.confkey[1]
     where c.contype = 'f' and c.conrelid = $1 and a.attname = $2 and cardinality(c.conkey) = 1
     order by c.conname limit 1`,
    [table.oid, column],
  );
  return rows[0] ?? null;
}
