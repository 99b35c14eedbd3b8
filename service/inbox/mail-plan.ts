import type { Command } from '../scheduling/command.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';
import type { Envelope } from './parse-child.ts';
import type { Addressee } from './recipient-views.ts';

/** All that is known about a mail besides what it says. */
export interface MailContext {
  /** Whose address it came to; null for postmaster. */
  readonly addressee: Addressee | null;
  readonly envelope: Envelope;
  readonly receivedAt: Date;
  /** The message a report is about: by its bounce address, or by the Message-ID it returns. */
  readonly outboxId: string | null;
  /** Id for the proposal this mail may make. */
  readonly newProposalId: string;
}

/** What to do about a mail. Without an outcome of its own, the command's decision gives it. */
export interface MailPlan {
  readonly command: Command | null;
  readonly outcome: InboundOutcome | null;
  readonly reason: string | null;
  /** What the host application's operator may want to see besides. */
  readonly detail: Record<string, unknown> | null;
}

/** A plan that leaves the room alone: only the outcome and its reason are written down. */
export function record(
  outcome: InboundOutcome,
  reason: string | null,
  detail: Record<string, unknown> | null = null,
): MailPlan {
  return { command: null, outcome, reason, detail };
}
