import type { Tx } from '../db/transaction.ts';
import type { NewRoomFacts } from '../rooms/apply.ts';
import { viewRoom } from '../rooms/room-views.ts';
import type { Command } from '../scheduling/command.ts';
import { type Answer, problemAnswer, roomAnswer } from './answer.ts';
import {
  answerChange,
  type ChangeOutcome,
  type ChangeRequest,
  refusalAnswer,
} from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { checkIfMatch } from './if-match.ts';
import { ProblemError } from './problems.ts';
import { causeOf } from './request-context.ts';
import { guardRoom } from './room-guard-store.ts';
import type { RoomChange } from './room-input.ts';

/** A change of a room that exists. */
export interface RoomRequest extends ChangeRequest {
  readonly roomId: string;
  readonly ifMatch: string | undefined;
}

/** Creates a room and answers 201 with it. */
export async function createRoom(
  deps: ApiDeps,
  request: ChangeRequest,
  facts: NewRoomFacts,
): Promise<Answer> {
  const { applicationId, requestId } = request.context;
  const { answer } = await answerChange(deps, 'create-room', request, async (tx) => {
    const cause = causeOf(request.context);
    const { decision, roomId } = await deps.waist.create(tx, applicationId, facts, cause);
    const refusal = refusalAnswer(decision, requestId);
    if (refusal !== null) return { answer: refusal, decision };
    const room = await viewRoom(tx, applicationId, roomId);
    if (room === null) throw new Error(`room ${roomId} was just created`);
    return { answer: roomAnswer(201, room), decision };
  });
  return answer;
}

/** Asks one command of a room and answers with the room as it is then. */
export async function commandRoom(
  deps: ApiDeps,
  name: string,
  request: RoomRequest,
  command: Command,
): Promise<Answer> {
  const { answer } = await answerChange(deps, name, request, async (tx) => {
    await guardVersion(tx, request);
    return applyToRoom(deps, tx, request, command);
  });
  return answer;
}

/** Changes wording and notes; what the request leaves out stays as it is. */
export async function changeRoom(
  deps: ApiDeps,
  request: RoomRequest,
  { metadata, ...wording }: RoomChange,
): Promise<Answer> {
  const { applicationId, requestId } = request.context;
  const { answer } = await answerChange(deps, 'change-room', request, async (tx) => {
    const room = await guardRoom(tx, applicationId, request.roomId);
    if (room === null) throw new ProblemError('unknown-room');
    checkIfMatch(request.ifMatch, room.version);
    if (room.status === 'cancelled') {
      const answer = problemAnswer('room-cancelled', {}, requestId);
      return { answer, decision: { outcome: 'refused', reason: 'room-cancelled' } };
    }
    // Before the wording, so that the event about it shows the new notes too.
    if (metadata) {
      const ref = { applicationId, roomId: request.roomId };
      await deps.waist.setMetadata(tx, ref, metadata, causeOf(request.context));
    }
    const merged = { ...room.wording, ...wording };
    return applyToRoom(deps, tx, request, { do: 'change-wording', wording: merged });
  });
  return answer;
}

async function applyToRoom(
  deps: ApiDeps,
  tx: Tx,
  { context, roomId }: RoomRequest,
  command: Command,
): Promise<ChangeOutcome> {
  const { applicationId, requestId } = context;
  const ref = { applicationId, roomId };
  const decision = await deps.waist.apply(tx, ref, command, causeOf(context));
  if (decision.outcome === 'unknown-room') throw new ProblemError('unknown-room');
  const refusal = refusalAnswer(decision, requestId);
  if (refusal !== null) return { answer: refusal, decision };
  const room = await viewRoom(tx, applicationId, roomId);
  if (room === null) throw new ProblemError('unknown-room');
  return { answer: roomAnswer(200, room), decision };
}

/** Holds the room still before its version is compared; without `If-Match` the waist does. */
export async function guardVersion(tx: Tx, request: RoomRequest): Promise<void> {
  if (request.ifMatch === undefined) return;
  const room = await guardRoom(tx, request.context.applicationId, request.roomId);
  if (room === null) throw new ProblemError('unknown-room');
  checkIfMatch(request.ifMatch, room.version);
}
