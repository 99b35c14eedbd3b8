import type { Tx } from '../db/transaction.ts';
import type { Applied, Waist } from '../rooms/apply.ts';
import type { Cause } from '../rooms/cause.ts';
import type { Command } from '../scheduling/command.ts';
import type { Decision } from '../scheduling/decision.ts';
import { type InboundOutcome, outcomeOfDecision } from '../scheduling/inbound-outcome.ts';
import { freezeQuestion } from '../scheduling/parked-question.ts';
import type { UnreadMail } from './inbox-store.ts';
import type { MailPlan } from './mail-plan.ts';
import { markComplained, moveMessage } from './message-state-store.ts';
import type { Addressee } from './recipient-views.ts';

/** What a mail came to. */
export interface Verdict {
  readonly outcome: InboundOutcome;
  readonly reason: string | null;
  readonly applied: Applied | null;
  /** What it asks for, frozen, when its person may confirm it. */
  readonly question: unknown;
  readonly alias: string | null;
}

/** Whose word the mail is; null when it may be somebody else's, or nobody's as a bounce is. */
export function actorOf({ command }: MailPlan, { role }: Addressee): Cause['actor'] {
  const isTheirWord =
    command !== null && command.do !== 'record-undeliverable' && command.do !== 'ask-confirmation';
  return isTheirWord ? role : null;
}

/** Takes a plan's command to the waist, in the transaction that records the outcome. */
export async function carryOut(
  tx: Tx,
  waist: Waist,
  plan: MailPlan,
  mail: UnreadMail,
  addressee: Addressee | null,
  outboxId: string | null,
  at: Date,
): Promise<Verdict> {
  const { command, outcome, reason } = plan;
  if (!command || !addressee) return verdict(outcome ?? 'ignored', reason);
  const isBounce = command.do === 'record-undeliverable';
  const cause: Cause = {
    channel: isBounce ? 'bounce' : 'mail',
    actor: actorOf(plan, addressee),
    requestId: null,
    inboundMailId: mail.id,
    linkId: null,
    outboxId: isBounce ? outboxId : null,
  };
  if (command.do === 'ask-confirmation') return ask(tx, waist, plan, command, addressee, cause);
  const applied = await waist.apply(tx, addressee, command, cause);
  if (isBounce && outboxId) await mark(tx, plan, command.reason, addressee, outboxId, at);
  if (applied.outcome === 'unknown-room') {
    return verdict(outcome ?? 'ignored', applied.outcome, applied);
  }
  if (outcome) return verdict(outcome, reason ?? whyNot(applied), applied);
  return verdict(outcomeOfDecision(applied), whyNot(applied) ?? reason, applied);
}

/** What a report by mail says of the message itself; the same as one by a provider's hook. */
async function mark(
  tx: Tx,
  { outcome }: MailPlan,
  reason: string,
  { applicationId }: Addressee,
  outboxId: string,
  at: Date,
): Promise<void> {
  const message = { applicationId, id: outboxId };
  if (outcome === 'complaint') await markComplained(tx, message, at);
  else await moveMessage(tx, message, { state: 'bounced', response: reason, at });
}

/**
 * The mail waits for its person's word, unless that would change nothing: then it has the outcome
 * it would have had. A person who was asked lately is not asked again, and may confirm it yet.
 */
async function ask(
  tx: Tx,
  waist: Waist,
  { reason, question, alias }: MailPlan,
  command: Command,
  addressee: Addressee,
  cause: Cause,
): Promise<Verdict> {
  if (!question) return verdict('parked', reason);
  const applied = await waist.apply(tx, addressee, command, cause);
  if (applied.outcome === 'unknown-room') return verdict('ignored', applied.outcome, applied);
  const isMoot = applied.outcome !== 'changed' && applied.reason !== 'sent-again-lately';
  if (isMoot) return verdict(outcomeOfDecision(applied), applied.reason, applied);
  return { outcome: 'parked', reason, applied, question: freezeQuestion(question), alias };
}

const verdict = (
  outcome: InboundOutcome,
  reason: string | null,
  applied: Applied | null = null,
): Verdict => ({ outcome, reason, applied, question: null, alias: null });

/** A counter nobody could understand was answered, and still waits for a person to look at it. */
function whyNot(decision: Decision): string | null {
  if (decision.outcome !== 'changed') return decision.reason;
  return decision.deed === 'counter-parked' ? decision.deed : null;
}
