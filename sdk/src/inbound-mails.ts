import { type CallOptions, changeOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import { createPagedList, type PagedList } from './paged-list.ts';
import type { InboundMail } from './types.ts';

export interface InboundMailFilters {
  readonly outcome?: NonNullable<InboundMail['outcome']>;
  readonly kind?: NonNullable<InboundMail['kind']>;
  readonly roomId?: string;
  /** Mails to the addresses made for this one of the two. */
  readonly attendee?: 'host' | 'guest';
  /** Mails that came in at this time or later (RFC 3339) … */
  readonly from?: string;
  /** … and before this one. */
  readonly to?: string;
  /** Mails on one page; 20 unless told. */
  readonly limit?: number;
}

export type InboundMailList = PagedList<InboundMail>;

export interface InboundMails {
  /** Mails that came in, newest first. */
  list(filters?: InboundMailFilters, options?: CallOptions): InboundMailList;
  /** What became of a mail, and why. */
  get(inboundMailId: string, options?: CallOptions): Promise<InboundMail>;
  /** Its bytes (message/rfc822), with the tokens in them overwritten. Never show them as a page. */
  raw(inboundMailId: string, options?: CallOptions): Promise<Uint8Array>;
  /** Has a parked or unreadable mail read again; its new outcome follows soon. */
  replay(inboundMailId: string, options?: CallOptions): Promise<InboundMail>;
}

export function createInboundMails(api: ApiClient): InboundMails {
  const at = (inboundMailId: string) => ({ params: { path: { inboundMailId } } });
  return {
    list: (filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        return unwrap(api.GET('/v1/inbound-mails', { params: { query }, ...readOptions(options) }));
      }),
    get: (id, options) =>
      unwrap(api.GET('/v1/inbound-mails/{inboundMailId}', { ...at(id), ...readOptions(options) })),
    raw: async (id, options) => {
      const call = api.GET('/v1/inbound-mails/{inboundMailId}/raw', {
        ...at(id),
        ...readOptions(options),
        parseAs: 'arrayBuffer',
      });
      return new Uint8Array(await unwrap(call));
    },
    replay: (id, options) =>
      unwrap(
        api.POST('/v1/inbound-mails/{inboundMailId}/replay', {
          ...at(id),
          ...changeOptions(options),
        }),
      ),
  };
}
