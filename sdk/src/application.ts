import { type CallOptions, changeOptions, readOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import type { Application, ApplicationChange } from './types.ts';

export interface ApplicationSettings {
  /** The settings of the application whose key the client has. */
  get(options?: CallOptions): Promise<Application>;
  /** Changes what is named; `null` takes back a name or a part of the brand. */
  change(change: ApplicationChange, options?: CallOptions): Promise<Application>;
}

export function createApplicationSettings(api: ApiClient): ApplicationSettings {
  return {
    get: (options) => unwrap(api.GET('/v1/application', { ...readOptions(options) })),
    change: (body, options) =>
      unwrap(api.PATCH('/v1/application', { body, ...changeOptions(options) })),
  };
}
