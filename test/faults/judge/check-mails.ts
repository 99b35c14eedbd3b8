import type { Arrival } from '../recording-relay.ts';
import {
  type AttemptFact,
  byKey,
  compareAge,
  type Facts,
  type Finding,
  isCalendar,
  type MessageFact,
  type RelayFacts,
} from './facts.ts';

/** What was owed by mail against what the relay has. */
export const checkSentMails = (facts: Facts, relay: RelayFacts): Finding[] => [
  ...checkEnds(facts, relay),
  ...checkOwed(facts, relay),
  ...checkDoubles(facts, relay),
  ...checkOrder(facts, relay),
  ...checkAttempts(facts),
];

const nameOf = ({ id, method, sequence, revision }: MessageFact): string =>
  `message ${id} (${method} ${sequence}.${revision})`;

/** Every message has come to an end, and to the right one. */
function checkEnds({ messages, proposals }: Facts, { arrivals, refused }: RelayFacts): Finding[] {
  const arrived = new Set(arrivals.map(({ messageId }) => messageId));
  const newest = newestByAttendee(messages);
  const statuses = new Map(proposals.map(({ id, status }) => [id, status]));
  return messages.flatMap((message): Finding[] => {
    const { state, messageId, attendeeEmail, isSettled } = message;
    const finding = (kind: Finding['kind'], what: string): Finding[] => [
      { kind, what: `${nameOf(message)} ${what}` },
    ];
    const isPointless =
      isCalendar(message) && newest.get(message.attendeeId) !== message
        ? true
        : message.kind === 'proposal-to-decide' &&
          statuses.get(message.proposalId ?? '') !== 'pending';
    switch (state) {
      case 'sent':
      case 'delivered':
        return arrived.has(messageId) ? [] : finding('lost', `is ${state} and never arrived`);
      case 'superseded':
        if (arrived.has(messageId)) return finding('order', 'is superseded and arrived');
        return isPointless ? [] : finding('lost', 'is superseded by nothing');
      case 'failed':
        return refused.has(messageId) || refused.has(`<${attendeeEmail}>`)
          ? []
          : finding('lost', 'failed, and the relay never refused it');
      case 'unknown':
        if (!isSettled) return finding('lost', 'is still in doubt');
        return isPointless ? [] : finding('lost', 'was given up in doubt');
      default:
        return finding('lost', `is still ${state}`);
    }
  });
}

function newestByAttendee(messages: readonly MessageFact[]): Map<string, MessageFact> {
  const newest = new Map<string, MessageFact>();
  for (const message of messages.filter(isCalendar)) {
    const other = newest.get(message.attendeeId);
    if (!other || compareAge(other, message) < 0) newest.set(message.attendeeId, message);
  }
  return newest;
}

/** How many calendar messages a change of a booked room owes at once. */
const owedBy: Readonly<Record<string, { readonly method: string; readonly count: number }>> = {
  booked: { method: 'REQUEST', count: 2 },
  unbooked: { method: 'CANCEL', count: 1 },
};

/** A change and the mail it owes are there together; and nothing arrived that nobody owed. */
function checkOwed({ messages, history }: Facts, { arrivals }: RelayFacts): Finding[] {
  const ofChange = byKey(messages, ({ roomId, roomVersion }) => `${roomId} ${roomVersion}`);
  const missing = history.flatMap(({ roomId, version, deed }): Finding[] => {
    const owed = owedBy[deed];
    if (!owed) return [];
    const found = (ofChange.get(`${roomId} ${version}`) ?? []).filter(
      ({ method }) => method === owed.method,
    );
    return found.length === owed.count
      ? []
      : [{ kind: 'lost', what: `room ${roomId} was ${deed} and owes ${found.length} mails` }];
  });
  const known = new Set(messages.map(({ messageId }) => messageId));
  const foreign = arrivals.flatMap(({ messageId }): Finding[] =>
    known.has(messageId) ? [] : [{ kind: 'doubled', what: `nobody owed ${messageId}` }],
  );
  return [...missing, ...foreign];
}

/** A mail comes twice only after a doubt that is on record, and then byte for byte the same. */
function checkDoubles({ messages, attempts }: Facts, { arrivals }: RelayFacts): Finding[] {
  const tries = byKey(attempts, ({ outboxId }) => outboxId);
  const byMessageId = new Map(messages.map((message) => [message.messageId, message]));
  return [...byKey(arrivals, ({ messageId }) => messageId)].flatMap(([id, copies]): Finding[] => {
    const message = byMessageId.get(id);
    if (!message || copies.length < 2) return [];
    const doubts = (tries.get(message.id) ?? []).filter(({ outcome }) => outcome === 'unknown');
    const name = nameOf(message);
    return [
      ...(copies.length - 1 > doubts.length
        ? [{ kind: 'doubled' as const, what: `${name} came ${copies.length} times without doubt` }]
        : []),
      ...(copies.some(({ digest }) => digest !== copies[0]?.digest)
        ? [{ kind: 'bytes' as const, what: `${name} came again with other bytes` }]
        : []),
    ];
  });
}

/** For each attendee nothing older comes after something newer. */
function checkOrder({ messages }: Facts, { arrivals }: RelayFacts): Finding[] {
  const byMessageId = new Map(messages.map((message) => [message.messageId, message]));
  const latest = new Map<string, MessageFact>();
  return inOrder(arrivals).flatMap(({ messageId }): Finding[] => {
    const message = byMessageId.get(messageId);
    if (!message || !isCalendar(message)) return [];
    const before = latest.get(message.attendeeId);
    if (before && compareAge(message, before) < 0) {
      return [{ kind: 'order', what: `${nameOf(message)} came after ${nameOf(before)}` }];
    }
    latest.set(message.attendeeId, message);
    return [];
  });
}

const inOrder = (arrivals: readonly Arrival[]): readonly Arrival[] =>
  [...arrivals].sort((a, b) => a.atMs - b.atMs);

/** Attempts are a ledger of their own: none open, none accepted twice, none behind its time. */
function checkAttempts({ messages, attempts }: Facts): Finding[] {
  const tries = byKey(attempts, ({ outboxId }) => outboxId);
  return messages.flatMap((message) =>
    attemptFaults(message, tries.get(message.id) ?? []).map(
      (what): Finding => ({ kind: 'attempt', what: `${nameOf(message)} ${what}` }),
    ),
  );
}

function attemptFaults({ state }: MessageFact, tries: readonly AttemptFact[]): string[] {
  const accepted = tries.filter(({ outcome }) => outcome === 'accepted');
  const last = Math.max(...tries.map(({ fence }) => fence));
  return [
    ...(tries.some(({ outcome }) => outcome === null) ? ['has an attempt without an end'] : []),
    ...(state === 'sent' && accepted.length === 0 ? ['is sent without an accepted attempt'] : []),
    ...(accepted.length > 1 ? ['was accepted twice on record'] : []),
    ...(accepted.some(({ fence }) => fence < last) ? ['was tried again after its success'] : []),
    ...(tries.some(({ outcome, isDotWritten }) => outcome === 'accepted' && !isDotWritten)
      ? ['was accepted without its final dot on record']
      : []),
  ];
}
