import type { Decision, IgnoreReason, RefusalReason } from './decision.ts';

/** What became of a mail that came in (rules.md, Human mail). */
export const inboundOutcomes = [
  'applied',
  'duplicate',
  'superseded',
  'stale',
  'ignored',
  'parked',
  'human',
  'automatic',
  'bounce',
  'complaint',
  'unreadable',
] as const;
export type InboundOutcome = (typeof inboundOutcomes)[number];

/** Parked is what a person may still want to look at or replay; ignored is done with. */
const outcomes: Record<IgnoreReason | RefusalReason, InboundOutcome> = {
  'same-time': 'ignored',
  'same-wording': 'ignored',
  'room-open': 'ignored',
  'room-cancelled': 'ignored',
  'session-over': 'ignored',
  'no-longer-invited': 'ignored',
  'not-an-answer': 'ignored',
  'duplicate-answer': 'duplicate',
  'superseded-answer': 'superseded',
  'stale-answer': 'stale',
  'impossible-sequence': 'parked',
  'sent-again-lately': 'ignored',
  'not-answered-here': 'ignored',
  'proposal-settled': 'ignored',
  'duplicate-proposal': 'duplicate',
  'nothing-held': 'ignored',
  'not-due-yet': 'ignored',
  'already-known': 'ignored',
  unreachable: 'parked',
  'already-booked': 'ignored',
  'not-booked': 'ignored',
  'host-is-guest': 'ignored',
  'start-in-past': 'parked',
  'duration-not-allowed': 'parked',
  'too-short-notice': 'parked',
  'time-unchanged': 'ignored',
  'proposal-unknown': 'ignored',
  'own-proposal': 'ignored',
  'counter-not-allowed': 'parked',
  'too-many-proposals': 'parked',
};

/** The outcome of a mail whose command was ignored or refused. */
export function outcomeOfReason(reason: IgnoreReason | RefusalReason): InboundOutcome {
  return outcomes[reason];
}

/** The outcome of a mail whose command was decided. */
export function outcomeOfDecision(decision: Decision): InboundOutcome {
  if (decision.outcome !== 'changed') return outcomeOfReason(decision.reason);
  const { deed } = decision;
  return deed === 'counter-parked' || deed === 'confirmation-asked' ? 'parked' : 'applied';
}
