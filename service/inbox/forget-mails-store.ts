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
 * Empties the bytes of mails that came in before `before` and were read. Those that can still be
 * read again with an effect stay: parked and unreadable ones about a session that is not over.
 */
export async function forgetBytes(q: Queryable, round: ForgetRound, now: Date): Promise<Forgotten> {
  const { rows } = await q.query<ForgottenRow>(
    `with seen as materialized (
       select id, received_at as at from imip_messages
       where read_at is not null and raw <> '' and ${nextOldest('received_at')}
     ), spent as (
       select i.id from seen join imip_messages i on i.id = seen.id
       where i.read_at is not null
         and not (i.outcome in ('parked', 'unreadable') and exists (select from rooms r
           where r.application_id = i.application_id and r.id = i.room_id and r.end_utc > $5))
       for update of i skip locked
     ), gone as (
       update imip_messages i set raw = '' from spent where i.id = spent.id returning i.id
     ) ${selectForgotten}`,
    [...roundValues(round), now],
  );
  return toForgotten(rows, round);
}

/**
 * Removes mails that came in before `before`, of sessions that were over by then or of none. As
 * long as a session is to come, its mails are what repetitions and overtaken answers are known by;
 * and a mail that a confirm link leads to stays as long as the link.
 */
export async function forgetMails(q: Queryable, round: ForgetRound): Promise<Forgotten> {
  const { rows } = await q.query<ForgottenRow>(
    `with seen as materialized (
       select id, received_at as at from imip_messages where ${nextOldest('received_at')}
     ), spent as (
       select i.id from seen join imip_messages i on i.id = seen.id
       where i.read_at is not null
         and not exists (select from rooms r where r.application_id = i.application_id
           and r.id = i.room_id and r.end_utc >= $1)
         and not exists (select from magic_links l where l.inbound_mail_id = i.id)
       for update of i skip locked
     ), gone as (
       delete from imip_messages i using spent where i.id = spent.id returning i.id
     ) ${selectForgotten}`,
    roundValues(round),
  );
  return toForgotten(rows, round);
}
