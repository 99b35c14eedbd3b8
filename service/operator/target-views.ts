import type { Queryable } from '../db/transaction.ts';
import type { ThingKind } from './work-lists.ts';

/** A thing that is to be acted on, and whose it is. */
export interface Target {
  readonly id: string;
  readonly applicationId: string | null;
  readonly roomId: string | null;
}

/** Ids of one application are found by its key; there are few applications. */
const ofAll = (table: string, room: string) => `select t.id, t.application_id as "applicationId",
    ${room} as "roomId"
  from applications a join ${table} t on t.application_id = a.id and t.id = any($1::uuid[])`;

const statements: Readonly<Record<ThingKind, string>> = {
  message: ofAll('messages', 't.room_id'),
  endpoint: ofAll('webhook_endpoints', 'null::uuid'),
  person: `select t.id, t.application_id as "applicationId", t.room_id as "roomId"
    from attendees t where t.id = any($1::uuid[])`,
  mail: `select t.id, t.application_id as "applicationId", t.room_id as "roomId"
    from imip_messages t where t.id = any($1::uuid[])`,
  job: `select lpad(to_hex(j.id), 32, '0')::uuid as id, null::uuid as "applicationId",
      null::uuid as "roomId"
    from graphile_worker.jobs j where lpad(to_hex(j.id), 32, '0')::uuid = any($1::uuid[])`,
};

/** The things of these ids, whoever's they are; what does not exist is left out. */
export async function findTargets(
  q: Queryable,
  kind: ThingKind,
  ids: readonly string[],
): Promise<Target[]> {
  const { rows } = await q.query<Target>(statements[kind], [ids]);
  return rows;
}
