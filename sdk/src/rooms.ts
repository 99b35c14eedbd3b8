import { type CallOptions, changeOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import { createPagedList, type PagedList, type PageFilters } from './paged-list.ts';
import type {
  Booking,
  HistoryEntry,
  ImportedRoom,
  ImportResult,
  Link,
  Message,
  NewLink,
  NewRoom,
  Reason,
  Rescheduling,
  Role,
  Room,
  RoomChange,
} from './types.ts';

export interface ListFilters {
  readonly status?: Room['status'];
  /** Rooms that start at this time or later (RFC 3339) … */
  readonly from?: string;
  /** … and before this one. */
  readonly to?: string;
  readonly reference?: string;
  /** Host or guest. */
  readonly email?: string;
  /** Rooms on one page; 20 unless told. */
  readonly limit?: number;
}

export type RoomList = PagedList<Room>;

export interface Rooms {
  /** Creates a room; with a guest it is booked at once. */
  create(room: NewRoom, options?: CallOptions): Promise<Room>;
  /** Rooms by start; cancelled ones only when asked for. */
  list(filters?: ListFilters, options?: CallOptions): RoomList;
  get(roomId: string, options?: CallOptions): Promise<Room>;
  book(roomId: string, booking: Booking, options?: CallOptions): Promise<Room>;
  /** Moves a room; the present time again changes nothing. */
  reschedule(roomId: string, to: Rescheduling, options?: CallOptions): Promise<Room>;
  /** Changes wording, place, join link or metadata; what is left out stays. */
  change(roomId: string, change: RoomChange, options?: CallOptions): Promise<Room>;
  /** Takes the guest out; the room is open again. */
  unbook(roomId: string, reason?: Reason, options?: CallOptions): Promise<Room>;
  /** Cancels for good. */
  cancel(roomId: string, reason?: Reason, options?: CallOptions): Promise<Room>;
  /** What happened and why, oldest first. */
  history(roomId: string, filters?: PageFilters, options?: CallOptions): PagedList<HistoryEntry>;
  /** The mails owed because of the room, oldest first. */
  messages(roomId: string, filters?: PageFilters, options?: CallOptions): PagedList<Message>;
  /**
   * Brings in rooms that were made elsewhere, at most 500; nobody is mailed. Each row has a result
   * of its own, and a row that is wrong stops no other.
   */
  import(rooms: ImportedRoom[], options?: CallOptions): Promise<ImportResult[]>;
  /** A link for one person to propose another time with; show it to that person only. */
  createLink(roomId: string, link: NewLink, options?: CallOptions): Promise<Link>;
  /** The present calendar object of one person (text/calendar). */
  invite(roomId: string, role: Role, options?: CallOptions): Promise<string>;
}

export function createRooms(api: ApiClient): Rooms {
  const at = (roomId: string) => ({ params: { path: { roomId } } });
  return {
    create: (body, options) => unwrap(api.POST('/v1/rooms', { body, ...changeOptions(options) })),
    list: (filters, options) => createList(api, filters, options),
    get: (id, options) =>
      unwrap(api.GET('/v1/rooms/{roomId}', { ...at(id), ...readOptions(options) })),
    book: (id, body, options) =>
      unwrap(api.POST('/v1/rooms/{roomId}/book', { ...at(id), body, ...changeOptions(options) })),
    reschedule: (id, body, options) =>
      unwrap(
        api.POST('/v1/rooms/{roomId}/reschedule', { ...at(id), body, ...changeOptions(options) }),
      ),
    change: (id, body, options) =>
      unwrap(api.PATCH('/v1/rooms/{roomId}', { ...at(id), body, ...changeOptions(options) })),
    unbook: (id, body = {}, options) =>
      unwrap(api.POST('/v1/rooms/{roomId}/unbook', { ...at(id), body, ...changeOptions(options) })),
    cancel: (id, body = {}, options) =>
      unwrap(api.DELETE('/v1/rooms/{roomId}', { ...at(id), body, ...changeOptions(options) })),
    history: (roomId, filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        const call = { params: { path: { roomId }, query }, ...readOptions(options) };
        return unwrap(api.GET('/v1/rooms/{roomId}/history', call));
      }),
    messages: (roomId, filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        const call = { params: { path: { roomId }, query }, ...readOptions(options) };
        return unwrap(api.GET('/v1/rooms/{roomId}/messages', call));
      }),
    import: async (rooms, options) => {
      const call = api.POST('/v1/rooms/import', { body: { rooms }, ...changeOptions(options) });
      return (await unwrap(call)).results;
    },
    createLink: (id, body, options) =>
      unwrap(api.POST('/v1/rooms/{roomId}/links', { ...at(id), body, ...changeOptions(options) })),
    invite: (roomId, role, options) =>
      unwrap(
        api.GET('/v1/rooms/{roomId}/invite.ics', {
          params: { path: { roomId }, query: { role } },
          ...readOptions(options),
          parseAs: 'text',
        }),
      ),
  };
}

function createList(api: ApiClient, filters: ListFilters = {}, options?: CallOptions): RoomList {
  return createPagedList((cursor) => {
    const query = { ...filters, ...(cursor !== undefined && { cursor }) };
    return unwrap(api.GET('/v1/rooms', { params: { query }, ...readOptions(options) }));
  });
}
