import type { Tx } from '../db/transaction.ts';
import { eraseTexts, type PersonalTexts } from './erase-texts.ts';

/** What an erasure is about: who, in which rooms, and the texts that tell of them. */
export interface ErasureScope {
  readonly applicationId: string;
  readonly attendeeIds: readonly string[];
  readonly roomIds: readonly string[];
  readonly texts: PersonalTexts;
  readonly addresses: readonly string[];
  readonly now: Date;
}

export type Json = Record<string, unknown>;

/** Where JSON tells of a room: ours, never a caller's text. */
type RoomJson =
  | 'messages.facts'
  | 'imip_messages.detail'
  | 'imip_messages.question'
  | 'rooms.metadata'
  | 'room_history.detail'
  | 'events.payload';

/** Rewrites one JSON column of all rows about the scope's rooms. Returns how many changed. */
export async function rewriteJson(
  tx: Tx,
  place: RoomJson,
  { applicationId, roomIds, texts }: ErasureScope,
  rewrite: (value: Json) => Json = (value) => eraseTexts(value, texts),
): Promise<number> {
  const [table, column] = place.split('.');
  const room = table === 'rooms' ? 'id' : 'room_id';
  const { rows } = await tx.query<{ id: string; value: Json }>(
    `select id, ${column} as value from ${table}
     where application_id = $1 and ${room} = any($2::uuid[]) and ${column} is not null`,
    [applicationId, roomIds],
  );
  const changed = rows.flatMap(({ id, value }) => {
    const after = rewrite(value);
    return JSON.stringify(after) === JSON.stringify(value)
      ? []
      : [{ id: String(id), value: after }];
  });
  if (changed.length === 0) return 0;
  await tx.query(
    `update ${table} set ${column} = e.value
     from jsonb_to_recordset($2) as e(id text, value jsonb)
     where application_id = $1 and ${table}.id::text = e.id`,
    [applicationId, JSON.stringify(changed)],
  );
  return changed.length;
}
