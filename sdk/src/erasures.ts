import { type CallOptions, changeOptions } from './call-options.ts';
import { type ApiClient, unwrap } from './client.ts';
import type { Erasure, NewErasure } from './types.ts';

export interface Erasures {
  /** Forgets a person everywhere in this application; once more, or of a stranger, does nothing. */
  create(erasure: NewErasure, options?: CallOptions): Promise<Erasure>;
}

export function createErasures(api: ApiClient): Erasures {
  return {
    create: (body, options) =>
      unwrap(api.POST('/v1/erasures', { body, ...changeOptions(options) })),
  };
}
