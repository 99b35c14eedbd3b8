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

/**
 * Removes links that ended before `before`, of sessions that were over by then. Until then one that
 * is used again leads to a page that tells how things stand.
 */
export async function forgetLinks(q: Queryable, round: ForgetRound): Promise<Forgotten> {
  const { rows } = await q.query<ForgottenRow>(
    `with seen as materialized (
       select application_id, id, expires_at as at from magic_links
       where ${nextOldest('expires_at')}
     ), spent as (
       select l.application_id, l.id
       from seen join magic_links l on l.application_id = seen.application_id and l.id = seen.id
       join rooms r on r.application_id = l.application_id and r.id = l.room_id
       where r.end_utc < $1
       for update of l skip locked
     ), gone as (
       delete from magic_links l using spent
       where l.application_id = spent.application_id and l.id = spent.id returning l.id
     ) ${selectForgotten}`,
    roundValues(round),
  );
  return toForgotten(rows, round);
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
