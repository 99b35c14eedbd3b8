import { inTransaction } from '../db/transaction.ts';
import type { Applied } from '../rooms/apply.ts';
import type { Cause } from '../rooms/cause.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { Command } from '../scheduling/command.ts';
import type { Room } from '../scheduling/room.ts';
import type { PageDeps } from './page-deps.ts';
import { markUsed } from './used-link-store.ts';

/**
 * Applies a command in the name of the person a link belongs to. The link's first use commits
 * with what it changed; the worker is woken after the commit.
 */
export async function applyByLink(
  deps: PageDeps,
  view: LinkView,
  command: Command,
  requestId: string,
): Promise<Applied> {
  const now = deps.clock.now();
  const ref = { applicationId: view.applicationId, roomId: view.roomId };
  const cause = causeOf(view, requestId);
  const applied = await inTransaction(deps.database, `link-${command.do}`, async (tx) => {
    const outcome = await deps.waist.apply(tx, ref, command, cause);
    if (outcome.outcome !== 'changed') return outcome;
    if (!isIn(outcome.room, view.attendeeId)) throw new PlaceTaken();
    await markUsed(tx, view, now);
    return outcome;
  }).catch(refusePlaceTaken);
  if ('messages' in applied && applied.messages.length > 0) deps.doorbell.ring('send-messages');
  const reason = 'reason' in applied ? applied.reason : null;
  deps.log.info(
    { requestId, roomId: view.roomId, linkId: view.linkId, deed: command.do, reason },
    `link ${applied.outcome}`,
  );
  return applied;
}

/** What a link does is done by the person it was made for. */
export function causeOf(view: LinkView, requestId: string): Cause {
  return {
    channel: 'link',
    actor: view.role,
    requestId,
    inboundMailId: null,
    linkId: view.linkId,
    outboxId: null,
  };
}

/**
 * Commands of links name a role. When this guest left and another one came between the look at the
 * link and the room's lock, the command would speak for the other one: it is rolled back.
 */
class PlaceTaken extends Error {}

function refusePlaceTaken(error: unknown): Applied {
  if (error instanceof PlaceTaken) return { outcome: 'refused', reason: 'not-booked' };
  throw error;
}

function isIn(room: Room, attendeeId: string): boolean {
  return room.host.id === attendeeId || room.guest?.id === attendeeId;
}
