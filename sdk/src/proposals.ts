import { type CallOptions, changeOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import { createPagedList, type PagedList, type PageFilters } from './paged-list.ts';
import type { NewProposal, Proposal } from './types.ts';

export interface Proposals {
  /** All proposals made about a room, oldest first. */
  list(roomId: string, filters?: PageFilters, options?: CallOptions): PagedList<Proposal>;
  /** Proposes a time for one person; the other is mailed. */
  create(roomId: string, proposal: NewProposal, options?: CallOptions): Promise<Proposal>;
  get(proposalId: string, options?: CallOptions): Promise<Proposal>;
  /** Moves the room to the proposed time. */
  approve(proposalId: string, options?: CallOptions): Promise<Proposal>;
  /** Changes nothing; the proposer is told. */
  decline(proposalId: string, options?: CallOptions): Promise<Proposal>;
}

export function createProposals(api: ApiClient): Proposals {
  const inRoom = (roomId: string) => ({ params: { path: { roomId } } });
  const at = (proposalId: string) => ({ params: { path: { proposalId } } });
  return {
    list: (roomId, filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        const call = { params: { path: { roomId }, query }, ...readOptions(options) };
        return unwrap(api.GET('/v1/rooms/{roomId}/proposals', call));
      }),
    create: (roomId, body, options) =>
      unwrap(
        api.POST('/v1/rooms/{roomId}/proposals', {
          ...inRoom(roomId),
          body,
          ...changeOptions(options),
        }),
      ),
    get: (id, options) =>
      unwrap(api.GET('/v1/proposals/{proposalId}', { ...at(id), ...readOptions(options) })),
    approve: (id, options) =>
      unwrap(
        api.POST('/v1/proposals/{proposalId}/approve', { ...at(id), ...changeOptions(options) }),
      ),
    decline: (id, options) =>
      unwrap(
        api.POST('/v1/proposals/{proposalId}/decline', { ...at(id), ...changeOptions(options) }),
      ),
  };
}
