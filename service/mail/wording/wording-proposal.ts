import type { MailView } from '../mail-view.ts';
import {
  action,
  type Block,
  type MailContent,
  paragraph,
  quote,
  timeIs,
  timeWas,
} from './mail-content.ts';
import { capitalise } from './wording-decline.ts';

/** To the other person: please decide. */
export function wordProposalToDecide(view: MailView): MailContent {
  const { approve, decline } = view.links;
  const actions: Block[] = [];
  if (approve !== null && decline !== null) {
    actions.push({
      is: 'actions',
      actions: [
        { label: 'Approve the new time', url: approve.url, tone: 'main' },
        { label: 'Decline', url: decline.url, tone: 'quiet' },
      ],
    });
    actions.push(paragraph(`Please decide before ${approve.expires}. Until then nothing changes.`));
  }
  return {
    subject: `Approve a new time for ${view.sessionName}?`,
    preheader: `${capitalise(view.other)} asks for ${view.proposal?.time.local ?? 'another time'}.`,
    heading: `${capitalise(view.other)} asks for a new time`,
    blocks: [
      paragraph(`${capitalise(view.other)} would like to move your ${view.sessionName}.`),
      timeIs('Now', view.time),
      ...sayProposedTime(view, 'Proposed'),
      ...quote(`${capitalise(view.other)} wrote`, view.proposal?.note ?? null),
      ...actions,
    ],
  };
}

/** To the proposer: it was passed on. */
export function wordProposalSent(view: MailView): MailContent {
  return {
    subject: `${view.title} — Your new time was sent`,
    preheader: `We asked ${view.other}. Until they answer, nothing changes.`,
    heading: `We asked ${view.other}`,
    blocks: [
      paragraph(`You asked to move your ${view.sessionName}. We passed it on to ${view.other}.`),
      ...sayProposedTime(view, 'You asked for'),
      timeIs('Until then', view.time),
      ...quote('You wrote', view.proposal?.note ?? null),
      paragraph('If it is approved, you get an updated invitation. Either way we let you know.'),
    ],
  };
}

/** To the proposer: it stays as it is. */
export function wordProposalDeclined(view: MailView): MailContent {
  return {
    subject: `${view.title} — The new time was declined`,
    preheader: 'The session stays as it was.',
    heading: 'The new time was declined',
    blocks: [
      paragraph(`The new time you asked for does not work. Your ${view.title} stays as it was.`),
      ...sayRejectedTime(view),
      timeIs('It stays', view.time),
      ...quote('The reason given', view.reason),
      ...offerAnother(view),
    ],
  };
}

/** To the proposer: nobody decided in time. */
export function wordProposalExpired(view: MailView): MailContent {
  return {
    subject: `${view.title} — No answer to your new time`,
    preheader: 'The session stays as it was.',
    heading: 'No answer to your new time',
    blocks: [
      paragraph(
        `Your request was not answered in time, so it has ended. ` +
          `Your ${view.title} stays as it was.`,
      ),
      ...sayRejectedTime(view),
      timeIs('It stays', view.time),
      ...offerAnother(view),
    ],
  };
}

/** To the proposer: their calendar's proposal could not be used; the page can. */
export function wordCounterNotUnderstood(view: MailView): MailContent {
  return {
    subject: `${view.title} — Please choose the new time here`,
    preheader: 'We could not use the new time your calendar sent.',
    heading: 'We could not use that new time',
    blocks: [
      paragraph(
        `Your calendar proposed a new time for your ${view.title}, but we could not use it` +
          (view.reason === null ? '.' : `: ${view.reason}.`),
      ),
      timeIs('It stays', view.time),
      paragraph('Please choose the time you would like on this page:'),
      ...action('Request a new time', view.links.propose?.url ?? null),
    ],
  };
}

function sayProposedTime(view: MailView, label: string): readonly Block[] {
  return view.proposal === null ? [] : [timeIs(label, view.proposal.time)];
}

function sayRejectedTime(view: MailView): readonly Block[] {
  return view.proposal === null ? [] : [timeWas('You asked for', view.proposal.time)];
}

function offerAnother(view: MailView): readonly Block[] {
  const link = view.links.propose;
  if (link === null) return [];
  return [
    paragraph('You can ask for a different time whenever you like:'),
    ...action('Request a new time', link.url, 'quiet'),
  ];
}
