import type { TaskName } from '../db/doorbell.ts';
import type { Queryable } from '../db/transaction.ts';

/** The others go by the clock. */
type DueTask = Exclude<TaskName, 'clean-up' | 'fold-ledger'>;

/** Which jobs have something to do at `now`; one statement over small partial indexes. */
export async function findDueTasks(q: Queryable, now: Date): Promise<DueTask[]> {
  const { rows } = await q.query<Record<DueTask, boolean>>(
    `select
       exists (select 1 from messages where state = 'waiting' and send_at <= $1)
         or exists (select 1 from messages
           where state = 'unknown' and settled_at is null and send_at <= $1)
         or exists (select 1 from messages where state = 'sending' and claimed_until <= $1)
         as "send-messages",
       exists (select 1 from imip_messages where read_at is null
         and (claimed_until is null or claimed_until <= $1)) as "read-mails",
       exists (select 1 from email_statuses where read_at is null
         and (claimed_until is null or claimed_until <= $1)) as "read-statuses",
       exists (select 1 from pending_proposals where status = 'pending' and expires_at <= $1)
         or exists (select 1 from attendees where held_decline_until <= $1) as "settle-due",
       exists (select 1 from messages where state = 'failed' and failure_told_at is null)
         as "tell-failures",
       exists (select from webhook_endpoints w where w.disabled_at is null and (
         exists (select from events e
           where e.application_id = w.application_id and e.position is null)
         or exists (select from webhook_deliveries d
           where d.application_id = w.application_id and d.endpoint_id = w.id
             and d.state = 'waiting' and d.attempts = 0 and d.send_at <= $1)
         or exists (select from webhook_deliveries d
           where d.application_id = w.application_id and d.endpoint_id = w.id
             and d.state = 'waiting' and d.attempts > 0 and d.send_at <= $1
             and (d.claimed_until is null or d.claimed_until <= $1))))
         as "deliver-webhooks"`,
    [now],
  );
  const due = rows[0];
  return due ? (Object.keys(due) as DueTask[]).filter((task) => due[task]) : [];
}
