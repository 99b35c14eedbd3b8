import type { Purpose } from '../links/purpose.ts';
import type { PageAnswer } from './layout.ts';
import { answerExpired, answerUnknown } from './link-answers.ts';
import { answerNotice } from './notice.ts';
import { type KnownVisit, openVisit } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { isUndecided, tellRoomTruth, tellSettled } from './room-truth.ts';

/** Either a link that can do its work now, or the page that says why it cannot. */
export type Admission = { readonly visit: KnownVisit } | { readonly answer: PageAnswer };

/**
 * Lets a visitor in whose link is ours, is for this purpose, and still has something to do. What
 * is settled is told with status 200, even when the link has expired since.
 */
export async function admit(
  deps: PageDeps,
  purpose: Purpose,
  token: string | null,
): Promise<Admission> {
  return judge(deps, purpose, token, false);
}

/**
 * Lets a visitor in who presses the button. What is settled is let in as well: the rules refuse it,
 * and the room's history tells of the try. A guest who left may not speak for the next one.
 */
export async function admitToAct(
  deps: PageDeps,
  purpose: Purpose,
  token: string | null,
): Promise<Admission> {
  return judge(deps, purpose, token, true);
}

async function judge(
  deps: PageDeps,
  purpose: Purpose,
  token: string | null,
  isAct: boolean,
): Promise<Admission> {
  const visit = await openVisit(deps, token, purpose);
  if (visit.state === 'unknown') {
    deps.metrics.link(purpose, 'unknown');
    return { answer: answerUnknown() };
  }
  const { view, now } = visit;
  const isProposalLink = purpose === 'approve' || purpose === 'decline';
  const truth =
    isProposalLink && !isUndecided(view, now) ? tellSettled(view, now) : tellRoomTruth(view, now);
  if (truth !== null && isAct && view.person.isStillIn) return { visit };
  if (truth !== null) {
    deps.metrics.link(purpose, 'settled');
    return { answer: answerNotice(200, truth, view) };
  }
  if (visit.state === 'expired') {
    deps.metrics.link(purpose, 'expired');
    return { answer: answerExpired(visit, basePathOf(deps.publicUrl)) };
  }
  return { visit };
}
