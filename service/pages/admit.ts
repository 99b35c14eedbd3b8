import { type FormState, openForm } from '../links/form-nonce.ts';
import type { Purpose } from '../links/purpose.ts';
import type { NoChoice } from './choice.ts';
import type { PageAnswer } from './layout.ts';
import { answerExpired, answerForeignForm, answerUnknown } from './link-answers.ts';
import { answerNotice } from './notice.ts';
import { type KnownVisit, openVisit } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { isUndecided, tellRoomTruth, tellSettled } from './room-truth.ts';
import type { Visitor } from './visitor.ts';

/** Either a link that can do its work now, or the page that says why it cannot. */
export type Admission = { readonly visit: KnownVisit } | { readonly answer: PageAnswer };

/** The same for a form: `mistake` says why it must be shown again before it counts. */
export type FormAdmission =
  | { readonly visit: KnownVisit; readonly mistake: NoChoice | null }
  | { readonly answer: PageAnswer };

/**
 * Lets a visitor in whose link is ours, is for this purpose, and still has something to do. What
 * is settled is told with status 200, even when the link has expired since.
 */
export async function admit(
  deps: PageDeps,
  purpose: Purpose,
  visitor: Visitor,
): Promise<Admission> {
  return judge(deps, purpose, visitor, false);
}

/**
 * Lets a visitor in who decides at once, by opening the link. What is settled is let in as well:
 * the rules refuse it, and the room's history tells of the try. A guest who left may not speak for
 * the next one.
 */
export async function admitToAct(
  deps: PageDeps,
  purpose: Purpose,
  visitor: Visitor,
): Promise<Admission> {
  return judge(deps, purpose, visitor, true);
}

/** The same for whoever sends a form: it must come from a page of ours, made for this link. */
export async function admitForm(
  deps: PageDeps,
  purpose: Purpose,
  visitor: Visitor,
): Promise<FormAdmission> {
  const admission = await judge(deps, purpose, visitor, true);
  if ('answer' in admission) return admission;
  const { visit } = admission;
  const state = openForm(visitor.fields.nonce ?? '', visit.token, deps.secrets, visit.now);
  if (state !== 'fresh') deps.metrics.link(purpose, outcomes[state]);
  if (state === 'foreign') return { answer: answerForeignForm(visitor.locale) };
  return { visit, mistake: mistakes[state] };
}

const mistakes: Readonly<Record<Exclude<FormState, 'foreign'>, NoChoice | null>> = {
  fresh: null,
  early: 'tooQuick',
  late: 'tooOld',
};

/** How such forms are counted. */
const outcomes: Readonly<Record<Exclude<FormState, 'fresh'>, string>> = {
  foreign: 'foreign-form',
  early: 'hasty-form',
  late: 'late-form',
};

async function judge(
  deps: PageDeps,
  purpose: Purpose,
  visitor: Visitor,
  isAct: boolean,
): Promise<Admission> {
  const visit = await openVisit(deps, visitor.token, purpose);
  if (visit.state === 'unknown') {
    deps.metrics.link(purpose, 'unknown');
    return { answer: answerUnknown(visitor.locale) };
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
