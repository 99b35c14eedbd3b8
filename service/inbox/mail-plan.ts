import type { Command, Question } from '../scheduling/command.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';
import type { Trust } from './judge-trust.ts';
import type { Mailbox } from './mailbox.ts';
import type { Envelope } from './parser/parse-child.ts';
import type { Addressee } from './recipient-views.ts';

/** All that is known about a mail besides what it says. */
export interface MailContext {
  readonly inboundMailId: string;
  /** What kind of address of ours it came to. */
  readonly mailbox: Mailbox;
  /** Whose address it came to, or whom it turned out to be about; null when nobody knows. */
  readonly addressee: Addressee | null;
  readonly envelope: Envelope;
  readonly receivedAt: Date;
  /** `undecided` only while there is still time to ask DNS again. */
  readonly trust: Trust;
  /** Whether an address is a mailbox of this service. */
  readonly isOurs: (address: string) => boolean;
  /** The message a report is about: by its bounce address, or by the Message-ID it returns. */
  readonly outboxId: string | null;
  /** Where mails of ours go instead of to their persons; null or absent: to them. */
  readonly redirectTo?: string | null;
  /** Id for the proposal this mail may make. */
  readonly newProposalId: string;
}

/** What to do about a mail. Without an outcome of its own, the command's decision gives it. */
export interface MailPlan {
  readonly command: Command | null;
  readonly outcome: InboundOutcome | null;
  /** Why; with no outcome of its own, what is worth knowing of an answer that is applied. */
  readonly reason: string | null;
  /** What the host application's operator may want to see besides. */
  readonly detail: Record<string, unknown> | null;
  /** What the mail asks for, when it waits for its person's word. */
  readonly question: Question | null;
  /** The address it came in the name of, while nobody knows whether that is this person's. */
  readonly alias: string | null;
  /** Why the message that a report is about will not arrive, though nobody is out of reach. */
  readonly givenUp: string | null;
  /** It depends on who sent it and DNS did not say: nothing is done, it is read again later. */
  readonly waits: boolean;
}

const bare = {
  outcome: null,
  reason: null,
  detail: null,
  question: null,
  alias: null,
  givenUp: null,
  waits: false,
};

/** A plan that leaves the room alone: only the outcome and its reason are written down. */
export function record(
  outcome: InboundOutcome,
  reason: string | null,
  detail: Record<string, unknown> | null = null,
): MailPlan {
  return { ...bare, command: null, outcome, reason, detail };
}

/** A plan that has a command's decision for its outcome, unless it brings one of its own. */
export function perform(command: Command, plan: Partial<MailPlan> = {}): MailPlan {
  return { ...bare, ...plan, command };
}

/** A plan to read the mail again later; it changes nothing if somebody carries it out. */
export function postpone(): MailPlan {
  return { ...record('parked', 'undecided'), waits: true };
}
