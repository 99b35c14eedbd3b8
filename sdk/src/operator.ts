import { type CallOptions, changeOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import { createPagedList, type PagedList, type PageFilters } from './paged-list.ts';
import type {
  AnyInboundMail,
  AnyMessage,
  FoundRoom,
  NewOperatorAction,
  OperatorAction,
  OperatorActionTaken,
  Overview,
  OwnedRoom,
  TimelineEntry,
  Worker,
  WorkItem,
  WorkListName,
} from './types.ts';

export interface WorkFilters extends PageFilters {
  /** Only things of this application. */
  readonly applicationId?: string;
}

/** What is stuck over all applications, and what can be done about it. */
export interface OperatorWork {
  /** The numbers of this moment. */
  overview(options?: CallOptions): Promise<Overview>;
  /** Rooms by an id, a UID, a reference, a Message-ID or an address; all of it, not a part. */
  findRooms(query: string, filters?: PageFilters, options?: CallOptions): PagedList<FoundRoom>;
  getRoom(roomId: string, options?: CallOptions): Promise<OwnedRoom>;
  /** All that happened to a room; `because` names the entry that one came of. */
  timeline(roomId: string, filters?: PageFilters, options?: CallOptions): PagedList<TimelineEntry>;
  getMessage(messageId: string, options?: CallOptions): Promise<AnyMessage>;
  /** Its bytes, with the tokens in them overwritten. Never show them as a page. */
  rawMessage(messageId: string, options?: CallOptions): Promise<Uint8Array>;
  getInboundMail(inboundMailId: string, options?: CallOptions): Promise<AnyInboundMail>;
  /** Its bytes, with the tokens in them overwritten. Never show them as a page. */
  rawInboundMail(inboundMailId: string, options?: CallOptions): Promise<Uint8Array>;
  /** What may need a person. */
  list(list: WorkListName, filters?: WorkFilters, options?: CallOptions): PagedList<WorkItem>;
  /** The processes that send and read mail, with the health of their relays. */
  workers(options?: CallOptions): Promise<Worker[]>;
  /** What operators did, newest first. */
  actions(filters?: PageFilters, options?: CallOptions): PagedList<OperatorAction>;
  /** Does one batch; while the answer has a `nextCursor`, call again with it as `cursor`. */
  act(action: NewOperatorAction, options?: CallOptions): Promise<OperatorActionTaken>;
}

const path = '/v1/operator';

export function createOperatorWork(api: ApiClient): OperatorWork {
  const room = (roomId: string) => ({ params: { path: { roomId } } });
  const message = (messageId: string) => ({ params: { path: { messageId } } });
  const mail = (inboundMailId: string) => ({ params: { path: { inboundMailId } } });
  return {
    overview: (options) => unwrap(api.GET(`${path}/overview`, { ...readOptions(options) })),
    findRooms: (q, filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { q, ...filters, ...(cursor !== undefined && { cursor }) };
        return unwrap(api.GET(`${path}/rooms`, { params: { query }, ...readOptions(options) }));
      }),
    getRoom: (id, options) =>
      unwrap(api.GET(`${path}/rooms/{roomId}`, { ...room(id), ...readOptions(options) })),
    timeline: (roomId, filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        const call = { params: { path: { roomId }, query }, ...readOptions(options) };
        return unwrap(api.GET(`${path}/rooms/{roomId}/timeline`, call));
      }),
    getMessage: (id, options) =>
      unwrap(api.GET(`${path}/messages/{messageId}`, { ...message(id), ...readOptions(options) })),
    rawMessage: async (id, options) => {
      const call = { ...message(id), ...readOptions(options), parseAs: 'arrayBuffer' as const };
      return new Uint8Array(await unwrap(api.GET(`${path}/messages/{messageId}/raw`, call)));
    },
    getInboundMail: (id, options) =>
      unwrap(
        api.GET(`${path}/inbound-mails/{inboundMailId}`, { ...mail(id), ...readOptions(options) }),
      ),
    rawInboundMail: async (id, options) => {
      const call = { ...mail(id), ...readOptions(options), parseAs: 'arrayBuffer' as const };
      return new Uint8Array(
        await unwrap(api.GET(`${path}/inbound-mails/{inboundMailId}/raw`, call)),
      );
    },
    list: (list, filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        const call = { params: { path: { list }, query }, ...readOptions(options) };
        return unwrap(api.GET(`${path}/lists/{list}`, call));
      }),
    workers: async (options) =>
      (await unwrap(api.GET(`${path}/workers`, { ...readOptions(options) }))).data,
    actions: (filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        return unwrap(api.GET(`${path}/actions`, { params: { query }, ...readOptions(options) }));
      }),
    act: (body, options) =>
      unwrap(api.POST(`${path}/actions`, { body, ...changeOptions(options) })),
  };
}
