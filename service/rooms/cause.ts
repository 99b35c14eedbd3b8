/** By which way a command came in, and whose it was: history and events carry it. */
export interface Cause {
  readonly channel: 'api' | 'mail' | 'link' | 'job' | 'bounce';
  readonly actor: 'host' | 'guest' | 'application' | null;
  readonly requestId: string | null;
  readonly inboundMailId: string | null;
  readonly linkId: string | null;
  readonly outboxId: string | null;
}
