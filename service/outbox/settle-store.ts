import type { Tx } from '../db/transaction.ts';
import type { MailFacts } from '../mail/mail-facts.ts';
import type { SendOutcome } from '../ports.ts';
import type { ClaimRef } from './claim-store.ts';
import type { MessageMethod } from './outbox-store.ts';
import { isPointlessAt } from './pointless-store.ts';

/** What is to be written down about one attempt. */
export interface Settlement {
  /** The claim it was made under. */
  readonly claim: ClaimRef;
  /** `waiting`: to be tried again, if nothing made it pointless meanwhile. */
  readonly state: 'sent' | 'failed' | 'dry-run' | 'waiting';
  /** When to try again; null for a state that is final. */
  readonly sendAt: Date | null;
  /** False when the mail is not to blame: the attempt does not count. */
  readonly counted: boolean;
  /** What the far server or we said; null keeps what was said before. */
  readonly response: string | null;
  /** How the attempt itself ended. */
  readonly outcome: SendOutcome | 'dry-run' | 'given-back';
  readonly relay: string | null;
  /** What the relay called the mail when it took it. */
  readonly remoteId: string | null;
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
  readonly state: 'sent' | 'failed' | 'dry-run' | 'superseded' | 'waiting' | 'unknown';
  /** False: it is tried again. */
  readonly isEnded: boolean;
  readonly attempts: number;
  readonly response: string | null;
  readonly icsUid: string;
  /** An earlier attempt at it, or this one, may have arrived although nobody said so. */
  readonly wasInDoubt: boolean;
}

/**
 * Writes down what became of claimed messages and of their attempts, and returns those it could: a
 * claim that was lost meanwhile (other fence, other process, no longer sending) records nothing.
 * What would wait again ends when it is pointless by now. A message in doubt stays `unknown`
 * between its tries, until a relay takes it or it fails. The schedule of retries begins with the
 * first attempt that counts.
 */
export async function settleMessages(
  tx: Tx,
  claimedBy: string,
  now: Date,
  settlements: readonly Settlement[],
): Promise<SettledMessage[]> {
  const { rows } = await tx.query<SettledMessage>(
    `with told as (
       select application_id, id, fence, state, send_at, counted, response, outcome, relay,
         remote_id
       from jsonb_to_recordset($1::jsonb) as told (application_id uuid, id uuid, fence int,
         state text, send_at timestamptz, counted boolean, response text, outcome text,
         relay text, remote_id text)
     ), held as (
       select m.application_id, m.id, m.fence, told.send_at, told.counted, told.response,
         told.outcome, told.relay, told.remote_id, told.state as state,
         told.state = 'waiting' and not ${isPointlessAt('$3')} as again,
         m.in_doubt_since is not null or told.outcome = 'unknown' as in_doubt
       from told join messages m on m.application_id = told.application_id and m.id = told.id
       where m.state = 'sending' and m.claimed_by = $2 and m.fence = told.fence
       for update of m
     ), ended as (
       update message_attempts a set ended_at = $3, outcome = held.outcome,
         response = held.response, relay = coalesce(held.relay, a.relay),
         remote_id = held.remote_id
       from held
       where a.application_id = held.application_id and a.outbox_id = held.id
         and a.fence = held.fence and a.outcome is null
     )
     update messages m set
       state = case when held.state <> 'waiting' then held.state
         when in_doubt then 'unknown'
         when again then 'waiting' else 'superseded' end,
       send_at = case when again then held.send_at else m.send_at end,
       settled_at = case when not again then $3::timestamptz end,
       attempts = m.attempts - case when counted then 0 else 1 end,
       first_tried_at = case when counted or m.attempts > 1 then m.first_tried_at end,
       in_doubt_since = case when held.state = 'sent' then null
         when held.outcome = 'unknown' then coalesce(m.in_doubt_since, $3)
         else m.in_doubt_since end,
       last_response = coalesce(held.response, m.last_response),
       claimed_by = null,
       claimed_until = null
     from held
     where m.application_id = held.application_id and m.id = held.id
     returning m.application_id as "applicationId", m.id, m.room_id as "roomId",
       m.attendee_id as "attendeeId", m.kind, m.method, m.sequence, m.revision, m.state,
       m.settled_at is not null as "isEnded", m.attempts, m.last_response as response,
       m.ics_uid as "icsUid", held.in_doubt as "wasInDoubt"`,
    [JSON.stringify(settlements.map(asRecord)), claimedBy, now],
  );
  return rows;
}

function asRecord({ claim, ...settlement }: Settlement): Record<string, unknown> {
  return {
    application_id: claim.applicationId,
    id: claim.id,
    fence: claim.fence,
    state: settlement.state,
    send_at: settlement.sendAt?.toISOString() ?? null,
    counted: settlement.counted,
    response: settlement.response,
    outcome: settlement.outcome,
    relay: settlement.relay,
    remote_id: settlement.remoteId,
  };
}
