import type { LinkView } from '../rooms/link-views.ts';
import { admit, admitToAct } from './admit.ts';
import { applyByLink } from './apply-by-link.ts';
import type { PageAnswer } from './layout.ts';
import { answerNotice, presentTime } from './notice.ts';
import { lookAgain } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { tellRoomTruth } from './room-truth.ts';
import type { Visitor } from './visitor.ts';

/** Asks whether a held decline shall be undone; changes nothing. */
export async function showKeep(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admit(deps, 'keep', visitor.token);
  if ('answer' in admission) return admission.answer;
  const { view, token } = admission.visit;
  if (!view.person.heldDecline) return answerStillOn(deps, view);
  deps.metrics.link('keep', 'shown');
  const notice = {
    title: 'Keep your session?',
    paragraphs: ['You declined this session. It is not called off yet, so you can still keep it.'],
    times: [presentTime(view, 'The session takes place')],
    button: {
      text: 'Keep my session',
      action: `${basePathOf(deps.publicUrl)}/keep`,
      fieldName: 't' as const,
      token,
      after: 'If you still want to decline, you need not do anything.',
    },
  };
  return answerNotice(200, notice, view);
}

/** Undoes a held decline; when there is none any more, tells the present truth. */
export async function keepSession(deps: PageDeps, visitor: Visitor): Promise<PageAnswer> {
  const admission = await admitToAct(deps, 'keep', visitor.token);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  const command = { do: 'keep-session', attendeeId: visit.view.attendeeId } as const;
  const applied = await applyByLink(deps, visit.view, command, visitor.requestId);
  const { view, now } = await lookAgain(deps, visit);
  if (applied.outcome !== 'changed') {
    const truth = tellRoomTruth(view, now);
    if (truth === null) return answerStillOn(deps, view);
    deps.metrics.link('keep', 'settled');
    return answerNotice(200, truth, view);
  }
  deps.metrics.link('keep', 'used');
  const notice = {
    title: 'You keep your session',
    paragraphs: ['Your decline was taken back. Nothing else needs to be done.'],
    times: [{ ...presentTime(view, 'The session takes place'), isNew: true }],
  };
  return answerNotice(200, notice, view);
}

function answerStillOn(deps: PageDeps, view: LinkView): PageAnswer {
  deps.metrics.link('keep', 'settled');
  const notice = {
    title: 'Your session takes place',
    paragraphs: ['There is no decline to take back. Nothing else needs to be done.'],
    times: [presentTime(view, 'The session takes place')],
  };
  return answerNotice(200, notice, view);
}
