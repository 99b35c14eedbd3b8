import type { Tx } from '../db/transaction.ts';

/** One row of a host application's event log; `payload` is what its webhooks will carry. */
export interface NewEvent {
  readonly applicationId: string;
  readonly id: string;
  readonly type: string;
  readonly occurredAt: Date;
  readonly roomId: string | null;
  readonly payload: Record<string, unknown>;
}

/**
 * Appends to the event log in the transaction that did what they tell of. What changes a room calls
 * it under the room's lock, so these events are in the order of what happened; what became of a
 * message is told whenever that is known.
 */
export async function recordEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into events (application_id, id, type, occurred_at, room_id, payload)
     select application_id, id, type, occurred_at, room_id, payload
     from jsonb_to_recordset($1) as e(application_id uuid, id uuid, type text,
       occurred_at timestamptz, room_id uuid, payload jsonb)`,
    [
      JSON.stringify(
        events.map((event) => ({
          application_id: event.applicationId,
          id: event.id,
          type: event.type,
          occurred_at: event.occurredAt,
          room_id: event.roomId,
          payload: event.payload,
        })),
      ),
    ],
  );
}
