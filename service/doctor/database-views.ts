import type { Queryable } from '../db/transaction.ts';

/** What the server says of itself and of the role that asks. */
export interface ServerFacts {
  readonly version: number;
  readonly versionName: string;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
  readonly encoding: string;
  readonly synchronousCommit: string;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly isEncrypted: boolean;
  readonly isSuperuser: boolean;
  readonly mayCreateSchema: boolean;
  readonly mayCreateTable: boolean;
  /** Tables of ours that this role may not read and write, or does not own. */
  readonly lockedTables: number;
  readonly foreignTables: number;
}

/** One statement; works on an empty database, and for a role that may do nothing. */
export async function viewServer(q: Queryable): Promise<ServerFacts> {
  const { rows } = await q.query<ServerFacts>(
    `select
       current_setting('server_version_num')::int as "version",
       current_setting('server_version') as "versionName",
       pg_is_in_recovery() as "isStandby",
       current_setting('default_transaction_read_only') = 'on' as "isReadOnly",
       current_setting('server_encoding') as "encoding",
       current_setting('synchronous_commit') as "synchronousCommit",
       current_setting('fsync') as "fsync",
       current_setting('full_page_writes') as "fullPageWrites",
       coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false)
         as "isEncrypted",
       (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser",
       has_database_privilege(current_database(), 'create') as "mayCreateSchema",
       has_schema_privilege('public', 'create') as "mayCreateTable",
       count(*) filter (where not has_table_privilege(c.oid, 'select')
         or not has_table_privilege(c.oid, 'insert')
         or not has_table_privilege(c.oid, 'update')
         or not has_table_privilege(c.oid, 'delete'))::int as "lockedTables",
       count(*) filter (where not pg_has_role(c.relowner, 'member'))::int as "foreignTables"
     from (select 1) one
     left join pg_class c on c.relkind = 'r' and c.relnamespace in (
       select oid from pg_namespace where nspname in ('graphile_worker', current_schema()))`,
  );
  const facts = rows[0];
  if (facts === undefined) throw new Error('the server said nothing of itself');
  return facts;
}

export interface ConnectionFacts {
  /** What this role may have at once, reserved ones taken off. */
  readonly allowed: number;
  /** Taken now, by whomever. */
  readonly taken: number;
  /** Of those, by processes of Parley. */
  readonly ours: number;
}

/** How many connections there may be and are. */
export async function viewConnections(q: Queryable): Promise<ConnectionFacts> {
  const { rows } = await q.query<ConnectionFacts>(
    `select
       least(
         current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true), '0')::int,
         nullif((select rolconnlimit from pg_roles where rolname = current_user), -1),
         nullif((select datconnlimit from pg_database where datname = current_database()), -1)
       ) as "allowed",
       count(*)::int as "taken",
       count(*) filter (where application_name in ('parley', 'parley lease')
         and datname = current_database())::int as "ours"
     from pg_stat_activity where backend_type = 'client backend'`,
  );
  const facts = rows[0];
  if (facts === undefined) throw new Error('the server said nothing of its connections');
  return facts;
}

export interface OldTransaction {
  readonly seconds: number;
  readonly program: string;
  readonly state: string;
}

/** Transactions of this database that are open for longer than `seconds`, the oldest first. */
export async function viewOldTransactions(
  q: Queryable,
  seconds: number,
): Promise<OldTransaction[]> {
  const { rows } = await q.query<OldTransaction>(
    `select extract(epoch from clock_timestamp() - xact_start)::int as "seconds",
       application_name as "program", coalesce(state, '') as "state"
     from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()
       and xact_start < clock_timestamp() - make_interval(secs => $1)
     union all
     select extract(epoch from clock_timestamp() - prepared)::int, 'prepared', ''
     from pg_prepared_xacts
     where database = current_database()
       and prepared < clock_timestamp() - make_interval(secs => $1)
     order by 1 desc limit 5`,
    [seconds],
  );
  return rows;
}

/** The database's own time. */
export async function viewTime(q: Queryable): Promise<Date> {
  const { rows } = await q.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now ?? new Date(Number.NaN);
}

/** Workers that have shown that they live within the last `seconds`. */
export async function countWorkers(q: Queryable, seconds: number): Promise<number> {
  const { rows } = await q.query<{ count: number }>(
    `select count(*)::int as count from workers
     where beat_at > now() - make_interval(secs => $1)`,
    [seconds],
  );
  return rows[0]?.count ?? 0;
}
