import { type CallOptions, changeOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import { createPagedList, type PagedList } from './paged-list.ts';
import type { Message } from './types.ts';

export interface MessageFilters {
  readonly state?: Message['state'];
  readonly method?: Message['method'];
  readonly roomId?: string;
  /** Messages decided at this time or later (RFC 3339) … */
  readonly from?: string;
  /** … and before this one. */
  readonly to?: string;
  /** Messages on one page; 20 unless told. */
  readonly limit?: number;
}

export interface Messages {
  /** The mails owed to people, over all rooms. */
  list(filters?: MessageFilters, options?: CallOptions): PagedList<Message>;
  get(messageId: string, options?: CallOptions): Promise<Message>;
  /** The mail's bytes, with the tokens of its links overwritten. Never show them as a page. */
  raw(messageId: string, options?: CallOptions): Promise<Uint8Array>;
  /** Owes the same once more; resolves to the new message. */
  resend(messageId: string, options?: CallOptions): Promise<Message>;
}

export function createMessages(api: ApiClient): Messages {
  const at = (messageId: string) => ({ params: { path: { messageId } } });
  return {
    list: (filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        return unwrap(api.GET('/v1/messages', { params: { query }, ...readOptions(options) }));
      }),
    get: (id, options) =>
      unwrap(api.GET('/v1/messages/{messageId}', { ...at(id), ...readOptions(options) })),
    raw: async (id, options) => {
      const call = api.GET('/v1/messages/{messageId}/raw', {
        ...at(id),
        ...readOptions(options),
        parseAs: 'arrayBuffer',
      });
      return new Uint8Array(await unwrap(call));
    },
    resend: (id, options) =>
      unwrap(api.POST('/v1/messages/{messageId}/resend', { ...at(id), ...changeOptions(options) })),
  };
}
