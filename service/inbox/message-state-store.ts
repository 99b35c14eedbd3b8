import type { Tx } from '../db/transaction.ts';

/** What the world told of a message that had left us. */
export type ToldState = 'delivered' | 'failed' | 'bounced';

/** One message, as the events about it name it. */
export interface ToldMessage {
  readonly id: string;
  readonly kind: string;
  readonly method: string;
  readonly sequence: number;
  readonly revision: number;
  readonly state: string;
  readonly response: string | null;
}

/** From which states each may follow: the worse word stays, in whatever order they come. */
const before: Readonly<Record<ToldState, readonly string[]>> = {
  delivered: ['sent', 'unknown'],
  failed: ['sent', 'unknown', 'delivered'],
  bounced: ['sent', 'unknown', 'delivered', 'failed'],
};

const told = `id, kind, method, sequence, revision, state, last_response as response`;

/**
 * Takes a message that had left to what the world told of it, and ends its doubt: it is never sent
 * again. Null when it is still owed or on the wire, or already known to be so or worse. A failure
 * told to the room in this transaction is told.
 */
export async function moveMessage(
  tx: Tx,
  { applicationId, id }: { applicationId: string; id: string },
  to: { state: ToldState; response: string | null; at: Date },
): Promise<ToldMessage | null> {
  const { rows } = await tx.query<ToldMessage>(
    `update messages
     set state = $3, last_response = coalesce($4, last_response),
       settled_at = coalesce(settled_at, $5), in_doubt_since = null,
       failure_told_at = case when $3 = 'failed' then $5 else failure_told_at end
     where application_id = $1 and id = $2 and state = any($6)
     returning ${told}`,
    [applicationId, id, to.state, to.response, to.at, before[to.state]],
  );
  return rows[0] ?? null;
}

/** Notes that somebody complained of a message; null when that was known. */
export async function markComplained(
  tx: Tx,
  { applicationId, id }: { applicationId: string; id: string },
  at: Date,
): Promise<ToldMessage | null> {
  const { rows } = await tx.query<ToldMessage>(
    `update messages set complained_at = $3
     where application_id = $1 and id = $2 and complained_at is null
     returning ${told}`,
    [applicationId, id, at],
  );
  return rows[0] ?? null;
}
