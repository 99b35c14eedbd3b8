import type { Tx } from '../db/transaction.ts';
import { makeUnread } from '../ops/unread-mail-store.ts';
import { bringForward, giveUp } from '../outbox/operate-store.ts';
import { recordHistory } from '../rooms/apply.ts';
import type { Cause } from '../rooms/cause.ts';
import { recordReported } from '../rooms/record-reported.ts';
import { viewRoom } from '../rooms/room-views.ts';
import { changeEndpoint, replayDeliveries } from '../webhooks/endpoint-store.ts';
import { viewEndpoint } from '../webhooks/endpoint-views.ts';
import { holdEndpoint } from '../webhooks/settle-store.ts';
import { retryJob } from './job-store.ts';
import type { OperatorDeps } from './operator-deps.ts';
import type { Target } from './target-views.ts';
import type { ActionName } from './work-lists.ts';

type ActDeps = Pick<OperatorDeps, 'waist' | 'clock' | 'random'>;

export interface ActContext {
  readonly requestId: string;
  /** From when on events are posted again. */
  readonly since: Date | null;
}

/** Why a thing was left as it is; null: it was done. */
export type Refusal = string | null;

type Act = (deps: ActDeps, tx: Tx, target: Owned, context: ActContext) => Promise<Refusal>;

/** A target that belongs to an application. */
type Owned = Target & { readonly applicationId: string };

/**
 * An operator is none of the people of a room, and no host application: history and events have
 * the request, and the log of operators' actions whose it was.
 */
const causeOf = (requestId: string): Cause => ({
  channel: 'api',
  actor: null,
  requestId,
  inboundMailId: null,
  linkId: null,
  outboxId: null,
});

const acts: Readonly<Record<Exclude<ActionName, 'retry-job' | 'replay-mail'>, Act>> = {
  'resend-message': async ({ waist }, tx, { applicationId, id }, { requestId }) => {
    const resent = await waist.resend(tx, applicationId, id, causeOf(requestId));
    return 'refused' in resent ? resent.refused : null;
  },
  'send-message-now': async (deps, tx, target, { requestId }) => {
    const message = await bringForward(tx, target, deps.clock.now());
    if (message === null) return 'message-not-waiting';
    const cause = { ...causeOf(requestId), outboxId: target.id };
    await note(deps, tx, target, 'brought-forward', cause);
    return null;
  },
  'give-up-message': async (deps, tx, target, { requestId }) => {
    const now = deps.clock.now();
    const message = await giveUp(tx, target, now);
    if (message === null) return 'message-not-waiting';
    const cause = { ...causeOf(requestId), outboxId: target.id };
    const report = { type: 'message.failed', message: { ...message }, why: 'given up' } as const;
    const ref = { applicationId: target.applicationId, roomId: target.roomId ?? '' };
    await recordReported(tx, ref, { ...report, cause }, now, deps.random);
    return null;
  },
  'lift-suppression': async ({ waist }, tx, { applicationId, roomId, id }, { requestId }) => {
    const ref = { applicationId, roomId: roomId ?? '' };
    const isLifted = await waist.makeReachable(tx, ref, id, causeOf(requestId));
    return isLifted ? null : 'person-reachable';
  },
  'enable-endpoint': async ({ clock }, tx, { applicationId, id }) => {
    const isThere = await holdEndpoint(tx, { applicationId, endpointId: id });
    const endpoint = isThere ? await viewEndpoint(tx, applicationId, id) : null;
    if (endpoint === null) return 'unknown';
    if (endpoint.enabled) return 'endpoint-enabled';
    await changeEndpoint(tx, applicationId, id, { enabled: true }, clock.now());
    return null;
  },
  'replay-endpoint': async ({ clock }, tx, { applicationId, id }, { since }) => {
    const isThere = await holdEndpoint(tx, { applicationId, endpointId: id });
    const endpoint = isThere ? await viewEndpoint(tx, applicationId, id) : null;
    if (endpoint === null || since === null) return 'unknown';
    if (!endpoint.enabled) return 'webhook-endpoint-disabled';
    const replay = { since, until: null, eventTypes: null, onlyFailed: true };
    await replayDeliveries(tx, applicationId, id, replay, clock.now());
    return null;
  },
};

/** Does one action to one thing, in the caller's transaction; a refusal leaves it as it was. */
export async function act(
  deps: ActDeps,
  tx: Tx,
  action: ActionName,
  target: Target,
  context: ActContext,
): Promise<Refusal> {
  const { applicationId, id } = target;
  if (action === 'retry-job') return (await retryJob(tx, id)) ? null : 'job-not-failed';
  if (action === 'replay-mail') return replay(deps, tx, target, context);
  if (applicationId === null) return 'unknown';
  return acts[action](deps, tx, { ...target, applicationId }, context);
}

async function replay(deps: ActDeps, tx: Tx, target: Target, { requestId }: ActContext) {
  const { applicationId, id } = target;
  if ((await makeUnread(tx, applicationId, [id])) === 0) return 'not-replayable';
  const cause = { ...causeOf(requestId), inboundMailId: id };
  if (applicationId !== null) {
    await note(deps, tx, { ...target, applicationId }, 'mail-read-again', cause);
  }
  return null;
}

/** A line of the room's history for what changes no room. */
async function note(deps: ActDeps, tx: Tx, target: Owned, deed: string, cause: Cause) {
  const { applicationId, roomId } = target;
  const room = roomId === null ? null : await viewRoom(tx, applicationId, roomId);
  if (room === null) return;
  const { version, icsSequence } = room;
  const entry = { deed, version, icsSequence, why: null, proposalId: null, detail: {} };
  const ref = { applicationId, roomId: room.id };
  await recordHistory(tx, ref, { ...entry, occurredAt: deps.clock.now() }, cause);
}

/** Who is to be woken once an action is committed. */
export const taskOf: Readonly<
  Record<ActionName, 'send-messages' | 'read-mails' | 'deliver-webhooks' | null>
> = {
  'resend-message': 'send-messages',
  'send-message-now': 'send-messages',
  'give-up-message': null,
  'replay-mail': 'read-mails',
  'lift-suppression': null,
  'enable-endpoint': 'deliver-webhooks',
  'replay-endpoint': 'deliver-webhooks',
  'retry-job': null,
};
