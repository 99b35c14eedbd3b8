import { selectRoom } from '../../../service/rooms/select-room-views.ts';
import { type RoomRow, type StoredRoom, toStoredRoom } from '../../../service/rooms/stored-room.ts';
import type { ProposalStatus } from '../../../service/scheduling/room.ts';
import type { RaceHouse } from './race-house.ts';

export interface HistoryRow {
  readonly requestId: string;
  readonly version: number;
  readonly deed: string;
  readonly why: string | null;
  readonly occurredAt: Date;
  readonly proposalId: string | null;
}

export interface MessageRow {
  readonly email: string;
  readonly kind: string;
  readonly method: 'REQUEST' | 'CANCEL' | 'DECLINECOUNTER' | 'NONE';
  readonly sequence: number;
  readonly revision: number;
  readonly version: number;
}

/** All that the database says of one room. */
export interface Evidence {
  readonly stored: StoredRoom;
  /** In the order in which it was written, which is the order of the room's lock. */
  readonly history: readonly HistoryRow[];
  readonly messages: readonly MessageRow[];
  readonly events: readonly { readonly type: string; readonly requestId: string }[];
  readonly proposals: readonly { readonly id: string; readonly status: ProposalStatus }[];
}

/** The rooms themselves, with their open proposals. */
export async function readRooms({ pool }: RaceHouse, ids: readonly string[]) {
  const { rows } = await pool.query<RoomRow>(`${selectRoom} where r.id = any($2)`, [null, ids]);
  return new Map(rows.map((row) => [row.id, toStoredRoom(row)]));
}

/** Everything about these rooms, read when nothing runs any more. */
export async function readEvidence(
  house: RaceHouse,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Evidence>> {
  const read = async <T extends object>(sql: string) => {
    const { rows } = await house.pool.query<T & { roomId: string }>(sql, [ids]);
    return Map.groupBy(rows, (row) => row.roomId);
  };
  const [rooms, history, messages, events, proposals] = await Promise.all([
    readRooms(house, ids),
    read<HistoryRow>(
      `select room_id as "roomId", request_id as "requestId", version, deed, why,
         occurred_at as "occurredAt", proposal_id as "proposalId"
       from room_history where room_id = any($1) order by id`,
    ),
    read<MessageRow>(
      `select room_id as "roomId", attendee_email as email, kind, method, sequence, revision,
         room_version as version
       from messages where room_id = any($1) order by room_version, revision, id`,
    ),
    read<{ type: string; requestId: string }>(
      `select room_id as "roomId", type, payload->'cause'->>'requestId' as "requestId"
       from events where room_id = any($1) order by ordinal`,
    ),
    read<{ id: string; status: ProposalStatus }>(
      `select room_id as "roomId", id, status
       from pending_proposals where room_id = any($1) order by created_at, id`,
    ),
  ]);
  const all = [...rooms].map(([id, stored]): [string, Evidence] => [
    id,
    {
      stored,
      history: history.get(id) ?? [],
      messages: messages.get(id) ?? [],
      events: events.get(id) ?? [],
      proposals: proposals.get(id) ?? [],
    },
  ]);
  return new Map(all);
}
