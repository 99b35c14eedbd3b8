import type { Purpose } from '../links/purpose.ts';
import type { MessageKind } from '../scheduling/decision.ts';

/** The METHOD of a message's calendar object (RFC 5546 §1.4); NONE for a plain mail. */
export type MessageMethod = 'REQUEST' | 'CANCEL' | 'DECLINECOUNTER' | 'NONE';

interface KindFacts {
  readonly method: Exclude<MessageMethod, 'DECLINECOUNTER'>;
  readonly links: readonly Purpose[];
}

const plain: KindFacts = { method: 'NONE', links: [] };
const plainWithPropose: KindFacts = { method: 'NONE', links: ['propose'] };

const kinds: Readonly<Record<MessageKind, KindFacts>> = {
  invitation: { method: 'REQUEST', links: ['propose'] },
  update: { method: 'REQUEST', links: ['propose'] },
  cancellation: { method: 'CANCEL', links: [] },
  'guest-left': plain,
  'decline-confirmed': plain,
  'decline-held': { method: 'NONE', links: ['keep'] },
  'decline-noted': plain,
  'proposal-to-decide': { method: 'NONE', links: ['approve', 'decline'] },
  'proposal-sent': plain,
  'proposal-declined': plainWithPropose,
  'proposal-expired': plainWithPropose,
  'counter-not-understood': plainWithPropose,
  'delivery-trouble': plain,
  'fresh-link': plainWithPropose,
  'human-answer': plainWithPropose,
  'confirm-answer': { method: 'NONE', links: ['confirm'] },
  reminder: plainWithPropose,
  'answer-reminder': plainWithPropose,
};

/**
 * The METHOD a message carries; NONE: no calendar object at all. A refusal is told in words, and to
 * a calendar too where it `declinesCounter`.
 */
export function methodOf(kind: MessageKind, declinesCounter = false): MessageMethod {
  return declinesCounter ? 'DECLINECOUNTER' : kinds[kind].method;
}

/** The links a message of this kind needs; each is made for the recipient alone. */
export function linksOf(kind: MessageKind): readonly Purpose[] {
  return kinds[kind].links;
}
