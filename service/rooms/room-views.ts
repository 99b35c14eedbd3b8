import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable } from '../db/transaction.ts';
import { type ProposalView, type RoomView, toProposalView, toRoomView } from './room-view.ts';
import { proposalJson, selectRoom, viewStoredRoom } from './select-room-views.ts';
import { type ProposalJson, type RoomRow, toProposal, toStoredRoom } from './stored-room.ts';

/** Reads one room; null when the application has none of this id. */
export async function viewRoom(
  q: Queryable,
  applicationId: string,
  roomId: string,
): Promise<RoomView | null> {
  const stored = await viewStoredRoom(q, applicationId, roomId);
  return stored && toRoomView(stored);
}

export interface RoomFilters extends PageQuery {
  /** Absent: open and booked rooms; cancelled ones only when asked for. */
  readonly status?: RoomView['status'];
  /** Rooms that start at or after this time … */
  readonly from?: Date;
  /** … and before this one. */
  readonly to?: Date;
  readonly reference?: string;
  /** The comparison key of an address (`scheduling/address.ts`): host or guest. */
  readonly emailKey?: string;
}

/** Lists an application's rooms by start time; `next` is null on the last page. */
export async function listRooms(
  q: Queryable,
  applicationId: string,
  filters: RoomFilters,
): Promise<Page<RoomView>> {
  const { rows } = await q.query<RoomRow>(
    `${selectRoom} where r.application_id = $2
       and (r.status = $3 or ($3::text is null and r.status <> 'cancelled'))
       and ($4::timestamptz is null or r.start_utc >= $4)
       and ($5::timestamptz is null or r.start_utc < $5)
       and ($6::text is null or r.reference = $6)
       and ($7::text is null or exists (select 1 from attendees e
         where e.application_id = r.application_id and e.room_id = r.id and e.email_key = $7
           and e.id in (r.host_id, r.guest_id)))
       and ($8::timestamptz is null or (r.start_utc, r.id) > ($8, $9::uuid))
     order by r.start_utc, r.id limit $10`,
    [
      null,
      applicationId,
      filters.status ?? null,
      filters.from ?? null,
      filters.to ?? null,
      filters.reference ?? null,
      filters.emailKey ?? null,
      filters.cursor?.at ?? null,
      filters.cursor?.id ?? null,
      filters.limit + 1,
    ],
  );
  return cutPage(
    rows,
    filters.limit,
    ({ start_utc, id }) => ({ at: start_utc, id }),
    (row) => toRoomView(toStoredRoom(row)),
  );
}

/** Every proposal of a room, oldest first. */
export async function viewProposals(
  q: Queryable,
  applicationId: string,
  roomId: string,
): Promise<ProposalView[]> {
  const { rows } = await q.query<{ proposal: ProposalJson }>(
    `select ${proposalJson} as proposal from pending_proposals o
     where o.application_id = $1 and o.room_id = $2 order by o.created_at, o.id`,
    [applicationId, roomId],
  );
  return rows.map((row) => toProposalView(roomId, toProposal(row.proposal)));
}

/** One proposal; null when the application has none of this id. */
export async function viewProposal(
  q: Queryable,
  applicationId: string,
  proposalId: string,
): Promise<ProposalView | null> {
  const { rows } = await q.query<{ room_id: string; proposal: ProposalJson }>(
    `select o.room_id, ${proposalJson} as proposal from pending_proposals o
     where o.application_id = $1 and o.id = $2`,
    [applicationId, proposalId],
  );
  return rows[0] ? toProposalView(rows[0].room_id, toProposal(rows[0].proposal)) : null;
}
