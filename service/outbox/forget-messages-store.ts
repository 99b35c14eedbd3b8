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
 * Removes messages that ended before `before`, with their attempts, of sessions that were over by
 * then. Not while anything of their room is still owed: what waits is held against what left. Nor
 * while a report of a provider or a bounce that is still kept speaks of them.
 */
export async function forgetMessages(q: Queryable, round: ForgetRound): Promise<Forgotten> {
  const { rows } = await q.query<ForgottenRow>(
    `with seen as materialized (
       select application_id, id, settled_at as at from messages
       where settled_at is not null and ${nextOldest('settled_at')}
     ), spent as (
       select m.application_id, m.id
       from seen join messages m on m.application_id = seen.application_id and m.id = seen.id
       join rooms r on r.application_id = m.application_id and r.id = m.room_id
       where r.end_utc < $1 and m.settled_at < $1
         and not (m.state = 'failed' and m.failure_told_at is null)
         and not exists (select from messages owed where owed.application_id = m.application_id
           and owed.room_id = m.room_id and owed.settled_at is null)
         and not exists (select from email_statuses s
           where s.application_id = m.application_id and s.outbox_id = m.id)
         and not exists (select from imip_messages i
           where i.application_id = m.application_id and i.outbox_id = m.id)
       for update of m skip locked
     ), attempts as (
       delete from message_attempts a using spent
       where a.application_id = spent.application_id and a.outbox_id = spent.id
     ), gone as (
       delete from messages m using spent
       where m.application_id = spent.application_id and m.id = spent.id returning m.id
     ) ${selectForgotten}`,
    roundValues(round),
  );
  return toForgotten(rows, round);
}
