import type { ProposalView } from '../rooms/room-view.ts';
import { viewProposal } from '../rooms/room-views.ts';
import type { IgnoreReason, RefusalReason } from '../scheduling/decision.ts';
import { applyByLink } from './apply-by-link.ts';
import type { KnownVisit } from './open-visit.ts';
import type { PageDeps } from './page-deps.ts';
import type { Wish } from './proposal-form.ts';

export type Proposed =
  | { readonly isNew: boolean; readonly proposal: ProposalView }
  | { readonly reason: RefusalReason | IgnoreReason | 'unknown-room' };

/**
 * Asks for a new time in the name of the person the link belongs to. Asking for the same time
 * again while it is open answers with the open proposal; nobody is mailed twice.
 */
export async function propose(
  deps: PageDeps,
  { view }: KnownVisit,
  wish: Wish,
  requestId: string,
): Promise<Proposed> {
  const command = {
    do: 'propose',
    by: view.role,
    source: 'page',
    proposalId: deps.random.uuid(),
    ...wish,
  } as const;
  const applied = await applyByLink(deps, view, command, requestId);
  if (applied.outcome === 'unknown-room') return { reason: 'unknown-room' };
  if (applied.outcome === 'refused') return refuse(deps, applied.reason);
  if (applied.outcome === 'ignored' && applied.reason !== 'duplicate-proposal') {
    return refuse(deps, applied.reason);
  }
  const open = applied.room.proposals.find(
    (one) => one.attendeeId === view.attendeeId && one.status === 'pending',
  );
  const proposal = open && (await viewProposal(deps.database.pool, view.applicationId, open.id));
  // A guest who left: what is open now is another one's wish.
  if (!proposal) return refuse(deps, 'not-booked');
  const isNew = applied.outcome === 'changed';
  if (isNew) deps.metrics.proposal('page');
  deps.metrics.link('propose', isNew ? 'used' : 'settled');
  return { isNew, proposal };
}

function refuse(deps: PageDeps, reason: RefusalReason | IgnoreReason): Proposed {
  deps.metrics.link('propose', 'refused');
  return { reason };
}
