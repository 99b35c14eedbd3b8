import type { Queryable } from '../db/transaction.ts';

/** One outbound message as host applications see it (the contract's JSON). */
export interface MessageView {
  readonly id: string;
  readonly roomId: string;
  readonly to: 'host' | 'guest';
  readonly kind: string;
  readonly method: string;
  readonly sequence: number;
  readonly revision: number;
  readonly state: string;
  readonly attempts: number;
  readonly lastResponse: string | null;
  readonly sendAt: string;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

interface MessageRow extends Omit<MessageView, 'sendAt' | 'createdAt' | 'settledAt'> {
  readonly sendAt: Date;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** Every message ever owed about one room, oldest first; none of another application's. */
export async function listMessages(
  q: Queryable,
  applicationId: string,
  roomId: string,
): Promise<MessageView[]> {
  const { rows } = await q.query<MessageRow>(
    `select id, room_id as "roomId", facts -> 'recipient' ->> 'role' as "to", kind, method,
       sequence, revision, state, attempts, last_response as "lastResponse",
       send_at as "sendAt", created_at as "createdAt", settled_at as "settledAt"
     from messages
     where application_id = $1 and room_id = $2
     order by created_at, id`,
    [applicationId, roomId],
  );
  return rows.map((row) => ({
    ...row,
    sendAt: row.sendAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  }));
}
