import { counterProblems } from '../../scheduling/decision.ts';
import type { MailView } from '../mail-view.ts';
import { action, compose, paragraph, quote, sentences, timeIs, timeWas } from './blocks.ts';
import type { Block, MailContent } from './mail-content.ts';

/** To the other person: please decide. Both times stand side by side. */
export function wordProposalToDecide(view: MailView): MailContent {
  const { said, words, proposal } = view;
  const { proposalToDecide, label } = words;
  const now = timeIs(label.now, view.time);
  const wanted = proposal && timeIs(label.proposed, proposal.time);
  return compose(view, {
    subject: proposalToDecide.subject(said),
    preheader: proposalToDecide.preheader(said, (proposal?.time ?? view.time).local),
    heading: proposalToDecide.heading(said),
    blocks: [
      paragraph(proposalToDecide.lead(said)),
      wanted === null ? now : { is: 'times', times: [now, wanted] },
      ...quote(label.otherWrote(said), proposal?.note ?? null),
      ...offerDecision(view),
    ],
  });
}

function offerDecision({ links, words, said }: MailView): readonly Block[] {
  const { approve, decline } = links;
  if (approve === null || decline === null) return [];
  return [
    {
      is: 'actions',
      actions: [
        { label: words.button.approve, url: approve.url, tone: 'main' },
        { label: words.button.decline, url: decline.url, tone: 'quiet' },
      ],
    },
    paragraph(words.proposalToDecide.deadline(said, approve.expires)),
  ];
}

/** To the proposer: it was passed on. */
export function wordProposalSent(view: MailView): MailContent {
  const { said, words, proposal } = view;
  const { proposalSent, label } = words;
  return compose(view, {
    subject: proposalSent.subject(said),
    preheader: proposalSent.preheader(said),
    heading: proposalSent.heading(said),
    blocks: [
      paragraph(proposalSent.lead(said)),
      ...(proposal ? [timeIs(label.youAskedFor, proposal.time)] : []),
      timeIs(label.untilThen, view.time),
      ...quote(label.youWrote, proposal?.note ?? null),
      paragraph(proposalSent.after),
    ],
  });
}

/** To the proposer: it stays as it is. */
export function wordProposalDeclined(view: MailView): MailContent {
  const { said, words } = view;
  const { proposalDeclined, label } = words;
  const by = view.by === 'application' ? 'application' : 'other';
  return compose(view, {
    subject: proposalDeclined.subject(said),
    preheader: words.stays,
    heading: proposalDeclined.heading,
    blocks: [
      sentences(proposalDeclined.by[by](said), words.stays),
      ...sayRejectedTime(view),
      timeIs(label.itStays, view.time),
      ...quote(label.reason, view.reason),
      ...offerAnother(view),
    ],
  });
}

/** To the proposer: nobody decided in time. */
export function wordProposalExpired(view: MailView): MailContent {
  const { said, words } = view;
  const { proposalExpired, label } = words;
  return compose(view, {
    subject: proposalExpired.subject(said),
    preheader: words.stays,
    heading: proposalExpired.heading,
    blocks: [
      sentences(proposalExpired.lead(said), words.stays),
      ...sayRejectedTime(view),
      timeIs(label.itStays, view.time),
      ...offerAnother(view),
    ],
  });
}

/** To the proposer: their calendar's proposal could not be used; the page can. */
export function wordCounterNotUnderstood(view: MailView): MailContent {
  const { said, words, reason } = view;
  const { counterNotUnderstood, label, button } = words;
  // Rows of the first wording hold a sentence here; what cannot be told in words is left out.
  const problem = counterProblems.find((one) => one === reason);
  return compose(view, {
    subject: counterNotUnderstood.subject(said),
    preheader: counterNotUnderstood.preheader,
    heading: counterNotUnderstood.heading,
    blocks: [
      sentences(
        counterNotUnderstood.lead(said),
        problem === undefined ? null : counterNotUnderstood.problem[problem],
      ),
      timeIs(label.itStays, view.time),
      paragraph(counterNotUnderstood.choose),
      ...action(button.requestTime, view.links.propose?.url ?? null),
    ],
  });
}

function sayRejectedTime({ proposal, words }: MailView): readonly Block[] {
  return proposal === null ? [] : [timeWas(words.label.youAskedFor, proposal.time)];
}

function offerAnother({ links, words }: MailView): readonly Block[] {
  if (links.propose === null) return [];
  return [
    paragraph(words.askAgain),
    ...action(words.button.requestTime, links.propose.url, 'quiet'),
  ];
}
