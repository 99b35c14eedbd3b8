import type { Cause } from '../rooms/cause.ts';

/** Who asks, and under which name the request is found again in logs, history and events. */
export interface RequestContext {
  readonly requestId: string;
  readonly applicationId: string;
}

/** Every command from the API is the host application's. */
export function causeOf(context: RequestContext): Cause {
  return {
    channel: 'api',
    actor: 'application',
    requestId: context.requestId,
    inboundMailId: null,
    linkId: null,
    outboxId: null,
  };
}
