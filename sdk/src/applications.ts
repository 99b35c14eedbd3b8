import { type CallOptions, changeOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import { createPagedList, type PagedList, type PageFilters } from './paged-list.ts';
import type {
  ApiKey,
  Application,
  KeyRotation,
  NewApiKey,
  NewApplication,
  OperatorsChange,
  ShownApiKey,
} from './types.ts';

export interface ApplicationKeys {
  /** A new key; the answer is the only one that shows it. */
  create(applicationId: string, key?: NewApiKey, options?: CallOptions): Promise<ShownApiKey>;
  /** The keys, newest first, also those that have ended; none is shown. */
  list(applicationId: string, filters?: PageFilters, options?: CallOptions): PagedList<ApiKey>;
  /** Stops a key at once. */
  revoke(applicationId: string, keyId: string, options?: CallOptions): Promise<ApiKey>;
  /** A new key in the place of one, which is good for `overlapSeconds` (a day unless told) more. */
  rotate(
    applicationId: string,
    keyId: string,
    rotation?: KeyRotation,
    options?: CallOptions,
  ): Promise<ShownApiKey>;
}

export interface Applications {
  /** A new host application; it has no key yet. */
  create(application: NewApplication, options?: CallOptions): Promise<Application>;
  /** The host applications, newest first. */
  list(filters?: PageFilters, options?: CallOptions): PagedList<Application>;
  get(applicationId: string, options?: CallOptions): Promise<Application>;
  /** Changes what is named, also the name. */
  change(
    applicationId: string,
    change: OperatorsChange,
    options?: CallOptions,
  ): Promise<Application>;
  readonly keys: ApplicationKeys;
}

const path = '/v1/applications/{applicationId}';

export function createApplications(api: ApiClient): Applications {
  const at = (applicationId: string) => ({ params: { path: { applicationId } } });
  return {
    create: (body, options) =>
      unwrap(api.POST('/v1/applications', { body, ...changeOptions(options) })),
    list: (filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        return unwrap(api.GET('/v1/applications', { params: { query }, ...readOptions(options) }));
      }),
    get: (id, options) => unwrap(api.GET(path, { ...at(id), ...readOptions(options) })),
    change: (id, body, options) =>
      unwrap(api.PATCH(path, { ...at(id), body, ...changeOptions(options) })),
    keys: createApplicationKeys(api),
  };
}

function createApplicationKeys(api: ApiClient): ApplicationKeys {
  const at = (applicationId: string, keyId: string) => ({
    params: { path: { applicationId, keyId } },
  });
  return {
    create: (applicationId, body = {}, options) =>
      unwrap(
        api.POST(`${path}/keys`, {
          params: { path: { applicationId } },
          body,
          ...changeOptions(options),
        }),
      ),
    list: (applicationId, filters = {}, options) =>
      createPagedList((cursor) => {
        const query = { ...filters, ...(cursor !== undefined && { cursor }) };
        const call = { params: { path: { applicationId }, query }, ...readOptions(options) };
        return unwrap(api.GET(`${path}/keys`, call));
      }),
    revoke: (id, keyId, options) =>
      unwrap(api.DELETE(`${path}/keys/{keyId}`, { ...at(id, keyId), ...changeOptions(options) })),
    rotate: (id, keyId, body = {}, options) =>
      unwrap(
        api.POST(`${path}/keys/{keyId}/rotate`, {
          ...at(id, keyId),
          body,
          ...changeOptions(options),
        }),
      ),
  };
}
