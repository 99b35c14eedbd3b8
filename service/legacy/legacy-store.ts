import type { Queryable, Tx } from '../db/transaction.ts';

/** Names an application's own table for good. */
export interface LegacySource {
  readonly applicationId: string;
  readonly source: string;
}

export interface Application {
  readonly id: string;
  readonly name: string;
}

/** The first applications, oldest first; with an id only that one. */
export async function viewApplications(q: Queryable, id: string | null): Promise<Application[]> {
  const { rows } = await q.query<Application>(
    `select id, name from applications where $1::uuid is null or id = $1
     order by created_at, id limit 20`,
    [id],
  );
  return rows;
}

/**
 * Takes the right to bring in old rooms of an application until the connection ends; false: another
 * run has it.
 */
export async function takeTurn(q: Queryable, applicationId: string): Promise<boolean> {
  const { rows } = await q.query<{ taken: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('legacy ' || $1, 0)) as taken`,
    [applicationId],
  );
  return rows[0]?.taken === true;
}

/** Which of these rows were brought in before, and as which rooms. */
export async function findBroughtIn(
  q: Queryable,
  { applicationId, source }: LegacySource,
  legacyIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await q.query<{ legacy_id: string; room_id: string }>(
    `select legacy_id, room_id from legacy_rooms
     where application_id = $1 and source = $2 and legacy_id = any($3)`,
    [applicationId, source, legacyIds],
  );
  return new Map(rows.map((row) => [row.legacy_id, row.room_id]));
}

/** A UID that a room has already. */
export interface TakenUid {
  readonly roomId: string;
  readonly isOwn: boolean;
  /** It was brought in from an old table. */
  readonly isLegacy: boolean;
}

/** Which of these UIDs rooms have, an application's own before others'. */
export async function findTakenUids(
  q: Queryable,
  applicationId: string,
  icsUids: readonly string[],
): Promise<Map<string, TakenUid>> {
  const { rows } = await q.query<TakenUid & { icsUid: string }>(
    `select r.ics_uid as "icsUid", r.id as "roomId", r.application_id = $1 as "isOwn",
       exists (select from legacy_rooms l
         where l.application_id = r.application_id and l.room_id = r.id) as "isLegacy"
     from rooms r where r.ics_uid = any($2) order by "isOwn"`,
    [applicationId, icsUids],
  );
  return new Map(rows.map(({ icsUid, ...taken }) => [icsUid, taken]));
}

/** Notes rows as brought in; a row is noted once, or the transaction fails. */
export async function recordBroughtIn(
  tx: Tx,
  { applicationId, source }: LegacySource,
  rooms: readonly { readonly legacyId: string; readonly roomId: string }[],
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into legacy_rooms (application_id, source, legacy_id, room_id, brought_in_at)
     select $1, $2, legacy_id, room_id, $5
     from unnest($3::text[], $4::uuid[]) as l(legacy_id, room_id)`,
    [applicationId, source, rooms.map((one) => one.legacyId), rooms.map((one) => one.roomId), now],
  );
}

/**
 * Prepares a connection for a dry run: from here on it can change nothing but a table of its own,
 * which ends with it and holds the UIDs that would be taken.
 */
export async function beginDryRun(q: Queryable): Promise<void> {
  await q.query('create temporary table dry_run_uids (ics_uid text primary key)');
  await q.query('set session characteristics as transaction read only');
}

/** Which of these UIDs earlier rows of a dry run would take. */
export async function findDryRunUids(
  q: Queryable,
  icsUids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await q.query<{ ics_uid: string }>(
    'select ics_uid from dry_run_uids where ics_uid = any($1)',
    [icsUids],
  );
  return new Set(rows.map((row) => row.ics_uid));
}

/** Remembers UIDs that would be taken. */
export async function rememberDryRunUids(q: Queryable, icsUids: readonly string[]): Promise<void> {
  await q.query('insert into dry_run_uids (ics_uid) select uid from unnest($1::text[]) as u(uid)', [
    icsUids,
  ]);
}
