import type pg from 'pg';

/** All rows of one room, those that others refer to first. */
const tables = [
  ...['rooms', 'attendees', 'pending_proposals', 'messages'],
  ...['magic_links', 'room_history', 'events'],
];

/**
 * One row as it stands in a copy of its room: the ids a room is made of all begin with the same
 * eight digits (a test's random ids do), which become other ones; hashes become other hashes.
 */
const shiftRow = `
create function shift_row(original jsonb, was text, digits text) returns jsonb language sql as $$
  select replace(original::text, was || '-', digits || '-')::jsonb || coalesce((
    select jsonb_object_agg(key, '\\x' || encode(sha256((value || digits)::bytea), 'hex'))
    from jsonb_each_text(original) where key like '%\\_hash' and value is not null), '{}')
$$`;

const copyRows = (table: string, columns: string): string => `
  insert into ${table} (${columns}) select ${aliased(columns)} from ${table} t,
    jsonb_populate_record(null::${table},
      shift_row(to_jsonb(t), left(room::text, 8), digits)) as copied
  where t.${table === 'rooms' ? 'id' : 'room_id'} = room;`;

const aliased = (columns: string): string => columns.replaceAll(/"?\w+"?/g, 'copied.$&');

/** Makes as many rooms as wanted out of some that stand for them, quicker than the waist can. */
export async function openCopier(pool: pg.Pool) {
  const { rows } = await pool.query<{ name: string; columns: string }>(
    `select table_name as name, string_agg(quote_ident(column_name), ', ') as columns
     from information_schema.columns where table_name = any($1) and is_generated = 'NEVER'
       and is_identity = 'NO' and column_name <> 'position' -- a copied event has no place in the log
     group by table_name`,
    [tables],
  );
  const columnsOf = new Map(rows.map(({ name, columns }) => [name, columns]));
  await pool.query(shiftRow);
  await pool.query(`
    create function copy_room(room uuid, digits text) returns uuid language plpgsql as $$
    begin ${tables.map((name) => copyRows(name, columnsOf.get(name) ?? '')).join('')}
      return overlay(room::text placing digits from 1)::uuid;
    end $$`);
  // The service never asks for these without the application; here each question does.
  for (const name of tables) {
    await pool.query(`create index on ${name} (${name === 'rooms' ? 'id' : 'room_id'})`);
  }
  let made = 0;
  return {
    /** One copy of each room named. */
    async copy(rooms: readonly string[]): Promise<string[]> {
      const digits = rooms.map(() => (0x10000000 + made++).toString(16));
      const copied = await pool.query<{ id: string }>(
        `select copy_room(room, digits) as id
         from unnest($1::uuid[], $2::text[]) with ordinality as wanted (room, digits, place)
         order by place`,
        [rooms, digits],
      );
      return copied.rows.map(({ id }) => id);
    },
  };
}
