import type { Tx } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import type { SendOutcome } from '../ports.ts';
import type { MessageMethod } from './outbox-store.ts';

/** What is to be written down about one attempt. */
export interface Settlement {
  readonly applicationId: string;
  readonly id: string;
  /** The claim it was made under. */
  readonly fence: number;
  readonly state: 'sent' | 'failed' | 'dry-run' | 'waiting';
  /** When to try again; null for a state that is final. */
  readonly sendAt: Date | null;
  /** False when the mail is not to blame: the attempt does not count. */
  readonly counted: boolean;
  /** What the far server or we said; null keeps what was said before. */
  readonly response: string | null;
  /** For the metrics: how the attempt itself ended. */
  readonly outcome: SendOutcome | 'dry-run' | 'given-back';
}

/** A message as it stands after its settlement, for the event log, metrics and logs. */
export interface SettledMessage {
  readonly applicationId: string;
  readonly id: string;
  readonly roomId: string;
  readonly attendeeId: string;
  readonly kind: MailFacts['kind'];
  readonly method: MessageMethod;
  readonly sequence: number;
  readonly revision: number;
  readonly state: 'sent' | 'failed' | 'dry-run' | 'superseded' | 'waiting';
  readonly attempts: number;
  readonly response: string | null;
  readonly icsUid: string;
}

/**
 * Writes down what became of claimed messages and returns those it could: a claim that was lost
 * meanwhile (other fence, other process, no longer sending) records nothing. What would wait
 * again is superseded when a newer calendar message of its attendee exists meanwhile.
 */
export async function settleMessages(
  tx: Tx,
  claimedBy: string,
  now: Date,
  settlements: readonly Settlement[],
): Promise<SettledMessage[]> {
  const { rows } = await tx.query<SettledMessage>(
    `with told as (
       select application_id, id, fence, state, send_at, counted, response
       from jsonb_to_recordset($1::jsonb) as told (application_id uuid, id uuid, fence int,
         state text, send_at timestamptz, counted boolean, response text)
     ), judged as (
       select told.application_id, told.id, told.fence, told.send_at, told.counted, told.response,
         case when told.state = 'waiting' and m.method <> 'NONE' and exists (
           select from messages newer
           where newer.application_id = m.application_id and newer.ics_uid = m.ics_uid
             and newer.attendee_id = m.attendee_id
             and newer.method <> 'NONE' and newer.method <> 'DECLINECOUNTER'
             and (newer.room_version, newer.revision) > (m.room_version, m.revision)
         ) then 'superseded' else told.state end as state
       from told join messages m on m.application_id = told.application_id and m.id = told.id
     )
     update messages m set
       state = judged.state,
       send_at = case when judged.state = 'waiting' then judged.send_at else m.send_at end,
       settled_at = case when judged.state <> 'waiting' then $3::timestamptz end,
       attempts = m.attempts - case when judged.counted then 0 else 1 end,
       last_response = coalesce(judged.response, m.last_response),
       claimed_by = null,
       claimed_until = null
     from judged
     where m.application_id = judged.application_id and m.id = judged.id
       and m.state = 'sending' and m.claimed_by = $2 and m.fence = judged.fence
     returning m.application_id as "applicationId", m.id, m.room_id as "roomId",
       m.attendee_id as "attendeeId", m.kind, m.method, m.sequence, m.revision, m.state,
       m.attempts, m.last_response as response, m.ics_uid as "icsUid"`,
    [JSON.stringify(settlements.map(asRecord)), claimedBy, now],
  );
  return rows;
}

function asRecord(settlement: Settlement): Record<string, unknown> {
  return {
    application_id: settlement.applicationId,
    id: settlement.id,
    fence: settlement.fence,
    state: settlement.state,
    send_at: settlement.sendAt?.toISOString() ?? null,
    counted: settlement.counted,
    response: settlement.response,
  };
}
