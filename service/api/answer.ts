import type { InboundMailView } from '../inbox/inbound-mail-views.ts';
import type { ProposalView, RoomView } from '../rooms/room-view.ts';
import { readOffset, writeOffset } from './cursor.ts';
import { explainOutcome } from './inbound-reasons.ts';
import { type ProblemCode, type ProblemFacts, renderProblem } from './problems.ts';

/** A finished answer, as it is sent and as an idempotency key keeps it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string;
}

/** A room with its version as `ETag`, for `If-Match` (RFC 9110 §8.8.3). */
export function roomAnswer(status: 200 | 201, room: RoomView): Answer {
  return {
    status,
    headers: {
      ETag: etagOf(room.version),
      ...(status === 201 ? { Location: `/v1/rooms/${room.id}` } : {}),
    },
    body: JSON.stringify(room),
  };
}

export function proposalAnswer(status: 200 | 201, proposal: ProposalView): Answer {
  return {
    status,
    headers: status === 201 ? { Location: `/v1/proposals/${proposal.id}` } : {},
    body: JSON.stringify(proposal),
  };
}

export function inboundMailAnswer(status: 200 | 202, mail: InboundMailView): Answer {
  return { status, headers: {}, body: JSON.stringify(explained(mail)) };
}

/** A mail with its outcome and reason in words. */
export const explained = (mail: InboundMailView) => ({
  ...mail,
  explanation: explainOutcome(mail.outcome, mail.reason),
});

/**
 * One page of a list that is short enough to be read whole and only ever grows at its end: what
 * became of one room. The cursor is how much of it was shown before.
 */
export function sliceAnswer(
  data: readonly unknown[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Answer {
  const from = cursor === undefined ? 0 : readOffset(cursor);
  const to = from + limit;
  return pageAnswer(data.slice(from, to), to < data.length ? writeOffset(to) : null);
}

/** One page of a list. */
export function pageAnswer(data: readonly unknown[], nextCursor: string | null = null): Answer {
  return { status: 200, headers: {}, body: JSON.stringify({ data, nextCursor }) };
}

export function problemAnswer(code: ProblemCode, facts: ProblemFacts, requestId: string): Answer {
  const problem = renderProblem(code, facts, requestId);
  return {
    status: problem.status,
    headers: { ...facts.headers, 'Content-Type': 'application/problem+json' },
    body: JSON.stringify(problem),
  };
}

export const etagOf = (version: number): string => `"${version}"`;
