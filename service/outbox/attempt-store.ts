import type { Queryable } from '../db/transaction.ts';
import type { ClaimRef } from './claim-store.ts';
import { isPointlessAt } from './pointless-store.ts';

/** Somebody who has a whole mail on the wire but for the final dot. */
export interface FinishQuestion {
  readonly claim: ClaimRef;
  /** The relay at the other end: host and port. */
  readonly relay: string;
}

/**
 * Notes for each of these attempts that its final dot may go out now, and returns the ids of the
 * messages for which it may: whose claim still holds and that nothing made pointless. An attempt
 * that is being ended by somebody else (its row is locked) is lost already.
 */
export async function allowFinish(
  q: Queryable,
  claimedBy: string,
  now: Date,
  questions: readonly FinishQuestion[],
): Promise<ReadonlySet<string>> {
  const { rows } = await q.query<{ id: string }>(
    `with asked as (
       select application_id, id, fence, relay
       from jsonb_to_recordset($1::jsonb) as asked (application_id uuid, id uuid, fence int,
         relay text)
     ), allowed as (
       select a.application_id, a.outbox_id, a.fence, asked.relay
       from asked
       join messages m on m.application_id = asked.application_id and m.id = asked.id
         and m.state = 'sending' and m.claimed_by = $2 and m.fence = asked.fence
       join message_attempts a on a.application_id = m.application_id and a.outbox_id = m.id
         and a.fence = asked.fence and a.outcome is null
       where not ${isPointlessAt('$3')}
       for update of a skip locked
     )
     update message_attempts a set dot_written_at = $3, relay = allowed.relay
     from allowed
     where a.application_id = allowed.application_id and a.outbox_id = allowed.outbox_id
       and a.fence = allowed.fence and a.outcome is null
     returning a.outbox_id as id`,
    [
      JSON.stringify(
        questions.map(({ claim, relay }) => ({
          application_id: claim.applicationId,
          id: claim.id,
          fence: claim.fence,
          relay,
        })),
      ),
      claimedBy,
      now,
    ],
  );
  return new Set(rows.map(({ id }) => id));
}
