import {
  type ForgetRound,
  type Forgotten,
  type ForgottenRow,
  nextOldest,
  roundValues,
  selectForgotten,
  toForgotten,
} from '../db/forget-round.ts';
import type { Queryable } from '../db/transaction.ts';

/** Removes links that ended before `before`, oldest first; how many there were. */
export async function forgetLinks(q: Queryable, before: Date, most: number): Promise<number> {
  const { rowCount } = await q.query(
    `delete from magic_links l using (
       select application_id, id from magic_links where expires_at < $1
       order by expires_at limit $2 for update skip locked) old
     where l.application_id = old.application_id and l.id = old.id`,
    [before, most],
  );
  return rowCount ?? 0;
}

/**
 * Removes rooms whose session ended before `before`, with their history, proposals and people (and
 * with them the reply addresses and what is kept of erased ones). Only rooms that nothing refers to
 * any more and that nothing happened to since.
 */
export async function forgetRooms(q: Queryable, round: ForgetRound): Promise<Forgotten> {
  const { rows } = await q.query<ForgottenRow>(
    `with seen as materialized (
       select application_id, id, end_utc as at from rooms where ${nextOldest('end_utc')}
     ), spent as (
       select r.application_id, r.id
       from seen join rooms r on r.application_id = seen.application_id and r.id = seen.id
       where r.end_utc < $1 and r.updated_at < $1
         and not exists (select from messages m
           where m.application_id = r.application_id and m.room_id = r.id)
         and not exists (select from imip_messages i
           where i.application_id = r.application_id and i.room_id = r.id)
         and not exists (select from magic_links l
           where l.application_id = r.application_id and l.room_id = r.id)
       for update of r skip locked
     ), history as (
       delete from room_history h using spent
       where h.application_id = spent.application_id and h.room_id = spent.id
     ), proposals as (
       delete from pending_proposals p using spent
       where p.application_id = spent.application_id and p.room_id = spent.id
     ), people as (
       delete from attendees a using spent
       where a.application_id = spent.application_id and a.room_id = spent.id
     ), gone as (
       delete from rooms r using spent
       where r.application_id = spent.application_id and r.id = spent.id returning r.id
     ) ${selectForgotten}`,
    roundValues(round),
  );
  return toForgotten(rows, round);
}
