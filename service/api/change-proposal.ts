import type { Tx } from '../db/transaction.ts';
import { viewProposal, viewProposals } from '../rooms/room-views.ts';
import type { Decision } from '../scheduling/decision.ts';
import type { Role } from '../scheduling/room.ts';
import { type Answer, problemAnswer, proposalAnswer } from './answer.ts';
import {
  answerChange,
  type ChangeOutcome,
  type ChangeRequest,
  refusalAnswer,
} from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { guardVersion, type RoomRequest } from './change-room.ts';
import { ProblemError } from './problems.ts';
import { causeOf } from './request-context.ts';

export interface Wish {
  readonly by: Role;
  readonly startUtc: Date;
  readonly durationMinutes: number | null;
  readonly note: string | null;
}

/** Proposes a time: 201 with the proposal, or 200 with the same one if it is open already. */
export async function createProposal(
  deps: ApiDeps,
  request: RoomRequest,
  wish: Wish,
): Promise<Answer> {
  const { answer, decision } = await answerChange(deps, 'propose', request, async (tx) => {
    await guardVersion(tx, request);
    const { applicationId, requestId } = request.context;
    const proposalId = deps.random.uuid();
    const command = { do: 'propose' as const, source: 'api' as const, proposalId, ...wish };
    const ref = { applicationId, roomId: request.roomId };
    const decision = await deps.waist.apply(tx, ref, command, causeOf(request.context));
    if (decision.outcome === 'unknown-room') throw new ProblemError('unknown-room');
    const refusal = refusalAnswer(decision, requestId);
    if (refusal !== null) return { answer: refusal, decision };
    const all = await viewProposals(tx, applicationId, request.roomId);
    const isNew = decision.outcome === 'changed';
    const proposal = all.find((one) =>
      isNew ? one.id === proposalId : one.status === 'pending' && one.proposedBy === wish.by,
    );
    if (proposal === undefined) throw new Error(`no proposal after ${decision.outcome}`);
    return { answer: proposalAnswer(isNew ? 201 : 200, proposal), decision };
  });
  if (decision?.outcome === 'changed') deps.metrics.proposal('api');
  return answer;
}

/** The host application approves or declines, as one of the two people could. */
export async function decideProposal(
  deps: ApiDeps,
  request: ChangeRequest,
  proposalId: string,
  verdict: 'approved' | 'declined',
): Promise<Answer> {
  const name = verdict === 'approved' ? 'approve-proposal' : 'decline-proposal';
  const { answer, decision } = await answerChange(deps, name, request, (tx) =>
    settle(deps, tx, request, proposalId, verdict),
  );
  if (decision?.outcome === 'changed') deps.metrics.proposalDecision(verdict);
  return answer;
}

async function settle(
  deps: ApiDeps,
  tx: Tx,
  { context }: ChangeRequest,
  proposalId: string,
  verdict: 'approved' | 'declined',
): Promise<ChangeOutcome> {
  const { applicationId } = context;
  const found = await viewProposal(tx, applicationId, proposalId);
  if (found === null) throw new ProblemError('unknown-proposal');
  const decision = await deps.waist.apply(
    tx,
    { applicationId, roomId: found.roomId },
    {
      do: verdict === 'approved' ? 'approve' : 'decline-proposal',
      proposalId,
      by: 'application',
    },
    causeOf(context),
  );
  if (decision.outcome === 'unknown-room') throw new ProblemError('unknown-proposal');
  return { answer: await settledAnswer(tx, context, proposalId, verdict, decision), decision };
}

/** Settled the way that was asked for is a success, by whomever; otherwise it is too late. */
async function settledAnswer(
  tx: Tx,
  { applicationId, requestId }: ChangeRequest['context'],
  proposalId: string,
  verdict: 'approved' | 'declined',
  decision: Decision,
): Promise<Answer> {
  const refusal = refusalAnswer(decision, requestId);
  if (refusal !== null) return refusal;
  const proposal = await viewProposal(tx, applicationId, proposalId);
  if (proposal === null) throw new ProblemError('unknown-proposal');
  if (proposal.status === verdict) return proposalAnswer(200, proposal);
  // Links tell what became of the proposal; an application is told why no command helps any more.
  const isCancelled = 'room' in decision && decision.room.status === 'cancelled';
  if (isCancelled) return problemAnswer('room-cancelled', {}, requestId);
  const settled = proposal.status === 'pending' ? 'expired' : proposal.status;
  return problemAnswer('proposal-settled', { detail: `The proposal is ${settled}.` }, requestId);
}
