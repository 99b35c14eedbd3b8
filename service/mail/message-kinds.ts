import type { Purpose } from '../links/purpose.ts';
import { type MessageKind, messageKinds } from '../scheduling/decision.ts';

/** What the rules owe, and the reminder that is to come before a session. */
export type MailKind = MessageKind | 'reminder';
export const mailKinds: readonly MailKind[] = [...messageKinds, 'reminder'];

/** The METHOD of a message's calendar object (RFC 5546 §1.4); NONE for a plain mail. */
export type MessageMethod = 'REQUEST' | 'CANCEL' | 'NONE';

interface KindFacts {
  readonly method: MessageMethod;
  readonly links: readonly Purpose[];
}

const plain: KindFacts = { method: 'NONE', links: [] };
const plainWithPropose: KindFacts = { method: 'NONE', links: ['propose'] };

const kinds: Readonly<Record<MailKind, KindFacts>> = {
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
};

/** The METHOD a message of this kind carries; NONE: no calendar object at all. */
export function methodOf(kind: MailKind): MessageMethod {
  return kinds[kind].method;
}

/** The links a message of this kind needs; each is made for the recipient alone. */
export function linksOf(kind: MailKind): readonly Purpose[] {
  return kinds[kind].links;
}
