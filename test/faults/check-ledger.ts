import { checkSentMails } from './judge/check-mails.ts';
import { checkPromises } from './judge/check-promises.ts';
import { checkRooms } from './judge/check-rooms.ts';
import type { Facts, Finding, RelayFacts } from './judge/facts.ts';
import type { Ledger } from './ledger.ts';

export interface Judgement {
  readonly findings: readonly Finding[];
  /** How many mails came more than once, each copy after the first counted. */
  readonly doubled: number;
  /** Commands, mails and messages that were judged. */
  readonly judged: number;
}

/**
 * The judge: what was acknowledged and what is owed against what the database and the relay have,
 * when everything is at rest. `mostDoubles`: crashes times the mails a worker has on the wire;
 * doubts that the relay made itself are counted here.
 */
export function judge(
  facts: Facts,
  ledger: Ledger,
  relay: RelayFacts,
  mostDoubles: number,
): Judgement {
  const copies = new Set(relay.arrivals.map(({ messageId }) => messageId)).size;
  const doubled = relay.arrivals.length - copies;
  const unanswered = relay.arrivals.filter(({ isAcknowledged }) => !isAcknowledged).length;
  const most = mostDoubles + unanswered;
  const findings: Finding[] = [
    ...checkPromises(facts, ledger),
    ...checkSentMails(facts, relay),
    ...checkRooms(facts),
    ...(doubled > most
      ? [{ kind: 'doubled' as const, what: `${doubled} mails came again; at most ${most} may` }]
      : []),
  ];
  const { calls, mails, visits } = ledger;
  const judged = calls.length + mails.length + visits.length + facts.messages.length;
  return { findings, doubled, judged };
}
