import { type CallOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import { createPagedList, type PagedList } from './paged-list.ts';
import type { EventType, ParleyEvent } from './types.ts';

export interface EventFilters {
  /** Only what follows this event (its id), as the last one you have. */
  readonly after?: string;
  readonly type?: EventType;
  readonly roomId?: string;
  /** Events on one page; 20 unless told. */
  readonly limit?: number;
}

export interface Events {
  /** The event log, oldest first; it ends with what has happened so far. */
  list(filters?: EventFilters, options?: CallOptions): PagedList<ParleyEvent>;
  get(eventId: string, options?: CallOptions): Promise<ParleyEvent>;
}

export function createEvents(api: ApiClient): Events {
  return {
    list: (filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { after: cursor }) };
        return unwrap(api.GET('/v1/events', { params: { query }, ...readOptions(options) }));
      }),
    get: (eventId, options) =>
      unwrap(
        api.GET('/v1/events/{eventId}', {
          params: { path: { eventId } },
          ...readOptions(options),
        }),
      ),
  };
}
