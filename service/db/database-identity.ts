import { isServerAnswer } from './database-away.ts';
import type { Queryable } from './transaction.ts';

/** Which database this is. A copy on another server, or beside the first one, is another one. */
export interface DatabaseIdentity {
  readonly systemIdentifier: string;
  readonly databaseOid: string;
  /** Rises when a standby is promoted, and when a server was recovered to a point in time. */
  readonly timeline: number;
}

const notAllowed = '42501';

/** Null when this user may not ask the server. */
export async function readIdentity(q: Queryable): Promise<DatabaseIdentity | null> {
  try {
    const { rows } = await q.query<DatabaseIdentity>(
      `select s.system_identifier::text as "systemIdentifier", d.oid::text as "databaseOid",
         c.timeline_id as timeline
       from pg_control_system() s, pg_control_checkpoint() c, pg_database d
       where d.datname = current_database()`,
    );
    return rows[0] ?? null;
  } catch (error) {
    if (isServerAnswer(error) && (error as { code?: unknown }).code === notAllowed) return null;
    throw error;
  }
}

/** The one that was written to last; null before the first start. */
export async function findKnownIdentity(q: Queryable): Promise<DatabaseIdentity | null> {
  const { rows } = await q.query<DatabaseIdentity>(
    `select system_identifier as "systemIdentifier", database_oid::text as "databaseOid", timeline
     from database_identity`,
  );
  return rows[0] ?? null;
}

/** Notes the identity where none is known; what is known stays. */
export async function noteFirstIdentity(
  q: Queryable,
  identity: DatabaseIdentity,
  now: Date,
): Promise<void> {
  await q.query(
    `insert into database_identity (system_identifier, database_oid, timeline, noted_at)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [...valuesOf(identity), now],
  );
}

/** From now on this is the database that is known. */
export async function replaceIdentity(
  q: Queryable,
  identity: DatabaseIdentity,
  now: Date,
): Promise<void> {
  await q.query(
    `insert into database_identity (system_identifier, database_oid, timeline, noted_at)
     values ($1, $2, $3, $4)
     on conflict (is_only) do update set system_identifier = excluded.system_identifier,
       database_oid = excluded.database_oid, timeline = excluded.timeline,
       noted_at = excluded.noted_at`,
    [...valuesOf(identity), now],
  );
}

const valuesOf = ({ systemIdentifier, databaseOid, timeline }: DatabaseIdentity) => [
  systemIdentifier,
  databaseOid,
  timeline,
];

/** Connections of other Parley processes to this database, as far as this user may see them. */
export async function countNeighbours(q: Queryable): Promise<number> {
  const { rows } = await q.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()
       and application_name like 'parley%'`,
  );
  return rows[0]?.count ?? 0;
}
