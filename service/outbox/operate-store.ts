import type { Tx } from '../db/transaction.ts';

/** A message an operator did something about, as events and history name it. */
export interface OperatedMessage {
  readonly id: string;
  readonly kind: string;
  readonly method: string;
  readonly sequence: number;
  readonly revision: number;
  readonly state: string;
  readonly response: string | null;
}

interface MessageRef {
  readonly applicationId: string;
  readonly id: string;
}

const told = 'id, kind, method, sequence, revision, state, last_response as response';

/** Owed still, and on nobody's wire. */
const isHeld = `settled_at is null and state in ('waiting', 'unknown')`;

/** Makes a message due that waits for a later time; null when it does not wait. */
export async function bringForward(
  tx: Tx,
  { applicationId, id }: MessageRef,
  now: Date,
): Promise<OperatedMessage | null> {
  const { rows } = await tx.query<OperatedMessage>(
    `update messages set send_at = least(send_at, $3)
     where application_id = $1 and id = $2 and ${isHeld}
     returning ${told}`,
    [applicationId, id, now],
  );
  return rows[0] ?? null;
}

/**
 * Ends a message that is still owed: it has failed, and its failure needs no telling by a job. Null
 * when it is being sent at this moment, or has ended.
 */
export async function giveUp(
  tx: Tx,
  { applicationId, id }: MessageRef,
  now: Date,
): Promise<OperatedMessage | null> {
  const { rows } = await tx.query<OperatedMessage>(
    `update messages
     set state = 'failed', settled_at = $3, failure_told_at = $3, in_doubt_since = null,
       last_response = 'given up: by the operator'
     where application_id = $1 and id = $2 and ${isHeld}
     returning ${told}`,
    [applicationId, id, now],
  );
  return rows[0] ?? null;
}
