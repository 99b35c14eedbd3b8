import { hideAddresses } from '../mail/hide-addresses.ts';
import type { LinkView } from '../rooms/link-views.ts';
import type { Command } from '../scheduling/command.ts';
import { admit, admitToAct } from './admit.ts';
import { applyByLink } from './apply-by-link.ts';
import type { PageAnswer } from './layout.ts';
import {
  answerNotice,
  type LabelledTime,
  labelTime,
  nameOther,
  presentTime,
  renderButton,
  renderTimes,
} from './notice.ts';
import { lookAgain } from './open-visit.ts';
import { basePathOf, type PageDeps } from './page-deps.ts';
import { tellSettled } from './room-truth.ts';
import { template } from './template.ts';
import type { Visitor } from './visitor.ts';

export type DecisionPurpose = 'approve' | 'decline';

/** Shows what is to be decided; changes nothing. */
export async function showDecision(
  deps: PageDeps,
  purpose: DecisionPurpose,
  visitor: Visitor,
): Promise<PageAnswer> {
  const admission = await admit(deps, purpose, visitor.token);
  if ('answer' in admission) return admission.answer;
  const { view, token } = admission.visit;
  deps.metrics.link(purpose, 'shown');
  return answerQuestion(view, purpose, token, `${basePathOf(deps.publicUrl)}/${purpose}`);
}

/** Decides, once: whoever comes second is told what was decided. */
export async function takeDecision(
  deps: PageDeps,
  purpose: DecisionPurpose,
  visitor: Visitor,
): Promise<PageAnswer> {
  const admission = await admitToAct(deps, purpose, visitor.token);
  if ('answer' in admission) return admission.answer;
  const { visit } = admission;
  const command = toCommand(visit.view, purpose);
  const applied = await applyByLink(deps, visit.view, command, visitor.requestId);
  const { view, now } = await lookAgain(deps, visit);
  if (applied.outcome !== 'changed') {
    deps.metrics.link(purpose, 'settled');
    return answerNotice(200, tellSettled(view, now), view);
  }
  deps.metrics.link(purpose, 'used');
  deps.metrics.proposalDecision(purpose === 'approve' ? 'approved' : 'declined');
  return answerDecided(view, purpose);
}

function toCommand(view: LinkView, purpose: DecisionPurpose): Command {
  if (view.proposal === null) throw new Error(`link ${view.linkId} has no proposal`);
  const deed = purpose === 'approve' ? 'approve' : 'decline-proposal';
  return { do: deed, proposalId: view.proposal.id, by: view.role };
}

const renderQuestion = template<{
  title: string;
  lead: string;
  times: string;
  who: string;
  note: string | null;
  button: string;
}>(`
<h1><%= it.title %></h1>
<p class="lead"><%= it.lead %></p>
<%~ it.times %>
<% if (it.note) { %><blockquote><p class="who"><%= it.who %> writes:</p>
<p><%= it.note %></p></blockquote>
<% } %><%~ it.button %>
`);

function answerQuestion(
  view: LinkView,
  purpose: DecisionPurpose,
  token: string,
  action: string,
): PageAnswer {
  const who = nameOther(view);
  const words = questionWords(purpose, who);
  const main = renderQuestion({
    title: words.title,
    lead: `${capitalise(who)} asks to move your session.`,
    times: renderTimes({ times: bothTimes(view) }),
    who: capitalise(who),
    note: hideAddresses(view.proposal?.note ?? null, view.brand.supportEmail),
    button: renderButton({
      text: words.button,
      action,
      fieldName: 't',
      token,
      after: words.after,
    }),
  });
  return { status: 200, page: { title: words.title, view, main } };
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function questionWords(purpose: DecisionPurpose, who: string) {
  return purpose === 'approve'
    ? {
        title: 'Move to the new time?',
        button: 'Approve the new time',
        after: `We then update both calendars. Until you approve, the present time stands.`,
      }
    : {
        title: 'Decline the new time?',
        button: 'Decline and keep the present time',
        after: `Nothing changes in your calendar. We tell ${who} that the session stays as it is.`,
      };
}

function bothTimes(view: LinkView): LabelledTime[] {
  const present = presentTime(view, 'Present time');
  if (view.proposal === null) return [present];
  return [{ ...labelTime(view, 'New time', view.proposal), isNew: true }, present];
}

function answerDecided(view: LinkView, purpose: DecisionPurpose): PageAnswer {
  const who = nameOther(view);
  const notice =
    purpose === 'approve'
      ? {
          title: 'The session has a new time',
          paragraphs: [
            `You approved the request. Updated invitations are on their way to you and ${who}.`,
          ],
          times: [{ ...presentTime(view, 'The session now takes place'), isNew: true }],
        }
      : {
          title: 'The session stays as it is',
          paragraphs: [`You declined the request. We are telling ${who}.`],
          times: [presentTime(view, 'The session takes place')],
        };
  return answerNotice(200, notice, view);
}
