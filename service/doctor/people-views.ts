import type { Queryable } from '../db/transaction.ts';

/** More coming sessions are not looked at: a doctor must not weigh on the service. */
const roomsLooked = 50_000;

/** The people of coming sessions, each once for each session. */
const comingPeople = `
  select p.reply_key_id, p.time_zone
  from (
    select r.application_id, r.id from applications a
    join rooms r on r.application_id = a.id and r.start_utc > $1
    where r.status <> 'cancelled' limit ${roomsLooked}
  ) coming
  join attendees p on p.application_id = coming.application_id and p.room_id = coming.id`;

/** The zones people of coming sessions and applications' defaults name, with how many do. */
export async function viewZones(
  q: Queryable,
  now: Date,
): Promise<{ zone: string; people: number }[]> {
  const { rows } = await q.query<{ zone: string; people: number }>(
    `select zone, count(*)::int as people from (
       select time_zone as zone from (${comingPeople}) people where time_zone is not null
       union all select default_time_zone from applications
     ) named group by zone order by zone`,
    [now],
  );
  return rows;
}

export interface SecretUse {
  readonly keyId: string;
  /** People of coming sessions whose reply address is derived from it. */
  readonly people: number;
  /** Links that are still good and signed with it. */
  readonly links: number;
}

/** Which secrets of `TOKEN_SECRETS` coming sessions need. */
export async function viewSecretUse(q: Queryable, now: Date): Promise<SecretUse[]> {
  const { rows } = await q.query<SecretUse>(
    `select key_id as "keyId", sum(people)::int as "people", sum(links)::int as "links" from (
       select reply_key_id as key_id, count(*) as people, 0 as links
       from (${comingPeople}) people group by reply_key_id
       union all
       select l.key_id, 0, count(*) from (
         select r.application_id, r.id from applications a
         join rooms r on r.application_id = a.id and r.start_utc > $1
         where r.status <> 'cancelled' limit ${roomsLooked}
       ) coming
       join magic_links l on l.application_id = coming.application_id and l.room_id = coming.id
       where l.used_at is null and l.expires_at > $1 group by l.key_id
     ) uses group by key_id order by key_id`,
    [now],
  );
  return rows;
}
